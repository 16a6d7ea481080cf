"""The actions beside the form, where there is room for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from weavz_tui.console.screens.playground.draft import Draft
from weavz_tui.console.widgets.picker import Picker
from weavz_tui.model.properties import Option, Options

Find = Callable[[], Awaitable[list[Draft]]]


class PickPane(Vertical):
    """Every action to choose from, always open. What it lists is read when it is first filled."""

    DEFAULT_CSS = """
    PickPane {
        display: none;
        border: solid $foreground 35%;
        border-title-color: $foreground;
        &:focus-within { border: solid $primary; }
    }
    """

    @dataclass
    class Chosen(Message):
        """An action was picked."""

        pane: PickPane
        draft: Draft

        @property
        def control(self) -> PickPane:
            """The pane."""
            return self.pane

    @dataclass
    class Left(Message):
        """`esc`: back to the form."""

        pane: PickPane

        @property
        def control(self) -> PickPane:
            """The pane."""
            return self.pane

    def __init__(self, find: Find, *, id: str) -> None:
        super().__init__(id=id)
        self._find = find

    async def fill(self) -> None:
        """Mount the list, once."""
        if not self.query(Picker):
            await self.mount(Picker(self._options, placeholder="find"))

    async def renew(self) -> None:
        """Read the list anew, where it stands."""
        for picker in self.query(Picker):
            await picker.remove()
            await self.fill()

    async def _options(self, search: str) -> Options:
        found = await self._find()
        self.border_title = Content(f"Pick {len(found)}")
        return Options(options=tuple(Option(label=each.title, value=each) for each in found))

    @on(Picker.Picked)
    def _picked(self, event: Picker.Picked) -> None:
        event.stop()
        if isinstance(event.option.value, Draft):
            self.post_message(self.Chosen(self, event.option.value))

    @on(Picker.Cancelled)
    def _cancelled(self, event: Picker.Cancelled) -> None:
        event.stop()
        self.post_message(self.Left(self))
