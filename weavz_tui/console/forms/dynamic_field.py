"""A group whose fields are known only once other inputs are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from weavz_tui.console.forms.absent import ABSENT
from weavz_tui.console.forms.group_field import GroupField
from weavz_tui.console.forms.summary import of_object
from weavz_tui.console.widgets.plain import one_line
from weavz_tui.model.properties import Property

_DEBOUNCE = 0.25


class DynamicField(GroupField):
    """DYNAMIC: built anew when properties arrive, keeping what was typed by key."""

    @dataclass
    class Wanted(Message):
        """Properties are wanted; the form turns it into `Form.PropertiesWanted`."""

        field: DynamicField

        @property
        def control(self) -> Widget:
            """The field."""
            return self.field

    def __init__(self, each: Property, depth: int = 0) -> None:
        super().__init__(each, depth)
        self.state = ""
        self._asking: Timer | None = None

    async def on_mount(self) -> None:
        """Ask once the form stands."""
        await super().on_mount()
        self.call_after_refresh(self.ask)

    def ask(self) -> None:
        """Ask for the properties that belong to the inputs as they are."""
        self.state = "⋯ loading"
        self.refresh_row()
        self.post_message(DynamicField.Wanted(self))

    def ask_soon(self) -> None:
        """An input it depends on is being changed: ask when that has come to rest."""
        if self._asking is not None:
            self._asking.stop()
        self._asking = self.set_timer(_DEBOUNCE, self.ask)

    async def set_properties(self, properties: Sequence[Property]) -> None:
        """Build the fields anew; values of keys that are gone are kept in the input."""
        self.state = ""
        held = self.typed
        focused = self.screen.focused
        inside = focused if focused in self.fields else None
        name = inside.prop.name if inside is not None else ""
        self.sub_properties = tuple(properties)
        await self.remove_children()
        self.opened = bool(properties)
        self.typed = held
        if properties:
            await self.mount_all(self.contents())
        self.refresh_row()
        for field in self.fields:
            if field.prop.name == name:
                field.focus()

    def fail_properties(self, message: str) -> None:
        """They could not be loaded, or an input is missing; the fields of before stay."""
        self.state = message
        self.refresh_row()

    def value_content(self) -> Content | None:
        """What it says instead of fields, else how many there are."""
        if self.state:
            return Content.styled(one_line(self.state), "$foreground 75%")
        if self.sub_properties:
            words = f"{len(self.sub_properties)} fields"
        else:
            held: Any = self.in_force
            words = of_object(held, self.prop) if isinstance(held, dict) else ""
            words = words or "no further fields" if held is ABSENT else words
        return Content.styled(one_line(words), "$foreground 75%")

    def source(self) -> Content:
        """As the layouts have it."""
        return Content(f"▾ {'dynamic' if self.typed is not None else 'null'}")
