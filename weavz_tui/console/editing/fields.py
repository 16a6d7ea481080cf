"""Fields that records need beside those of an action's form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from weavz_tui.console.forms.absent import ABSENT
from weavz_tui.console.forms.dropdown_field import DropdownField
from weavz_tui.console.forms.field import Field
from weavz_tui.console.forms.line_field import LineField
from weavz_tui.console.forms.row_field import RowField
from weavz_tui.console.forms.row_paint import LEFT, first_row, strip_of
from weavz_tui.console.text import MUTED
from weavz_tui.console.widgets.plain import one_line
from weavz_tui.model.properties import Property


@dataclass(frozen=True, slots=True)
class Way:
    """One choice of a radio: its word, what it means in a sentence, its value."""

    word: str
    sentence: str
    value: Any


class RadioField(RowField):
    """`( )` and `(•)`, one row each with its sentence; `up` and `down` choose."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,right,space", "turn(1)", show=False),
        Binding("up,left", "turn(-1)", show=False),
    ]
    DEFAULT_CSS = """
    RadioField { height: auto; padding: 0 1 0 19; }
    """

    def __init__(self, each: Property, ways: Sequence[Way]) -> None:
        super().__init__(each)
        self.ways = tuple(ways)

    def render(self) -> Content:
        """A row for each way."""
        wide = max(len(way.word) for way in self.ways) + 2
        rows = []
        for way in self.ways:
            mark = "•" if self.in_force == way.value else " "
            rows.append(Content.assemble(f"({mark}) {way.word.ljust(wide)}", (way.sentence, MUTED)))
        return Content("\n").join(rows)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The sentences take the room of the source column."""
        if self.problem is not None or not first_row(crop) or not self.is_attached:
            return super().render_lines(crop)
        strips = Widget.render_lines(self, crop)
        whole = Widget.render_lines(self, Region(0, 0, self.region.width, 1))[0]
        label = strip_of(self, self._label(), LEFT)
        row = Strip.join([label, whole.crop(LEFT)]).crop(*crop.column_span)
        return [row, *strips[1:]]

    def action_turn(self, step: int) -> None:
        """The next or the previous way."""
        if self.locked:
            return
        values = [way.value for way in self.ways]
        place = values.index(self.in_force) if self.in_force in values else -step
        self.changed(values[(place + step) % len(values)])

    def action_unset(self) -> None:
        """One of them always holds."""

    def on_click(self, event: events.Click) -> None:
        """A click on a row chooses it."""
        offset = event.get_content_offset(self)
        if offset is not None and not self.locked and offset.y < len(self.ways):
            self.changed(self.ways[offset.y].value)

    def help_word(self) -> str:
        """The keys."""
        return "up and down choose"


class AnsweringField(LineField):
    """A line that says in its source column what the engine thinks of it."""

    answer: Content = Content("")
    told: str = ""

    def answered(self, short: Content, sentence: str) -> None:
        """What the engine said: short in the row, whole in the help."""
        self.answer, self.told = short, sentence
        self.refresh_row()

    def source(self) -> Content:
        """The answer, while there is one."""
        return self.answer if self.typed is not ABSENT else super().source()

    def help_word(self) -> str:
        """The whole sentence."""
        return one_line(self.told) or super().help_word()


class FixedField(RowField):
    """What cannot be changed here, and why."""

    def __init__(self, each: Property, shown: str, why: str) -> None:
        super().__init__(each)
        self._shown = shown
        self._why = why

    @property
    def changeable(self) -> bool:
        """Never."""
        return False

    def value_content(self) -> Content | None:
        """The value."""
        return Content(one_line(self._shown))

    def render(self) -> Content:
        """Painted with its row."""
        return Content("")

    def source(self) -> Content:
        """Why not."""
        return Content(self._why)

    def action_unset(self) -> None:
        """It stays."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Nothing is typed here."""
        return False


class PickField(DropdownField):
    """One of several, chosen only: `enter` or `down` opens the list, letters open it too."""

    BY_HAND: ClassVar[bool] = False

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters open the list, so they are its own."""
        return Field.check_consume_key(self, key, character)

    async def on_key(self, event: events.Key) -> None:
        """Nothing is written by hand."""
        if event.is_printable and not self.locked:
            event.prevent_default()
            event.stop()
            if event.character != " " and event.character is not None:
                self.open_list(event.character)

    def source(self) -> Content:
        """The mark of a list."""
        return Content("▾ choose" if self.typed is ABSENT else "▾")

    def help_word(self) -> str:
        """The keys."""
        if self.locked:
            return ""
        if self.typed is ABSENT:
            return "type to search, enter opens the choices"
        return "type to search, down opens the choices, backspace takes it away"
