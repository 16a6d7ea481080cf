"""The line in which a filter is typed."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
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

    # How large the line is does not hang on what is typed; with Textual's own, each letter has the
    # screen laid out.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    def __init__(self, hint: str, text: str) -> None:
        super().__init__(text, placeholder=hint, compact=True, id="filter")
        self.cursor_blink = False
