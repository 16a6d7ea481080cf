"""Forms from property schemas: one row and one widget per field."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weavz_tui.console.forms.absent import ABSENT, Given
    from weavz_tui.console.forms.form import Form

__all__ = ["ABSENT", "Form", "Given"]


def __getattr__(name: str) -> object:
    if name == "Form":
        from weavz_tui.console.forms import form

        return form.Form
    if name in {"ABSENT", "Given"}:
        from weavz_tui.console.forms import absent

        return getattr(absent, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
