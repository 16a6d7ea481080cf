"""The line behind which optional fields wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from weavz_tui.console.forms.summary import counted


class FoldLine(Widget, can_focus=True):
    """`+ 2 optional fields (+ unfolds)`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,plus", "unfold", show=False),
    ]
    DEFAULT_CSS = """
    FoldLine {
        height: 1;
        background: $background;
        color: $foreground 75%;
        &:focus { background: $surface-lighten-1; color: $foreground; text-style: bold; }
    }
    """

    @dataclass
    class Unfolded(Message):
        """The fields are wanted."""

        line: FoldLine

        @property
        def control(self) -> FoldLine:
            """The line."""
            return self.line

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    def render(self) -> Content:
        """The words."""
        mark = Content.styled("▌" if self.has_focus else " ", "$primary")
        return mark + Content(f"+ {counted(self.count, 'optional field')} (+ unfolds)")

    def action_unfold(self) -> None:
        """Ask for the fields."""
        self.post_message(self.Unfolded(self))

    def on_click(self, event: events.Click) -> None:
        """As the key."""
        event.stop()
        self.action_unfold()
