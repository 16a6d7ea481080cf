"""A list of any length: rows come by page and only what stands on the screen is drawn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from operator import attrgetter
from typing import ClassVar, Generic, TypeAlias, TypeVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size

from weavz_tui.console.widgets import table_messages
from weavz_tui.console.widgets.columns import Column
from weavz_tui.console.widgets.row_window import RowSource, RowWindow, WindowLoader
from weavz_tui.console.widgets.table_messages import Arrived, Counted, Failed
from weavz_tui.console.widgets.window_view import HEADER, WindowView
from weavz_tui.model.errors import WeavzError

Row = TypeVar("Row")

_LOADING_AFTER = 0.15
MOST_MARKED = 10_000


class WindowTable(WindowView[Row], Generic[Row]):
    """Rows of any number at constant cost, drawn over the line API.

    Rows are fetched a page at a time as the cursor or the view nears an end of what is held. The
    row with the cursor has `▌` in its gutter while the table has the focus and stands in reverse
    video while it has not. The screen sets border, title and size; the owner answers `Highlighted`
    (show the detail) and `Selected` (open) and calls `reload` when the records have changed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("home,g", "top", "First", show=False),
        Binding("end,G", "bottom", "Last", show=False),
        Binding("enter", "select", "Open", show=False),
    ]

    Highlighted: TypeAlias = table_messages.Highlighted
    Selected: TypeAlias = table_messages.Selected
    Loaded: TypeAlias = table_messages.Loaded
    HeaderClicked: TypeAlias = table_messages.HeaderClicked
    MarksChanged: TypeAlias = table_messages.MarksChanged
    Failed: TypeAlias = table_messages.Failed

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        source: RowSource[Row] | None = None,
        *,
        row_id: Callable[[Row], str] = attrgetter("id"),
        empty: Content | str = "nothing here",
        gap: int = 2,
        page_size: int = 100,
        most_rows: int = 2_000,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`source` None: nothing is fetched before `show` gives one.

        `row_id` names a row for `reload` and `update_row`; `empty` is shown when there are no rows
        and may have several lines; `gap` is the cells between columns; `page_size` rows are
        fetched at a time and about `most_rows` are held.
        """
        super().__init__(columns, row_id=row_id, empty=empty, gap=gap, id=id, classes=classes)
        self.page_size = page_size
        self.most_rows = most_rows
        self._loader = None if source is None else WindowLoader(source, page_size, most_rows)
        self._generation = 0
        self._busy = False
        self._told: object = self

    @property
    def first_position(self) -> int:
        """The position of the first row held in the whole list."""
        return self.held.start

    @property
    def total(self) -> int:
        """How many rows the whole list has, as of the last fetch."""
        return self.held.total

    @property
    def finds_nothing(self) -> bool:
        """Whether the list was read and has no rows."""
        return self.state == "ready" and not (self._busy or self.error or self.held.rows)

    def show(self, source: RowSource[Row]) -> None:
        """Show another list (another filter, another workspace), from its top."""
        self.workers.cancel_group(self, "count")
        self._loader = WindowLoader(source, self.page_size, self.most_rows)
        if self.is_mounted:
            self._load(self._loader.top, 0)

    def reload(self) -> None:
        """Read what is on the screen anew.

        The cursor stays on its row wherever that is now; the old rows stand until the new ones
        are here.
        """
        if self._loader is None or not self.is_mounted:
            return
        held, row = self.held, self.row
        name = None if row is None else self.row_id(row)
        deep = max(self.cursor, self.top + self.body_height)

        def enough(window: RowWindow[Row]) -> bool:
            found = name is None or any(self.row_id(row) == name for row in window.rows)
            return window.stop > deep + (0 if found else max(0, window.total - held.total))

        first = min(self.cursor, self.top)
        self._load(partial(self._loader.again, held, first, enough), name)

    def update_row(self, row: Row) -> bool:
        """Put a changed row in the place of the one with its id; False when it is not held."""
        index = self.index_of(self.row_id(row))
        if index is None:
            return False
        self.held = self.held.changed(index, row)
        self.painter.forget_row(self.row_id(row))
        self.refresh_line(self.held.start + index + HEADER)
        self.cursor_moved()
        return True

    def move_to(self, name: str) -> bool:
        """Put the cursor on the row with this id; False when it is not held."""
        if (index := self.index_of(name)) is not None:
            self.cursor = self.held.start + index
        return index is not None

    async def every(self) -> tuple[Sequence[Row], bool]:
        """Every row of the list, on the screen or not, up to `MOST_MARKED`; and whether that is
        all. Raises WeavzError as its source does."""
        if self._loader is None:
            return (), True
        return await self._loader.every(MOST_MARKED)

    def on_mount(self) -> None:
        """Fetch the first page."""
        if self._loader is not None:
            self._load(self._loader.top, 0)

    def action_top(self) -> None:
        """The first row of the list."""
        if self.held.at_top or self._loader is None:
            self.cursor = 0
        else:
            self._load(self._loader.top, 0)

    def action_bottom(self) -> None:
        """The last row of the list."""
        if self.held.at_bottom or self._loader is None:
            self.cursor = self.held.stop - 1
        else:
            self._load(self._loader.bottom, -1)

    def action_select(self) -> None:
        """Open the row under the cursor."""
        if self.row is not None:
            self.post_message(self.Selected(self, self.row))

    def opened(self) -> None:
        """A double click opens as `enter` does."""
        self.action_select()

    def cursor_moved(self) -> None:
        """Tell the owner, unless it is the same row unchanged, and fetch ahead."""
        if self.state == "ready" and (self._told is self or self.row != self._told):
            self._told = row = self.row
            self.post_message(self.Highlighted(self, row))
        self.view_moved()

    def show_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns of the same rows."""
        self.columns = tuple(columns)
        self.painter.set_columns(columns)
        self.painter.measure(self.held.rows[: self.page_size])
        self.refresh()

    def header_clicked(self, column: Column[Row]) -> None:
        """Tell the owner."""
        self.post_message(self.HeaderClicked(self, column))

    def marks_changed(self) -> None:
        """Tell the owner."""
        self.post_message(self.MarksChanged(self))

    def view_moved(self) -> None:
        """Fetch the next page once an end of what is held is less than two screens away."""
        if self._busy or self._loader is None or self.error is not None:
            return
        margin = 2 * self.body_height
        low, high = min(self.cursor, self.top), max(self.cursor, self.top + self.body_height)
        if high + margin > self.held.stop and not self.held.at_bottom:
            self._load(partial(self._loader.after, self.held), None)
        elif low - margin < self.held.start and not self.held.at_top:
            self._load(partial(self._loader.before, self.held), None)

    def _load(
        self, fetch: Callable[[], Awaitable[RowWindow[Row]]], target: int | str | None
    ) -> None:
        """Fetch; then put the cursor on a position, on the row with an id, or leave it (None)."""
        self._generation += 1
        self._busy = True
        if self.state == "new":
            self.set_timer(_LOADING_AFTER, self._say_loading)
        self._fetch(fetch, target, self._generation)

    @work(exclusive=True, group="rows", exit_on_error=False)
    async def _fetch(
        self,
        fetch: Callable[[], Awaitable[RowWindow[Row]]],
        target: int | str | None,
        generation: int,
    ) -> None:
        try:
            window = await fetch()
        except WeavzError as error:
            self.post_message(Failed(self, error, generation))
        except Exception as error:
            told = WeavzError(f"{type(error).__name__} while the list was read")
            self.post_message(Failed(self, told, generation))
        else:
            self.post_message(Arrived(self, window, target, generation))

    @work(exclusive=True, group="count", exit_on_error=False)
    async def _count(self, loader: WindowLoader[Row]) -> None:
        """Count the list behind the rows that stand; a failure of it the next fetch will tell."""
        with suppress(WeavzError):
            self.post_message(Counted(self, await loader.count(), loader))

    @on(Counted)
    def _take_count(self, event: Counted) -> None:
        event.stop()
        if event.source is not self._loader or self.held.counted:
            return
        total = max(event.total, self.held.stop + (not self.held.at_bottom))
        self.held = replace(self.held, total=total, counted=True)
        self.virtual_size = Size(1, total + HEADER)
        self.post_message(self.Loaded(self, total))

    def _say_loading(self) -> None:
        if self.state == "new":
            self.state = "slow"
            self.refresh()

    @on(Failed)
    def _show_error(self, event: Failed) -> None:
        if event.generation == self._generation:
            self._busy = False
            self.error = event.error
            self.refresh()

    @on(Arrived)
    def _take_rows(self, event: Arrived) -> None:
        event.stop()
        if event.generation != self._generation:
            return
        old_cursor, old_top, old_row = self.cursor, self.top, self.row
        self._busy, self.error, self.state = False, None, "ready"
        self.keep_marks(event.window.rows)
        self.held = self._with_count(event.window, event.target)
        self.virtual_size = Size(1, self.held.total + HEADER)
        if event.target is not None:
            self.painter.measure(self.held.rows[: self.page_size])
            self.post_message(self.Loaded(self, self.held.total if self.held.counted else None))
        if not self.held.counted and self._loader is not None:
            self._count(self._loader)
        anchor = None if old_row is None else self.row_id(old_row)
        target = anchor if event.target is None else event.target
        cursor = self._landing(target, old_cursor)
        self.set_reactive(WindowTable.cursor, cursor)
        stays = event.target is not None and (old_top == 0 or not isinstance(target, str))
        moved = 0 if stays else cursor - old_cursor
        self.scroll_to(y=old_top + moved, animate=False, force=True)
        if event.target is not None:
            self.reveal(cursor)
        self.refresh()
        self.cursor_moved()

    def _with_count(self, window: RowWindow[Row], target: int | str | None) -> RowWindow[Row]:
        """A window that was fetched while its list was being counted takes the count over."""
        if target is not None or window.counted or not self.held.counted:
            return window
        return replace(window, total=max(window.total, self.held.total), counted=True)

    def _landing(self, target: int | str | None, cursor: int) -> int:
        """Where the cursor goes when rows have arrived."""
        if isinstance(target, str):
            index = self.index_of(target)
            cursor = cursor if index is None else self.held.start + index
        elif target is not None:
            cursor = self.held.start if target == 0 else self.held.stop - 1
        return self.validate_cursor(cursor)
