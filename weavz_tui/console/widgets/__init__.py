"""Building blocks of the screens. They know `weavz_tui.model` and nothing of the engine.

Names are imported when first used, so that a screen pays for what it shows.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weavz_tui.console.widgets.columns import Column
    from weavz_tui.console.widgets.json_view import JsonView
    from weavz_tui.console.widgets.picker import OptionSource, Picker
    from weavz_tui.console.widgets.picker_screen import PickerScreen
    from weavz_tui.console.widgets.row_window import ListSource, RowSource
    from weavz_tui.console.widgets.window_table import WindowTable

_HOMES = {
    "Column": "columns",
    "JsonView": "json_view",
    "ListSource": "row_window",
    "OptionSource": "picker",
    "Picker": "picker",
    "PickerScreen": "picker_screen",
    "RowSource": "row_window",
    "WindowTable": "window_table",
}

__all__ = [
    "Column",
    "JsonView",
    "ListSource",
    "OptionSource",
    "Picker",
    "PickerScreen",
    "RowSource",
    "WindowTable",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
