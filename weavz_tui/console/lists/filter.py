"""The line in which a filter is typed."""

from __future__ import annotations

from textual.widgets import Input


class FilterInput(Input):
    """One line above the table while it is typed in; typing replaces what was there."""

    DEFAULT_CSS = """
    FilterInput {
        dock: top;
        width: 100%;
        height: 1;
        border: none;
        background: $surface-lighten-1;
        &:focus { border: none; }
        &.-textual-compact { padding: 0 2; }
    }
    """

    def __init__(self, hint: str, text: str) -> None:
        super().__init__(text, placeholder=hint, compact=True, id="filter")
        self.cursor_blink = False
