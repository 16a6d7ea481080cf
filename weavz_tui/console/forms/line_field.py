"""Fields of one line of text."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from weavz_tui.console.forms.absent import ABSENT
from weavz_tui.console.forms.convert import Unreadable, text_of, value_of
from weavz_tui.console.forms.field import Field, Problem
from weavz_tui.console.widgets.plain import one_line
from weavz_tui.model.properties import Property


class LineField(Field, Input):
    """A line of text: SHORT_TEXT, and what every type without a field of its own falls back to.

    An untouched value is kept as it is, also where its text could not be typed. `right` in an
    unset field takes what is given (a default, a partial's value) to edit it; `backspace` in an
    empty one goes through unset, empty text and null.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "take_given", show=False),
        Binding("backspace", "empty", show=False),
    ]
    DEFAULT_CSS = """
    LineField {
        border: none;
        height: 1;
        padding: 0 16 0 19;
        background: $background;
        color: $foreground;
        &:focus {
            border: none;
            background: $surface-lighten-1;
            background-tint: $foreground 0%;
        }
        & > .input--placeholder, & > .input--suggestion { color: $foreground 75%; }
    }
    """
    EMPTY_MEANS: ClassVar[tuple[Any, ...]] = (ABSENT, "", None)
    """What an empty line may stand for, in the order of `backspace`."""

    def __init__(self, each: Property, depth: int = 0, *, password: bool = False) -> None:
        self.setup(each, depth)
        self._text = ""
        super().__init__(password=password, select_on_focus=False, validate_on=())
        self.cursor_blink = False
        self.show_value()

    def show_value(self) -> None:
        """The typed value as text; what is given, null and the empty text as a placeholder."""
        held = self.in_force
        typed = self.typed is not ABSENT and not self.locked
        text = self.write(held) if typed else ""
        hint = "null" if held is None else '""' if held == "" else ""
        if not typed and self.given is not None and not hint:
            hint = self.write(self.given.value)
        self.placeholder = "•" * 8 if self.password and hint else one_line(hint)
        self._set_text(one_line(text))
        self.refresh_row()

    def on_focus(self, event: events.Focus) -> None:
        """A text that is longer than the row shows where the cursor is."""
        self.call_after_refresh(self._to_cursor)

    def _to_cursor(self) -> None:
        place = self.cursor_position
        self.cursor_position = 0
        self.cursor_position = place

    def put(self, value: Any) -> None:
        """Take a value; a text that cannot be read as one is told like a typed one."""
        super().put(value)
        if isinstance(value, str) and value:
            try:
                self.read(value)
            except Unreadable as unreadable:
                self.unreadable = Problem(unreadable.short, unreadable.message)

    def read(self, text: str) -> Any:
        """The value of a text. Raises Unreadable."""
        return value_of(self.prop, text)

    def write(self, value: Any) -> str:
        """The text of a value."""
        return text_of(self.prop, value)

    def _set_text(self, text: str) -> None:
        self._text = text
        self.value = text

    @on(Input.Changed)
    def _edited(self, event: Input.Changed) -> None:
        event.stop()
        if event.value == self._text or event.value != self.value:
            return
        self._text = event.value
        self.take(event.value)

    def take(self, text: str) -> None:
        """The person made the text this."""
        if not text:
            self.placeholder = ""
            self.changed(ABSENT)
            self._show_given()
            return
        try:
            value = self.read(text)
        except Unreadable as unreadable:
            self.changed(text, Problem(unreadable.short, unreadable.message))
        else:
            self.changed(value)

    async def on_key(self, event: events.Key) -> None:
        """A locked field lets letters through to whoever else wants them."""
        if self.locked and (event.is_printable or event.key in _EDITING):
            event.prevent_default()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """As every field."""
        return Field.check_consume_key(self, key, character)

    def replace(self, text: str, start: int, end: int) -> None:
        """All editing of an Input comes through here."""
        if not self.locked:
            super().replace(text, start, end)

    async def action_submit(self) -> None:
        """`enter`: the next field."""
        self.settle()
        self.post_message(Field.Done(self))

    def action_take_given(self) -> None:
        """Edit what is given; else the cursor to the right."""
        if self.value or self.typed is not ABSENT or self.given is None or self.locked:
            self.action_cursor_right()
        elif self.given.value is not None:
            self._set_text(one_line(self.write(self.given.value)))
            self.take(self.value)

    def action_empty(self) -> None:
        """In an empty line: the next of what it may mean; else delete to the left."""
        if self.value or self.locked:
            self.action_delete_left()
            return
        means = self.EMPTY_MEANS
        place = next((i for i, each in enumerate(means) if each is self.typed), 0)
        if self.typed == "" and "" in means:
            place = means.index("")
        value = means[(place + 1) % len(means)]
        self.changed(value)
        self.placeholder = "null" if value is None else '""' if value == "" else ""
        self._show_given()

    def action_copy(self) -> None:
        """A secret is not copied from the screen."""
        if not self.password:
            super().action_copy()

    def action_cut(self) -> None:
        """A secret is not copied from the screen."""
        if not self.password:
            super().action_cut()

    def help_word(self) -> str:
        """The keys of an empty line."""
        if self.locked:
            return ""
        if self.given is not None and self.typed is ABSENT:
            return "right edits what is given"
        return ""

    def empty_word(self) -> str:
        """What an empty line may stand for."""
        if self.value or self.prop.required or self.locked or self.given is not None:
            return ""
        return "backspace: an empty text, then null, then not sent at all"

    def _show_given(self) -> None:
        if self.typed is ABSENT and self.given is not None:
            text = self.write(self.given.value)
            self.placeholder = "•" * 8 if self.password and text else one_line(text)


_EDITING = frozenset({"backspace", "delete", "ctrl+v"})
