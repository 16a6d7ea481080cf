"""What every field of a form is: a property, its value and where that comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from weavz_tui.console.forms.absent import ABSENT, Given
from weavz_tui.console.forms.row_paint import SOURCE, blank, first_row, label_of, painted, source_of
from weavz_tui.console.widgets.plain import one_line
from weavz_tui.model.properties import Property

if TYPE_CHECKING:
    _Base = Widget
else:
    _Base = object


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a value: `short` stands in the row, `message` in the help."""

    short: str
    message: str

    @classmethod
    def of(cls, message: str) -> Problem:
        """A problem told by a check, whose message is its own short form."""
        return cls(message, message)


def below(problems: Mapping[str, Problem], name: str) -> dict[str, Problem]:
    """The problems of one part of a value, by the path below that part."""
    start = f"{name}."
    found = {path[len(start) :]: p for path, p in problems.items() if path.startswith(start)}
    return found | ({"": problems[name]} if name in problems else {})


class Field(_Base):
    """One row of a form. Mixed into the widget that takes the keys, before it in the bases.

    `typed` is what the person put in: ABSENT, None and an empty text are three different things.
    `given` holds when nothing is typed, or always when it is locked. A locked field takes the
    focus and not the typing.
    """

    prop: Property
    depth: int
    typed: Any
    given: Given | None
    problem: Problem | None
    unreadable: Problem | None
    _painted: tuple[Strip, tuple[object, ...], Strip] | None = None
    tells_typed: bool = True
    """Whether the row says `typed`: only where a value may also come from elsewhere."""

    @dataclass
    class Edited(Message):
        """The person changed the value. Posted by the field; groups pass it on as their own."""

        field: Field

        @property
        def control(self) -> Widget:
            """The field."""
            return self.field

    @dataclass
    class Told(Message):
        """The help about this field says something else now. Posted by the field."""

        field: Field

        @property
        def control(self) -> Widget:
            """The field."""
            return self.field

    @dataclass
    class Done(Message):
        """`enter` in a field: on to the next one."""

        field: Field

        @property
        def control(self) -> Widget:
            """The field."""
            return self.field

    def setup(self, each: Property, depth: int) -> None:
        """Begin empty; called before the widget's own beginning."""
        self.prop = each
        self.depth = depth
        self.typed = ABSENT
        self.given = None
        self.problem = None
        self.unreadable = None
        self.label = each.display_name or each.name
        if each.default_value is not None:
            self.given = Given(each.default_value)

    @property
    def locked(self) -> bool:
        """Whether a partial holds the value."""
        return self.given is not None and self.given.locked

    @property
    def changeable(self) -> bool:
        """Whether the person may change the value here."""
        return not self.locked

    @property
    def in_force(self) -> Any:
        """The value that counts: locked, else typed, else given, else ABSENT."""
        if self.given is not None and (self.locked or self.typed is ABSENT):
            return self.given.value
        return self.typed

    @property
    def own_value(self) -> Any:
        """What this field adds to the input: what was typed, or ABSENT."""
        return ABSENT if self.locked else self.typed

    def put(self, value: Any) -> None:
        """Take a value (ABSENT, None or any other) as typed. Posts nothing."""
        self.typed = value
        self.problem = self.unreadable = None
        self.show_value()

    def give(self, given: Given | None) -> None:
        """What holds when nothing is typed; None: the property's default, if it has one."""
        default = self.prop.default_value
        now = Given(default) if given is None and default is not None else given
        if now != self.given:
            self.given = now
            self.show_value()

    def fault(self, problems: dict[str, Problem]) -> None:
        """Show problems by path below this field (`""` is the field); none: all is well."""
        found = problems.get("") or next(iter(problems.values()), None)
        if found != self.problem:
            self.problem = found
            self.refresh_row()

    def show_value(self) -> None:
        """Show what `in_force` is now."""
        self.refresh_row()

    def source(self) -> Content:
        """Where the value comes from, in the source column."""
        return Content(self.origin())

    def origin(self) -> str:
        """The word for it: `default`, `partial crm`, `typed`, `null`, nothing when unset."""
        if self.given is not None and (self.locked or self.typed is ABSENT):
            return one_line(self.given.origin)
        if self.typed is ABSENT:
            return ""
        if self.typed is None:
            return "null"
        if self.typed == "":
            return "empty text"
        return "typed" if self.tells_typed else ""

    def value_content(self) -> Content | None:
        """The value when the field paints it itself; None: the widget shows it."""
        return None

    def help_word(self) -> str:
        """A sentence about the keys of this kind of field, for the help."""
        return ""

    def empty_word(self) -> str:
        """What an empty field may stand for on the wire, and the key that says which."""
        return ""

    def changed(self, value: Any, unreadable: Problem | None = None) -> None:
        """The person made it `value`; what cannot be read is told when the field is left."""
        self.typed = value
        self.problem = None
        self.unreadable = unreadable
        self.refresh_row()
        self.post_message(Field.Edited(self))

    async def climb(self) -> bool:
        """`esc`: close what is open in this field; False when nothing was."""
        return False

    def refresh_row(self) -> None:
        """Paint the row anew."""
        if self.is_attached:
            self.refresh()

    def settle(self) -> None:
        """The person is done with this field for now: say what is wrong with it."""
        if self.unreadable is not None and self.problem is None:
            self.problem = self.unreadable
            self.refresh_row()

    @property
    def lit(self) -> bool:
        """Whether the row is the one with the focus."""
        return self.has_focus

    def on_focus(self, event: events.Focus) -> None:
        """The gutter shows where one is."""
        self.refresh_row()

    def on_blur(self, event: events.Blur) -> None:
        """Errors show when the field is left, not with every letter."""
        self.settle()
        self.refresh_row()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """A field with the focus is typed into, unless it is locked."""
        return not self.locked and character is not None and character.isprintable()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The widget's own lines with label and source painted into the first one."""
        if not self.is_attached:
            return blank(crop)
        strips = super().render_lines(crop)
        if not first_row(crop) or not strips:
            return strips
        width = self.region.width
        row = strips[0]
        if crop.column_span != (0, width):
            row = super().render_lines(Region(0, 0, width, 1))[0]
        whole = self._whole(row)
        return [whole.crop(*crop.column_span), *strips[1:]]

    def _whole(self, row: Strip) -> Strip:
        """Label and source around a strip, which is another one when colours or width are. The
        screen asks for every row whenever the focus moves, and most are as they were."""
        label, source, value = self._label(), self._source(), self.value_content()
        shown = (label, source, value)
        parts = tuple(None if each is None else (each.plain, *each.spans) for each in shown)
        if self._painted is None or self._painted[0] is not row or self._painted[1] != parts:
            self._painted = row, parts, painted(self, row, label, source_of(source), value)
        return self._painted[2]

    def _label(self) -> Content:
        star = " *" if self.prop.required else ""
        return label_of(
            one_line(self.label), self.depth, star=star, focused=self.lit, locked=self.locked
        )

    def _source(self) -> Content:
        if self.problem is not None:
            short = one_line(self.problem.short)
            return Content.styled(f"✗ {short}", "bold $text-error")
        if self.locked:
            locked = f"= locked {self.origin()}"
            return Content(locked if cell_len(locked) < SOURCE else f"= {self.origin()}")
        return self.source()
