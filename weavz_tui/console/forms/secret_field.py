"""A line of text that is not shown."""

from __future__ import annotations

from weavz_tui.console.forms.line_field import LineField
from weavz_tui.model.properties import Property


class SecretField(LineField):
    """SECRET_TEXT and every property marked secret: dots while typed, nothing to copy."""

    def __init__(self, each: Property, depth: int = 0) -> None:
        super().__init__(each, depth, password=True)
