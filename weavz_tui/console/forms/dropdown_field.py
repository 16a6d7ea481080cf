"""One of several choices, or a value written by hand."""

from __future__ import annotations

from asyncio import Future, get_running_loop
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from weavz_tui.console.forms.absent import ABSENT
from weavz_tui.console.forms.field import Field
from weavz_tui.console.forms.line_field import LineField
from weavz_tui.console.forms.options import WantsOptions
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.console.widgets.plain import one_line
from weavz_tui.model.errors import OptionsFailed
from weavz_tui.model.properties import Option, Options, Property

_FEW = 56


class DropdownField(WantsOptions, LineField):
    """DROPDOWN and STATIC_DROPDOWN: shows the label, sends the value.

    `down`, or `enter` while it is empty, opens the list; letters write a value by hand.
    Options of the service are asked for when the list opens (and searched there while typing where
    the property says so).
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "pick", show=False),
    ]
    EMPTY_MEANS: ClassVar[tuple[Any, ...]] = (ABSENT, None)
    BY_HAND: ClassVar[bool] = True
    """Whether a value that is no choice may be taken from the list's line."""

    def __init__(self, each: Property, depth: int = 0) -> None:
        self._waiting: Future[Options] | None = None
        self._written = False
        self._list: PickerScreen | None = None
        super().__init__(each, depth)

    def take(self, text: str) -> None:
        """Written by hand."""
        self._written = True
        super().take(text)

    def source(self) -> Content:
        """As the layouts have it."""
        return Content(f"▾ {self.origin()}".strip())

    def set_options(self, options: Options) -> None:
        """The choices are here: labels show from now on."""
        self._remember(options)
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(options)

    def fail_options(self, message: str) -> None:
        """They could not be loaded."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(OptionsFailed(message))

    async def action_submit(self) -> None:
        """`enter`: the list, or on to the next field when there is a value already; what is marked
        in a list that is about to show."""
        if self._list is not None:
            self._list.picker.enter()
        elif self.locked or self._written or self.in_force is not ABSENT:
            self._written = False
            self.settle()
            self.post_message(Field.Done(self))
        else:
            self.action_pick()

    def action_pick(self) -> None:
        """Open the list."""
        self.open_list()

    def open_list(self, search: str = "") -> None:
        """Open the list with a search begun; letters typed before it shows go on with that."""
        if self.locked:
            return
        if self._list is not None:
            self._list.picker.write(search)
            return
        self._list = PickerScreen(
            self.label,
            self._options_for,
            searching=self.prop.searchable and self.prop.fetches_options,
            typed=self.BY_HAND,
            search=search,
        )
        self.app.push_screen(self._list, self._picked)

    async def _options_for(self, search: str) -> Options:
        if not self.prop.fetches_options:
            return self.prop.options or Options()
        self._waiting = get_running_loop().create_future()
        self.want_options(search)
        return await self._waiting

    def _picked(self, option: Option | None) -> None:
        # The focus stays here: `tab` and `enter` go on from what was chosen, as from any field.
        self._list = None
        if option is not None:
            self._remember(Options(options=(option,)))
            self._written = False
            self.put(option.value)
            self.cursor_position = len(self.value)
            self.changed(option.value)

    def _remember(self, options: Options) -> None:
        """Keep labels that are known, so that the value shows as the person chose it."""
        if not self.prop.fetches_options:
            return
        known = {repr(each.value): each for each in options.options}
        before = self.prop.options.options if self.prop.options else ()
        kept = [each for each in before if repr(each.value) not in known]
        merged = Options(options=(*known.values(), *kept)[:2_000])
        self.prop = self.prop.model_copy(update={"options": merged})
        if not self.has_focus:
            self.show_value()

    def help_word(self) -> str:
        """The choices where they are few and known, and the keys."""
        if self.locked:
            return ""
        known = self.prop.options.options if self.prop.options else ()
        words = ", ".join(one_line(each.label) for each in known)
        if self.prop.fetches_options or not words or len(words) > _FEW:
            return "down opens the choices, or write a value"
        return f"{words}  (down opens them)"
