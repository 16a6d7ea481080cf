"""A stretch of a long list that is held in memory, and how it moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from weavz_tui.model.pages import Page

Row = TypeVar("Row")


class RowSource(Protocol[Row]):
    """Where a list's rows come from: pages by key, as `model.lists.PageQuery` tells."""

    async def fetch(
        self, cursor: str | None, limit: int, backwards: bool, counted: bool = True
    ) -> Page[Row]:
        """The page after (or, `backwards`, before) the cursor, in the list's order; not `counted`,
        its total need only be what the page proves."""
        ...


class ListSource(Generic[Row]):
    """Rows that are all here already."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows

    async def fetch(
        self, cursor: str | None, limit: int, backwards: bool, counted: bool = True
    ) -> Page[Row]:
        """Cursors are positions in the list, written as numbers."""
        count = len(self.rows)
        if backwards:
            stop = count if cursor is None else min(int(cursor), count)
            start = max(0, stop - limit)
        else:
            start = 0 if cursor is None else min(int(cursor), count)
            stop = min(count, start + limit)
        return Page(
            self.rows[start:stop],
            count,
            next=str(stop) if stop < count else None,
            previous=str(start) if start > 0 else None,
        )


@dataclass(frozen=True)
class Stretch(Generic[Row]):
    """One fetched page and the question it answered, so that it can be asked again."""

    rows: tuple[Row, ...]
    next: str | None
    previous: str | None
    cursor: str | None
    backwards: bool


@dataclass(frozen=True)
class RowWindow(Generic[Row]):
    """Consecutive pages of a list. Row `start` of the whole list is the first one held.

    A window never changes: every movement answers a new one. `start` is exact at the ends and as
    good as the counts in between when rows come and go meanwhile. Not `counted`, `total` is only
    what the pages prove: rows are shown first and counted afterwards.
    """

    stretches: tuple[Stretch[Row], ...] = ()
    start: int = 0
    total: int = 0
    rows: tuple[Row, ...] = ()
    counted: bool = True

    @property
    def stop(self) -> int:
        """The position after the last row held."""
        return self.start + len(self.rows)

    @property
    def at_top(self) -> bool:
        """Whether nothing comes before this window."""
        return not self.stretches or self.stretches[0].previous is None

    @property
    def at_bottom(self) -> bool:
        """Whether nothing comes after this window."""
        return not self.stretches or self.stretches[-1].next is None

    def row(self, position: int) -> Row | None:
        """The row at a position of the whole list, or None when it is not held."""
        index = position - self.start
        return self.rows[index] if 0 <= index < len(self.rows) else None

    def changed(self, index: int, row: Row) -> RowWindow[Row]:
        """This window with one row in the place of another, `index` counted from `start`."""
        before = 0
        stretches = list(self.stretches)
        for number, stretch in enumerate(stretches):
            if index < before + len(stretch.rows):
                rows = list(stretch.rows)
                rows[index - before] = row
                stretches[number] = replace(stretch, rows=tuple(rows))
                break
            before += len(stretch.rows)
        return replace(_window(stretches, self.start, self.total), counted=self.counted)


@dataclass(frozen=True)
class WindowLoader(Generic[Row]):
    """Fetches pages of `page` rows and keeps a window to about `most` rows."""

    source: RowSource[Row]
    page: int = 100
    most: int = 2_000

    async def top(self) -> RowWindow[Row]:
        """The first page, not counted."""
        stretch, total = await self._fetch(None, False, counted=False)
        return replace(_window([stretch], 0, total), counted=stretch.next is None)

    async def every(self, most: int) -> tuple[Sequence[Row], bool]:
        """All rows of the list, by large pages, but no more than `most`; whether that is all."""
        rows: list[Row] = []
        cursor: str | None = None
        while len(rows) < most:
            page = await self.source.fetch(cursor, min(1_000, most - len(rows)), False, False)
            rows += page.items
            if (cursor := page.next) is None:
                return rows, True
        return rows, False

    async def count(self) -> int:
        """How many rows the whole list has."""
        return (await self.source.fetch(None, 1, False)).total

    async def bottom(self) -> RowWindow[Row]:
        """The last page."""
        stretch, total = await self._fetch(None, True)
        return _window([stretch], total - len(stretch.rows), total)

    async def after(self, window: RowWindow[Row]) -> RowWindow[Row]:
        """The window grown by a page at its end; what grows too long falls off the front."""
        if window.at_bottom:
            return window
        stretch, total = await self._fetch(window.stretches[-1].next, False, window.counted)
        stretches, start = [*window.stretches, stretch], window.start
        while len(stretches) > 2 and _count(stretches) > self.most:
            start += len(stretches.pop(0).rows)
        return replace(_window(stretches, start, total), counted=window.counted)

    async def before(self, window: RowWindow[Row]) -> RowWindow[Row]:
        """The window grown by a page at its front; what grows too long falls off the end."""
        if window.at_top:
            return window
        stretch, total = await self._fetch(window.stretches[0].previous, True, window.counted)
        stretches = [stretch, *window.stretches]
        while len(stretches) > 2 and _count(stretches) > self.most:
            stretches.pop()
        start = max(0, window.start - len(stretch.rows))
        return replace(_window(stretches, start, total), counted=window.counted)

    async def again(
        self, window: RowWindow[Row], position: int, enough: Callable[[RowWindow[Row]], bool]
    ) -> RowWindow[Row]:
        """The part of the list around `position` read anew, until `enough` says so."""
        start, anchor = window.start, None
        for stretch in window.stretches:
            anchor = stretch
            if position < start + len(stretch.rows):
                break
            start += len(stretch.rows)
        if anchor is None:
            return await self.refetched(None, 0, enough)
        if anchor.backwards:
            page, total = await self._fetch(anchor.cursor, True)
            begin = total - len(page.rows) if anchor.cursor is None else start
            return await self._grown(_window([page], begin, total), enough)
        found = await self.refetched(anchor.cursor, start, enough)
        return found if found.rows or not start else await self.bottom()

    async def refetched(
        self, cursor: str | None, start: int, enough: Callable[[RowWindow[Row]], bool]
    ) -> RowWindow[Row]:
        """A new window that begins at `cursor`, known to be position `start`."""
        stretch, total = await self._fetch(cursor, False)
        return await self._grown(_window([stretch], start, total), enough)

    async def _grown(
        self, window: RowWindow[Row], enough: Callable[[RowWindow[Row]], bool]
    ) -> RowWindow[Row]:
        while not window.at_bottom and len(window.rows) < self.most and not enough(window):
            window = await self.after(window)
        return window

    async def _fetch(
        self, cursor: str | None, backwards: bool, counted: bool = True
    ) -> tuple[Stretch[Row], int]:
        page = await self.source.fetch(cursor, self.page, backwards, counted)
        stretch = Stretch(tuple(page.items), page.next, page.previous, cursor, backwards)
        return stretch, page.total


def _count(stretches: Sequence[Stretch[Row]]) -> int:
    return sum(len(stretch.rows) for stretch in stretches)


def _window(stretches: Sequence[Stretch[Row]], start: int, total: int) -> RowWindow[Row]:
    """A window with what its ends prove: nothing before means 0, nothing after means the total."""
    count = _count(stretches)
    if stretches[0].previous is None:
        start = 0
    elif start == 0:
        start = 1
    if stretches[-1].next is None:
        total = start + count
    rows = tuple(row for stretch in stretches for row in stretch.rows)
    return RowWindow(tuple(stretches), start, max(total, start + count), rows)
