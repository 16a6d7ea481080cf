"""The three rows above a form: which action, run as whom, under which partials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from weavz_tui.console.text import MUTED, line

LABEL = 18


class HeadRow(Widget, can_focus=True):
    """One row: label, value, and at the right the key that changes it."""

    DEFAULT_CSS = """
    HeadRow {
        height: 1;
        background: $background;
        &:focus { background: $surface-lighten-1; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "open", show=False)]

    value: reactive[Content] = reactive(Content(""), layout=False)
    behind: reactive[bool] = reactive(False, layout=False)
    """Whether letters go into a field, so that the key works after `esc` alone."""

    @dataclass
    class Opened(Message):
        """It is to be changed."""

        row: HeadRow

        @property
        def control(self) -> HeadRow:
            """The row."""
            return self.row

    def __init__(self, label: str, hint: str, *, id: str) -> None:
        super().__init__(id=id)
        self._label_text = label
        self._hint = hint

    def render(self) -> Content:
        """Gutter, label, value, hint; the value gives way when room is short."""
        width = self.size.width
        gutter = ("▌", "$primary") if self.has_focus else " "
        label = line(gutter, (self._label_text.ljust(LABEL - 1), MUTED), " ")
        hint = line((f"esc {self._hint}" if self.behind else self._hint, MUTED), " ")
        room = max(width - label.cell_length - hint.cell_length - 1, 0)
        value = self.value.truncate(room, ellipsis=True)
        return line(label, value, " " * (room - value.cell_length + 1), hint)

    def action_open(self) -> None:
        """Ask for another value."""
        self.post_message(self.Opened(self))

    def on_click(self, event: events.Click) -> None:
        """As enter."""
        event.stop()
        self.action_open()
