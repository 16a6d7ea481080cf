"""The part of a long list that is held, drawn over the line API."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Generic, Literal, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from weavz_tui.console.widgets.columns import Column
from weavz_tui.console.widgets.plain import one_line
from weavz_tui.console.widgets.row_painter import Mark, RowPainter
from weavz_tui.console.widgets.row_window import RowWindow
from weavz_tui.model.errors import WeavzError

Row = TypeVar("Row")

HEADER = 1
_MARGIN = 1


class WindowView(ScrollView, Generic[Row], can_focus=True):
    """A line of titles over the rows of a `RowWindow`, with a cursor; knows nothing of fetching.

    Positions are those of the whole list. The view never leaves the rows that are held.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--header",
        "table--gutter",
        "table--cursor",
        "table--note",
        "table--error",
    }
    DEFAULT_CSS = """
    WindowView {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        text-wrap: nowrap;
        text-overflow: clip;
        background: $background;
        color: $foreground;
        & > .table--header { color: $foreground 75%; }
        & > .table--gutter { color: $primary; background: $surface-lighten-1; }
        & > .table--cursor { background: $surface-lighten-1; }
        & > .table--note { color: $foreground 75%; }
        & > .table--error { color: $text-error; text-style: bold; }
    }
    """

    cursor: var[int] = var(0)
    """Position of the cursor's row in the whole list."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        row_id: Callable[[Row], str],
        empty: Content | str,
        gap: int,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.auto_links = False  # they are looked for in every line that is drawn
        self.columns = tuple(columns)
        self.row_id = row_id
        self.empty = Content(empty) if isinstance(empty, str) else empty
        self.painter = RowPainter[Row](self, self.columns, row_id, gap)
        self.held: RowWindow[Row] = RowWindow()
        self.marked: dict[str, Row] = {}
        self.error: WeavzError | None = None
        self._width = 0
        self.state: Literal["new", "slow", "ready"] = "new"

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.held.row(self.cursor)

    @property
    def rows(self) -> Sequence[Row]:
        """The rows held at present, in order."""
        return self.held.rows

    @property
    def shown_columns(self) -> tuple[str, ...]:
        """Keys of the columns that have room at present."""
        return tuple(placed.column.key for placed in self.painter.placed(self.line_width))

    @property
    def top(self) -> int:
        """The position of the first row on the screen."""
        return self.scroll_offset.y

    @property
    def line_width(self) -> int:
        """Cells in a line, without the scroll bar."""
        return self.scrollable_content_region.width

    @property
    def body_height(self) -> int:
        """Rows that the screen holds."""
        return max(1, self.scrollable_content_region.height - HEADER)

    def index_of(self, name: str) -> int | None:
        """Where the row with this id stands among those held."""
        for index, held in enumerate(self.held.rows):
            if self.row_id(held) == name:
                return index
        return None

    def reveal(self, position: int) -> None:
        """Scroll no further than it takes to show a position."""
        if position < self.top:
            self.scroll_to(y=position, animate=False, force=True)
        elif position >= self.top + self.body_height:
            self.scroll_to(y=position - self.body_height + 1, animate=False, force=True)

    def mark_rows(self, rows: Iterable[Row], marked: bool) -> None:
        """Mark rows, held or not, or take their marks away."""
        for row in rows:
            if marked:
                self.marked[self.row_id(row)] = row
            else:
                self.marked.pop(self.row_id(row), None)
        self.painter.marking = bool(self.marked)
        self.refresh()
        self.marks_changed()

    def toggle_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away; on to the next one."""
        if self.row is not None:
            self.mark_rows([self.row], self.row_id(self.row) not in self.marked)
            self.cursor += 1

    def keep_marks(self, rows: Iterable[Row]) -> None:
        """Rows were read anew: those that are marked are these."""
        if self.marked:
            named = {self.row_id(row): row for row in rows}
            self.marked |= {name: named[name] for name in self.marked if name in named}

    def clear_marks(self) -> None:
        """No row is marked."""
        if self.marked:
            self.mark_rows(list(self.marked.values()), False)

    def marks_changed(self) -> None:
        """Called when other rows are marked."""

    def cursor_moved(self) -> None:
        """Called when the cursor is somewhere else."""

    def view_moved(self) -> None:
        """Called when other rows are on the screen."""

    def header_clicked(self, column: Column[Row]) -> None:
        """Called when the title of a column was clicked."""

    def opened(self) -> None:
        """Called when the row under the cursor is to be opened."""

    def action_move(self, step: int) -> None:
        """The cursor up or down."""
        self.cursor += step

    def action_page(self, step: int) -> None:
        """The cursor by a screenful."""
        self.cursor += step * max(1, self.body_height - 1)

    def on_click(self, event: events.Click) -> None:
        """One click puts the cursor on a row, two open it; with `ctrl` it is marked."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y < HEADER:
            if (column := self.painter.column_at(offset.x, self.line_width)) is not None:
                self.header_clicked(column)
            return
        position = self.top + offset.y - HEADER
        if self.held.row(position) is not None:
            self.cursor = position
            if event.ctrl:
                self.toggle_mark()
            elif event.chain > 1:
                self.opened()

    def notify_style_update(self) -> None:
        """Colours may have changed."""
        super().notify_style_update()
        self.painter.forget()

    def watch_has_focus(self, _has_focus: bool) -> None:
        """The cursor's row looks different with and without the focus."""
        super().watch_has_focus(_has_focus)
        self.refresh_line(self.cursor + HEADER)

    def validate_cursor(self, cursor: int) -> int:
        """Only rows that are held can have the cursor."""
        return max(self.held.start, min(cursor, self.held.stop - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Show the row."""
        self.reveal(new)
        self.refresh_line(old + HEADER)
        self.refresh_line(new + HEADER)
        self.cursor_moved()

    def validate_scroll_y(self, value: float) -> float:
        """The view stays within the rows that are held."""
        lowest = max(self.held.start, self.held.stop - self.body_height)
        return max(self.held.start, min(super().validate_scroll_y(value), lowest))

    def validate_scroll_target_y(self, value: float) -> float:
        """As `validate_scroll_y`."""
        return round(self.validate_scroll_y(value))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other rows are on the screen."""
        super().watch_scroll_y(old_value, new_value)
        self.view_moved()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region; how wide a line is, is asked once for all of them."""
        self._width = self.line_width
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of the screen: titles, a row, or what stands there instead."""
        width = self._width
        if y == 0:
            return self.painter.header(width)
        position = self.top + y - HEADER
        row = self.held.row(position)
        if self.error is not None and (row is None or y == self.body_height):
            first = y - self.body_height if self.held.rows else y - HEADER
            return self._note_line(_told(self.error), first, "table--error")
        if row is None:
            return self._note_line(self._note(), y - HEADER, "table--note")
        mark: Mark = "" if position != self.cursor else "focus" if self.has_focus else "blur"
        return self.painter.row(row, width, mark, self.row_id(row) in self.marked)

    def _note(self) -> Content:
        if self.held.rows or self.state == "new":
            return Content()
        return self.empty if self.state == "ready" else Content("⋯ loading")

    def _note_line(self, note: Content, line: int, component: str) -> Strip:
        width = self._width
        if not note.plain or line < 0:
            return Strip.blank(width, self.visual_style.rich_style)
        style = self.get_visual_style(component)
        room = max(1, width - 2 * _MARGIN)
        shown = note.wrap(room)[line : line + 1]
        strip = Visual.to_strips(self, shown[0], room, 1, style)[0] if shown else Strip.blank(0)
        margin = Strip.blank(_MARGIN, style.rich_style)
        return Strip.join([margin, strip]).adjust_cell_length(width, style.rich_style)


def _told(error: WeavzError) -> Content:
    told = f"✗ {error.code}  {one_line(error.message)}"
    return Content(f"{told}\n{one_line(error.hint)}" if error.hint else told)
