"""The fields of a form, below each other."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget

from weavz_tui.console.forms.absent import ABSENT
from weavz_tui.console.forms.field import Field
from weavz_tui.console.forms.fold import FoldLine
from weavz_tui.console.forms.form_values import FormValues
from weavz_tui.console.forms.kinds import make_field
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.properties import Property


class FormBody(VerticalScroll, can_focus=False):
    """Mounts a field for every property that is not folded away, and keeps them in order."""

    DEFAULT_CSS = """
    FormBody { height: 1fr; scrollbar-size-vertical: 1; background: $background; }
    """

    def __init__(self, model: FormValues, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.model = model

    @property
    def fields(self) -> list[Field]:
        """The fields that are mounted, in order."""
        return [child for child in self.children if isinstance(child, Field)]

    def compose(self) -> ComposeResult:
        """The fields, and the line behind which the others wait."""
        yield from self._rows()

    def _rows(self) -> list[Widget]:
        rows: list[Widget] = [self._made(each) for each in self.model.shown]
        folded = len(self.model.folded)
        return [*rows, FoldLine(folded)] if folded else rows

    def _made(self, each: Property) -> Field:
        field = make_field(each)
        if each.name in self.model.given:
            field.give(self.model.given[each.name])
        if self.model.of(each.name) is not ABSENT:
            field.put(self.model.of(each.name))
        return field

    async def rebuild(self, model: FormValues) -> None:
        """Other fields. One whose property is the same and asks the service for nothing stays as it
        is, with the focus and with what is typed into it meanwhile."""
        kept = {field.prop.name: field for field in self.fields}
        self.model = model
        rows = [self._kept_or_made(each, kept) for each in model.shown]
        gone = [child for child in self.children if child not in rows]
        await self.remove_children(gone)
        for place, row in enumerate(rows):
            if not row.is_attached:
                await self.mount(row, before=place if place < len(self.children) else None)
        if model.folded:
            await self.mount(FoldLine(len(model.folded)))

    def _kept_or_made(self, each: Property, kept: Mapping[str, Field]) -> Field:
        field = kept.get(each.name)
        remote = each.fetches_options or each.type is PropertyType.DYNAMIC
        if field is None or field.prop != each or remote:
            return self._made(each)
        field.fault({})
        value = self.model.of(each.name)
        if repr(value) != repr(field.typed):
            field.put(value)
        return field

    async def place(self) -> None:
        """Mount the fields that have come out of the fold."""
        mounted = {field.prop.name for field in self.fields}
        line = next(iter(self.query(FoldLine)), None)
        for each in self.model.shown:
            if each.name not in mounted:
                await self.mount(self._made(each), before=line)
        if line is not None:
            line.count = len(self.model.folded)
            line.refresh()
            if not line.count:
                await line.remove()

    async def unfold(self) -> None:
        """Mount the optional fields."""
        fields = [self._made(each) for each in self.model.unfold()]
        for line in self.query(FoldLine):
            focused = line.has_focus
            await self.mount_all(fields, before=line)
            await line.remove()
            if focused and fields:
                fields[0].focus()

    @on(FoldLine.Unfolded)
    async def _unfold(self, event: FoldLine.Unfolded) -> None:
        event.stop()
        await self.unfold()

    def show_values(self) -> None:
        """Every field takes its value from the model."""
        for field in self.fields:
            field.put(self.model.of(field.prop.name))

    def show_given(self) -> None:
        """Every field takes what is given from the model."""
        for field in self.fields:
            field.give(self.model.given.get(field.prop.name))

    def unreadable(self) -> dict[str, str]:
        """What is written and no value of its type, by key."""
        return {
            field.prop.name: field.unreadable.message
            for field in self.fields
            if field.unreadable is not None
        }

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Every field shows what is wrong with it."""
        for field in self.fields:
            problems = self.model.problems_of(field.prop.name, errors)
            if field.unreadable is not None:
                problems[""] = field.unreadable
            field.fault(problems)

    def first_error(self) -> Field | None:
        """The innermost field of the first error."""
        for field in self.fields:
            inner = (each for each in field.walk_children() if isinstance(each, Field))
            found = next((each for each in inner if each.problem is not None), None)
            if found is not None or field.problem is not None:
                return found or field
        return None
