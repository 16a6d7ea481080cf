"""Rows to add, remove and move below one row."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from weavz_tui.console.forms.absent import ABSENT, Given
from weavz_tui.console.forms.add_row import AddRow
from weavz_tui.console.forms.field import Field, Problem, below
from weavz_tui.console.forms.open_field import OpenField
from weavz_tui.console.forms.summary import counted
from weavz_tui.console.widgets.plain import one_line
from weavz_tui.model.properties import Property


class RowsField(OpenField):
    """The common part of ARRAY and of OBJECT without known properties.

    `delete` in an empty row, or on the row of a group, removes it; `ctrl+up` and `ctrl+down` move
    the row with the focus, and so do `move_row` and `remove_row` for keys outside of fields.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete,ctrl+d", "remove_row", show=False),
        Binding("ctrl+up", "move_row(-1)", show=False),
        Binding("ctrl+down", "move_row(1)", show=False),
    ]

    def items_of(self, value: Any) -> list[Any] | None:
        """A value as items of rows; None when it has none."""
        raise TypeError(f"{type(self).__name__} has no rows")

    def value_from(self, items: list[Any]) -> Any:
        """Items of rows as the value."""
        raise TypeError(f"{type(self).__name__} has no rows")

    def make_row(self, position: int) -> Field:
        """A new field for an item."""
        raise TypeError(f"{type(self).__name__} has no rows")

    def words(self, value: Any) -> str:
        """The value in the row, while folded."""
        raise TypeError(f"{type(self).__name__} has no rows")

    def paths(self) -> dict[str, Field]:
        """Rows by their name in the path of an error."""
        filled = [field for field in self.rows if field.own_value is not ABSENT]
        return {str(number): field for number, field in enumerate(filled)}

    @property
    def rows(self) -> list[Field]:
        """The rows, when mounted."""
        return [child for child in self.children if isinstance(child, Field)]

    def value_content(self) -> Content | None:
        """The items after each other."""
        if self.opened:
            return Content("")
        held = self.in_force
        text = "" if held is ABSENT or held is None else self.words(held)
        content = Content(one_line(text))
        own = self.typed is not ABSENT and not self.locked
        return content if own else content.stylize("$foreground 75%")

    def source(self) -> Content:
        """How many rows, or where it comes from."""
        items = self.items_of(self.typed)
        return self.arrow(self.origin() if items is None else counted(len(items), "row"))

    def contents(self) -> list[Widget]:
        """The rows with their values, and the line that adds one."""
        items = self.items_of(self.in_force) or []
        made: list[Widget] = []
        for position, item in enumerate(items):
            row = self.make_row(position)
            row.put(item)
            if self.locked and self.given is not None:
                row.give(Given(item, self.given.origin, True))
            made.append(row)
        return made if self.locked else [*made, AddRow(self.depth + 1)]

    def show_value(self) -> None:
        """Rows are made anew when the value was changed from outside."""
        super().show_value()
        shown = [row.own_value for row in self.rows if row.own_value is not ABSENT]
        same = not self.locked and shown == (self.items_of(self.in_force) or [])
        if self.opened and self.is_attached and not same:
            self.call_later(self._rebuild)

    async def _rebuild(self) -> None:
        if self.opened:
            await self.remove_children()
            await self.mount_all(self.contents())

    def fault(self, problems: dict[str, Problem]) -> None:
        """Each row gets its own."""
        own = {"": problems[""]} if "" in problems else {}
        if problems and not self.opened:
            own = problems
        super().fault(own)
        for name, field in self.paths().items():
            field.fault(below(problems, name))

    def settle(self) -> None:
        """Told by each row for itself."""

    async def add_row(self) -> None:
        """A new row at the end, with the focus."""
        if self.locked:
            return
        await self.open()
        row = self.make_row(len(self.rows))
        await self.mount(row, before=self.query_one(AddRow))
        row.focus()

    async def remove_row(self, row: Field) -> None:
        """Take a row away; the focus goes to the one in its place."""
        rows = self.rows
        if self.locked or row not in rows:
            return
        place = rows.index(row)
        await row.remove()
        rest = [*self.rows, *self.query(AddRow)]
        rest[min(place, len(rest) - 1)].focus()
        self._collect()

    def move_row(self, row: Field, step: int) -> None:
        """A row up or down, with its focus."""
        rows = self.rows
        if self.locked or row not in rows:
            return
        place = rows.index(row)
        target = place + step
        if 0 <= target < len(rows):
            if step < 0:
                self.move_child(row, before=rows[target])
            else:
                self.move_child(row, after=rows[target])
            self._collect()

    def row_of(self, widget: Widget | None) -> Field | None:
        """The row that a widget is or stands in."""
        while widget is not None and widget.parent is not self:
            widget = widget.parent if isinstance(widget.parent, Widget) else None
        return widget if isinstance(widget, Field) else None

    async def action_remove_row(self) -> None:
        """The row with the focus."""
        row = self.row_of(self.screen.focused)
        if row is not None:
            await self.remove_row(row)

    def action_move_row(self, step: int) -> None:
        """The row with the focus."""
        row = self.row_of(self.screen.focused)
        if row is not None:
            self.move_row(row, step)

    @on(AddRow.Pressed)
    async def _add(self, event: AddRow.Pressed) -> None:
        event.stop()
        await self.add_row()

    @on(Field.Edited)
    def _row_edited(self, event: Field.Edited) -> None:
        if event.field is not self:
            event.stop()
            self._collect()

    def _collect(self) -> None:
        for position, row in enumerate(self.rows):
            row.label = self.label_at(position)
            row.refresh_row()
        items = [row.own_value for row in self.rows]
        self.changed(self.value_from([item for item in items if item is not ABSENT]))

    def label_at(self, position: int) -> str:
        """The label of a row."""
        return str(position + 1)

    def row_property(self, position: int, **changes: Any) -> Property:
        """The property of a row: this one's, without what belongs to the whole."""
        basis: dict[str, Any] = {
            "name": str(position),
            "display_name": self.label_at(position),
            "required": False,
            "default_value": None,
        }
        return self.prop.model_copy(update=basis | changes)

    def help_word(self) -> str:
        """The keys."""
        return (
            "" if self.locked else "enter opens; delete removes a row, ctrl+up, ctrl+down move it"
        )
