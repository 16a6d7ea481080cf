"""Fields of one row that open in place."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from weavz_tui.console.forms.field import Field
from weavz_tui.model.properties import Property


class OpenField(Field, Vertical, can_focus=True):
    """A row that says what is in it; `enter` mounts what changes it, `esc` takes it away again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", show=False),
        Binding("escape", "close", show=False),
    ]
    DEFAULT_CSS = """
    OpenField {
        height: auto;
        min-height: 1;
        padding: 1 0 0 0;
        background: $background;
        color: $foreground;
        &:focus { background: $surface-lighten-1; }
    }
    """

    ESC_CLOSES: ClassVar[bool] = True

    def __init__(self, each: Property, depth: int = 0) -> None:
        self.setup(each, depth)
        self.opened = False
        super().__init__()

    @property
    def lit(self) -> bool:
        """The row is lit while what it opened has the focus."""
        return self.has_focus

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters are its own while it may be changed."""
        return self.has_focus and super().check_consume_key(key, character)

    async def on_key(self, event: events.Key) -> None:
        """Letters end here while the row has the focus, and mean nothing."""
        if self.has_focus and not self.locked and event.is_printable:
            event.stop()

    def contents(self) -> list[Widget]:
        """What to mount on opening."""
        return []

    async def open(self) -> None:
        """Open, and go in."""
        if not self.opened:
            self.opened = True
            await self.mount_all(self.contents())
            self.refresh_row()

    async def close(self) -> None:
        """Close; the row keeps its value."""
        if self.opened:
            inside = self.screen.focused
            within = inside is not None and inside is not self and self in inside.ancestors
            self.opened = False
            if within:
                self.focus()
            await self.remove_children()
            self.show_value()

    async def action_open(self) -> None:
        """`enter`: open, or go on to the next field when it is open already."""
        if self.opened or self.locked:
            self.post_message(Field.Done(self))
            return
        await self.open()
        self.enter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """`esc` is its own only while something is open; else it is the screen's."""
        return self.opened if action == "close" else super().check_action(action, parameters)

    async def action_close(self) -> None:
        """`esc`: close, where that is for `esc` to do; else it is for whoever is around."""
        if not await self.climb():
            raise SkipAction

    async def climb(self) -> bool:
        """Close, unless it is a group, which stands open."""
        if not self.opened or not self.ESC_CLOSES:
            return False
        await self.close()
        return True

    def enter(self) -> None:
        """Put the focus into what was opened."""
        for child in self.children:
            if child.focusable:
                child.focus()
                return

    async def on_click(self, event: events.Click) -> None:
        """A click on the row opens or closes it."""
        if event.widget is self and not self.locked:
            await (self.close() if self.opened else self.open())

    def arrow(self, words: str) -> Content:
        """Words for the source column with the mark of what is folded or open."""
        mark = "▾" if self.opened else "▸"
        return Content(f"{words} {mark}".strip())
