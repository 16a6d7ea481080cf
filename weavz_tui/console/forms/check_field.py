"""Yes, no, and nothing said."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from weavz_tui.console.forms.absent import ABSENT
from weavz_tui.console.forms.row_field import RowField
from weavz_tui.console.forms.row_paint import LEFT, SOURCE


class CheckField(RowField):
    """CHECKBOX as `(•) off  ( ) on`, with `( ) unset` where it is optional."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "turn(1)", show=False),
        Binding("left", "turn(-1)", show=False),
    ]

    @property
    def choices(self) -> tuple[tuple[str, Any], ...]:
        """The words and what they stand for."""
        unset = () if self.prop.required else (("unset", ABSENT),)
        return (("off", False), ("on", True), *unset)

    def render(self) -> Content:
        """The radios; those that stand for another value than the one in force are empty."""
        return Content(self._gap.join(f"({self._mark(value)}) {w}" for w, value in self.choices))

    def _mark(self, value: Any) -> str:
        return "•" if self.in_force is value else " "

    @property
    def _gap(self) -> str:
        wide = sum(len(word) + 4 for word, _ in self.choices) + 2 * (len(self.choices) - 1)
        return "  " if self.region.width - LEFT - SOURCE >= wide else " "

    def action_turn(self, step: int) -> None:
        """The next or previous choice."""
        if self.locked:
            return
        values = [value for _, value in self.choices]
        place = next((i for i, value in enumerate(values) if value is self.in_force), -1)
        if place < 0 and step < 0:
            place = 0
        self.changed(values[(place + step) % len(values)])

    def action_unset(self) -> None:
        """As it was before anything was said."""
        if not self.locked:
            self.changed(ABSENT)

    def typed_key(self, character: str) -> bool:
        """`space` turns; the first letters `y` and `n` say it outright."""
        said = {"y": True, "n": False, "u": ABSENT}
        if character in said:
            self.changed(said[character])
        elif character == " ":
            self.action_turn(1)
        return True

    def on_click(self, event: events.Click) -> None:
        """A click on a radio chooses it."""
        offset = event.get_content_offset(self)
        if offset is None or self.locked:
            return
        start = 0
        for word, value in self.choices:
            if start <= offset.x < start + len(word) + 4:
                self.changed(value)
            start += len(word) + 4 + len(self._gap)

    def help_word(self) -> str:
        """The keys."""
        return "" if self.locked else "space or left and right; y on, n off, u unset"
