"""The line that adds a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget


class AddRow(Widget, can_focus=True):
    """`+ add a row`: by `enter`, `+`, or a click."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,plus", "press", show=False),
    ]
    DEFAULT_CSS = """
    AddRow {
        height: 1;
        background: $background;
        color: $foreground 75%;
        &:focus { background: $surface-lighten-1; color: $foreground; text-style: bold; }
    }
    """

    @dataclass
    class Pressed(Message):
        """A row is wanted."""

        line: AddRow

        @property
        def control(self) -> AddRow:
            """The line."""
            return self.line

    def __init__(self, depth: int) -> None:
        super().__init__()
        self.depth = depth

    def render(self) -> Content:
        """The words, as far in as the rows."""
        mark = Content.styled("▌" if self.has_focus else " ", "$primary")
        return mark + Content(f"{'  ' * self.depth}+ add a row")

    def action_press(self) -> None:
        """Ask for a row."""
        self.post_message(self.Pressed(self))

    def on_click(self, event: events.Click) -> None:
        """As the key."""
        event.stop()
        self.action_press()
