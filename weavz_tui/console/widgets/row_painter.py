"""Rows of a list as strips of one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, Literal, TypeVar

from rich.style import Style as RichStyle
from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual
from textual.widget import Widget

from weavz_tui.console.widgets.columns import Column, Placed, place
from weavz_tui.console.widgets.plain import fitted, one_line_content

Row = TypeVar("Row")
Mark = Literal["", "focus", "blur"]
MARKS: tuple[Mark, ...] = ("", "focus", "blur")

CHOSEN = "*"
"""The sign of a row that is marked for a step over several."""
_GUTTER = 1
_MARGIN = 1
_CACHED = 1_000
_REVERSE = RichStyle(reverse=True)


class RowPainter(Generic[Row]):
    """Places columns and draws rows, each once for as long as row, width and colours last.

    The widget must have the component classes `table--header`, `table--gutter`, `table--cursor`.
    """

    def __init__(
        self,
        widget: Widget,
        columns: Sequence[Column[Row]],
        row_id: Callable[[Row], str],
        gap: int,
    ) -> None:
        self._widget = widget
        self._columns = tuple(columns)
        self._row_id = row_id
        self._gap = gap
        self._natural: dict[str, int] = {}
        self._placed: tuple[Placed[Row], ...] = ()
        self._width = -1
        self._strips: dict[tuple[str, Mark, bool], Strip] = {}
        self._marking = False

    @property
    def marking(self) -> bool:
        """Whether a sign stands before rows that are marked. Its room is that of the margin at the
        right, so the columns keep their widths."""
        return self._marking

    @marking.setter
    def marking(self, marking: bool) -> None:
        if marking != self._marking:
            self._marking = marking
            self.forget()

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Place other columns; `measure` is to be asked for anew."""
        self._columns = tuple(columns)
        self._width = -1

    def column_at(self, x: int, width: int) -> Column[Row] | None:
        """The column whose title or cells stand at a cell of the line, its gap included."""
        start = _GUTTER + self._marking
        for placed in self.placed(width):
            if start <= x < start + placed.width + self._gap:
                return placed.column
            start += placed.width + self._gap
        return None

    def measure(self, rows: Iterable[Row]) -> None:
        """Let columns ask for the room that these rows need."""
        self._natural = {}
        for row in rows:
            for column in self._columns:
                if column.maximum is None and not column.flex:
                    continue
                width = one_line_content(column.render(row)).cell_length
                self._natural[column.key] = max(width, self._natural.get(column.key, 0))
        self._width = -1
        self.forget()

    def forget(self) -> None:
        """Draw everything anew: colours or rows have changed."""
        self._strips.clear()

    def forget_row(self, name: str) -> None:
        """Draw one row anew."""
        for mark in MARKS:
            for chosen in (False, True):
                self._strips.pop((name, mark, chosen), None)

    def placed(self, width: int) -> tuple[Placed[Row], ...]:
        """The columns that have room in a table `width` cells wide."""
        if width != self._width:
            room = max(1, width - _GUTTER - _MARGIN)
            self._placed = place(self._columns, room, self._natural, self._gap)
            self._width = width
            self.forget()
        return self._placed

    def header(self, width: int) -> Strip:
        """The line of titles."""
        cells = [
            fitted(placed.column.title, placed.width, right=placed.column.align == "right")
            for placed in self.placed(width)
        ]
        style = self._widget.get_visual_style("table--header")
        return self._strip(self._gutter(" ", False), cells, width, style)

    def row(self, row: Row, width: int, mark: Mark, chosen: bool = False) -> Strip:
        """One row; `mark` says whether the cursor is on it, and whether the table has the focus,
        `chosen` whether it is marked."""
        columns = self.placed(width)
        key = (self._row_id(row), mark, chosen)
        found = self._strips.get(key)
        if found is None:
            found = self._drawn(row, columns, width, mark, chosen)
            if len(self._strips) >= _CACHED:
                self.forget()
            self._strips[key] = found
        return found

    def _gutter(self, sign: str | Content, chosen: bool) -> Content:
        gutter = Content(sign) if isinstance(sign, str) else sign
        if not self._marking:
            return gutter
        return gutter + (Content.styled(CHOSEN, "bold") if chosen else Content(" "))

    def _drawn(
        self, row: Row, columns: Sequence[Placed[Row]], width: int, mark: Mark, chosen: bool
    ) -> Strip:
        cells = [
            fitted(placed.column.render(row), placed.width, right=placed.column.align == "right")
            for placed in columns
        ]
        if mark == "focus":
            gutter = Content.styled("▌", self._widget.get_visual_style("table--gutter"))
            style = self._widget.get_visual_style("table--cursor")
            return self._strip(self._gutter(gutter, chosen), cells, width, style)
        if mark == "blur":
            # In reverse a colour of the text would become one of the background.
            cells = [Content(cell.plain) for cell in cells]
        strip = self._strip(self._gutter(" ", chosen), cells, width, self._widget.visual_style)
        return strip.apply_style(_REVERSE) if mark == "blur" else strip

    def _strip(self, gutter: Content, cells: Sequence[Content], width: int, style: Style) -> Strip:
        line = gutter + Content(" " * self._gap).join(cells)
        strip = Visual.to_strips(self._widget, line, max(width, 1), 1, style)[0]
        return strip.adjust_cell_length(width, style.rich_style)
