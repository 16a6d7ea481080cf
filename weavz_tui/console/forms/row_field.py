"""Fields that paint their own value and take keys without being typed into."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget

from weavz_tui.console.forms.field import Field
from weavz_tui.model.properties import Property


class RowField(Field, Widget, can_focus=True):
    """A row without a line to type in. Letters are its own: they never reach the screen's verbs."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "leave", show=False),
        Binding("backspace,delete", "unset", show=False),
    ]
    DEFAULT_CSS = """
    RowField {
        height: 1;
        padding: 0 16 0 19;
        background: $background;
        color: $foreground;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        &:focus { background: $surface-lighten-1; }
    }
    """

    def __init__(self, each: Property, depth: int = 0) -> None:
        self.setup(each, depth)
        super().__init__()

    def on_key(self, event: events.Key) -> None:
        """Letters end here while the field may be changed."""
        if not self.locked and event.is_printable and event.character is not None:
            if self.typed_key(event.character):
                event.prevent_default()
            event.stop()

    def typed_key(self, character: str) -> bool:
        """A letter was pressed; True when it meant something."""
        return False

    def action_leave(self) -> None:
        """`enter`: the next field."""
        self.post_message(Field.Done(self))

    def action_unset(self) -> None:
        """Nothing typed any more."""
