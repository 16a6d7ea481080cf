"""A group of fields below one row."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.content import Content
from textual.widget import Widget

from weavz_tui.console.forms.absent import ABSENT, Given
from weavz_tui.console.forms.field import Field, Problem, below
from weavz_tui.console.forms.kinds import make_field
from weavz_tui.console.forms.open_field import OpenField
from weavz_tui.console.forms.summary import of_object
from weavz_tui.console.widgets.plain import one_line
from weavz_tui.model.properties import Property


class GroupField(OpenField):
    """OBJECT with known properties: a row, and its fields two cells further in below it.

    Keys that have no property are kept. Required groups and those with values stand open.
    """

    ESC_CLOSES: ClassVar[bool] = False

    def __init__(self, each: Property, depth: int = 0) -> None:
        super().__init__(each, depth)
        self.explicit = False
        self.sub_properties = each.properties

    @property
    def fields(self) -> list[Field]:
        """The fields below, when they are mounted."""
        return [child for child in self.children if isinstance(child, Field)]

    def put(self, value: Any) -> None:
        """Take a whole object; its parts go to the fields."""
        self.explicit = isinstance(value, dict)
        super().put(value)

    def show_value(self) -> None:
        """Hand the parts on."""
        typed = self.typed if isinstance(self.typed, dict) else {}
        for field in self.fields:
            field.put(typed.get(field.prop.name, ABSENT))
            field.give(self._given_for(field.prop.name))
        super().show_value()

    def fault(self, problems: dict[str, Problem]) -> None:
        """Each field gets its own; the row says that there are some while it is folded."""
        own = {"": problems[""]} if "" in problems else {}
        if problems and not self.opened:
            own = problems
        super().fault(own)
        for field in self.fields:
            field.fault(below(problems, self.path_of(field)))

    def path_of(self, field: Field) -> str:
        """The name of a field in the path of an error."""
        return field.prop.name

    def settle(self) -> None:
        """Told by each field for itself."""

    def value_content(self) -> Content | None:
        """Which fields are filled, while folded."""
        if self.opened:
            return Content("")
        held = self.in_force
        text = "" if held is ABSENT or held is None else of_object(held, self.prop)
        return Content.styled(one_line(text), "$foreground 75%")

    def source(self) -> Content:
        """Where it comes from, and whether it is open."""
        return self.arrow(self.origin())

    def origin(self) -> str:
        """Told by the fields themselves when something is typed."""
        own = super().origin()
        return f"{len(self.sub_properties)} fields" if own in {"typed", ""} else own

    async def on_mount(self) -> None:
        """Open at once where it must be filled or is filled already."""
        if self.sub_properties and (self.prop.required or isinstance(self.in_force, dict)):
            await self.open()

    def contents(self) -> list[Widget]:
        """The fields, required ones first, with their values."""
        typed = self.typed if isinstance(self.typed, dict) else {}
        made: list[Widget] = []
        for each in sorted(self.sub_properties, key=lambda each: not each.required):
            field = make_field(each, self.depth + 1)
            field.put(typed.get(each.name, ABSENT))
            field.give(self._given_for(each.name))
            made.append(field)
        return made

    def _given_for(self, name: str) -> Given | None:
        given = self.given
        if given is None or not isinstance(given.value, dict) or name not in given.value:
            return Given(None, given.origin, True) if given is not None and given.locked else None
        return Given(given.value[name], given.origin, given.locked)

    @on(Field.Edited)
    def _part_edited(self, event: Field.Edited) -> None:
        if event.field is self:
            return
        event.stop()
        name = event.field.prop.name
        whole = dict(self.typed) if isinstance(self.typed, dict) else {}
        value = event.field.own_value
        if value is ABSENT:
            whole.pop(name, None)
        else:
            whole[name] = value
        self.changed(whole if whole or self.explicit else ABSENT)
