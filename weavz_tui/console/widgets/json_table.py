"""A list of records as a table: sorted by any column, columns chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from heapq import merge
from typing import Any, overload

from textual import events
from textual.message import Message

from weavz_tui.console.widgets.columns import Column
from weavz_tui.console.widgets.hits import around
from weavz_tui.console.widgets.json_find import MOST_HITS, find
from weavz_tui.console.widgets.json_tree import preview
from weavz_tui.console.widgets.row_painter import RowPainter
from weavz_tui.console.widgets.row_window import ListSource, RowWindow, WindowLoader
from weavz_tui.console.widgets.slices import Work, at_once
from weavz_tui.console.widgets.window_table import WindowTable
from weavz_tui.console.widgets.window_view import HEADER

Record = tuple[int, Mapping[str, Any]]

_AT_FIRST = 12
_GAP = 2
_LOOKED_AT = 100
_RUN = 2_000


class Records(Sequence[Record]):
    """Records in an order, each with its position in the answer."""

    def __init__(self, records: Sequence[Mapping[str, Any]], order: Sequence[int]) -> None:
        self.records = records
        self.order = order

    def __len__(self) -> int:
        return len(self.order)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | Sequence[Record]:
        if isinstance(index, slice):
            return [(each, self.records[each]) for each in self.order[index]]
        return self.order[index], self.records[self.order[index]]


class RecordTable(WindowTable[Record]):
    """The records of an answer."""

    @dataclass
    class SortWanted(Message):
        """A title was clicked."""

        table: RecordTable
        key: str

        @property
        def control(self) -> RecordTable:
            """The table."""
            return self.table

    def __init__(self, records: Sequence[Mapping[str, Any]]) -> None:
        self.records = records
        self.keys = list(dict.fromkeys(str(key) for each in records[:_LOOKED_AT] for key in each))
        self.chosen = self.keys[:_AT_FIRST]
        self.sorted_by = ""
        self.descending = False
        self.words = ""
        self.found = 0
        self._order: Sequence[int] = range(len(records))
        self._hits: list[int] = []
        source = ListSource(Records(records, self._order))
        super().__init__(self._columns(), source, row_id=row_name, gap=_GAP)

    def _columns(self) -> list[Column[Record]]:
        mark = {self.sorted_by: " ▾" if self.descending else " ▴"}
        return [
            Column[Record](
                key, f"{key}{mark.get(key, '')}", _cell(key), minimum=4, maximum=32, priority=number
            )
            for number, key in enumerate(self.chosen)
        ]

    def _place_columns(self) -> None:
        self.columns = tuple(self._columns())
        self.painter = RowPainter(self, self.columns, self.row_id, _GAP)
        self.painter.measure(self.held.rows[: self.body_height])
        self.refresh()

    def choose(self, keys: Sequence[str]) -> None:
        """Show these columns; as many as there is room for, the first ones first."""
        self.chosen = [key for key in keys if key in self.keys] or self.keys[:_AT_FIRST]
        self._place_columns()

    def sorting(self, key: str, descending: bool) -> Work[None]:
        """Sort; an empty key is the answer's own order."""
        order: Sequence[int] = range(len(self.records))
        if key:
            order = yield from _sorted(self.records, key, descending)
        self.sorted_by, self.descending = key, descending
        self._order, self._hits = order, []
        self._place_columns()
        self.show(ListSource(Records(self.records, order)))

    def next_sort(self) -> tuple[str, bool]:
        """The next column, each first upwards, then downwards; then the answer's own order."""
        shown = [("", False)]
        shown += [(key, down) for key in self.shown_columns for down in (False, True)]
        present = (self.sorted_by, self.descending)
        return shown[(shown.index(present) + 1) % len(shown)] if present in shown else shown[1]

    def searching(self, words: str) -> Work[int]:
        """The rows, in their order, that have the words in a value."""
        self.words, self.found, self._hits = words, 0, []
        hits: list[int] = []
        for position, number in enumerate(self._order if words else ()):
            if at_once(find(list(self.records[number].values()), words)):
                hits.append(position)
                if len(hits) >= MOST_HITS:
                    break
            yield position / len(self._order)
        self._hits, self.found = hits, len(hits)
        return self.found

    def next_hit(self, step: int, *, here: bool = False) -> int:
        """Go to the next or previous find; answers which it is, 0 when there is none."""
        found = around(self._hits, self.cursor, step, here=here)
        if found >= 0:
            self.go_to(self._hits[found])
        return found + 1

    def go_to(self, position: int) -> None:
        """The row at a position of the present order, held or not."""
        if self.move_to(str(self._order[position])):
            return
        start = max(0, position - self.page_size // 2)

        def enough(window: RowWindow[Record]) -> bool:
            return window.stop > position + self.body_height

        loader = WindowLoader[Record](
            ListSource(Records(self.records, self._order)), self.page_size, self.most_rows
        )
        cursor = str(start) if start else None
        self._load(partial(loader.refetched, cursor, start, enough), str(self._order[position]))

    def on_click(self, event: events.Click) -> None:
        """A click on a title sorts by it."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y >= HEADER:
            super().on_click(event)
            return
        edge = 1
        for placed in self.painter.placed(self.line_width):
            edge += placed.width
            if offset.x < edge:
                self.post_message(self.SortWanted(self, placed.column.key))
                return
            edge += _GAP


def row_name(row: Record) -> str:
    """What a record is told apart by: its position in the answer."""
    return str(row[0])


def records_of(value: Any) -> list[Mapping[str, Any]]:
    """The records when a value is a list of nothing else."""
    if not isinstance(value, list) or not value:
        return []
    return value if all(issubclass(each, dict) for each in set(map(type, value))) else []


def _cell(key: str) -> Callable[[Record], str]:
    def render(row: Record) -> str:
        value = row[1].get(key)
        if value is None:
            return "" if key not in row[1] else "null"
        return value[:200] if isinstance(value, str) else preview(value, 40)

    return render


def _sorted(records: Sequence[Mapping[str, Any]], key: str, descending: bool) -> Work[list[int]]:
    """Sorted in short runs that are merged. Numbers before texts; records without one last."""
    runs: list[list[tuple[Any, int]]] = []
    missing: list[int] = []
    for start in range(0, len(records), _RUN):
        run: list[tuple[Any, int]] = []
        for number in range(start, min(start + _RUN, len(records))):
            value = records[number].get(key)
            if value is None:
                missing.append(number)
            else:
                run.append((_rank(value), number))
        runs.append(sorted(run, reverse=descending))
        yield start / len(records) / 2
    order: list[int] = []
    merged: Iterator[tuple[Any, int]] = merge(*runs, reverse=descending)
    for done, (_, number) in enumerate(merged):
        order.append(number)
        if done % _LOOKED_AT == 0:
            yield 0.5 + done / len(records) / 2
    return order + missing


def _rank(value: Any) -> tuple[int, Any]:
    if isinstance(value, bool | int | float):
        return 0, value
    if isinstance(value, str):
        return 1, value.casefold()
    return 2, len(value)
