"""The line in which a filter is typed."""

from __future__ import annotations

from textual.widgets import Input


class FilterInput(Input):
    """One line above the table, there only while it has the focus."""

    DEFAULT_CSS = """
    FilterInput {
        dock: top;
        width: 100%;
        height: 1;
        border: none;
        padding: 0 1;
        background: $surface-lighten-1;
        &:focus { border: none; }
    }
    """

    def __init__(self, hint: str) -> None:
        super().__init__(placeholder=hint, compact=True)
        self.cursor_blink = False
