"""A JSON value as its text, written while it is read."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

from textual import work
from textual.content import Content
from textual.events import Resize

from weavz_tui.console.widgets.hits import around
from weavz_tui.console.widgets.json_text import write
from weavz_tui.console.widgets.line_view import LineView
from weavz_tui.console.widgets.plain import one_line
from weavz_tui.console.widgets.slices import Work, in_slices
from weavz_tui.console.widgets.text_rows import TextRows

_PAINT_AFTER = 0.1


class TextLines(LineView):
    """The text. `wrap` breaks long lines, else they are cut at the edge. What has been written
    can be read at once; the rest follows."""

    def __init__(self, value: Any = None, *, wrap: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self.value = value
        self.rows = TextRows()
        self.wrap = wrap

    def on_mount(self) -> None:
        """Begin to write."""
        super().on_mount()
        self._write()

    @work(exclusive=True, group="text", exit_on_error=False)
    async def _write(self) -> None:
        if self.wrap:
            self.rows.width = self.room
        await in_slices(write(self.value, self.rows.add), self._now_and_then())
        self.measure()

    def _now_and_then(self) -> Callable[[float], None]:
        painted = perf_counter() - _PAINT_AFTER

        def tell(_done: float) -> None:
            nonlocal painted
            if perf_counter() - painted > _PAINT_AFTER:
                painted = perf_counter()
                self.measure()

        return tell

    @property
    def count(self) -> int:
        """How many rows are written."""
        return len(self.rows)

    def content(self, index: int, room: int) -> Content:
        """A row of text."""
        return Content(one_line(self.rows.row(index)[: room + 1]))

    def set_wrap(self, wrap: bool) -> None:
        """Break long lines, or cut them."""
        self.wrap = wrap
        self._break()

    def on_resize(self, event: Resize) -> None:
        """Broken lines are broken anew."""
        self._break_anew()

    def watch_show_vertical_scrollbar(self) -> None:
        """The scroll bar has taken a cell of each line, of which no resize tells when the text was
        written after it."""
        if self.show_vertical_scrollbar:
            self._break_anew()

    def _break_anew(self) -> None:
        if self.wrap and self.rows.width not in {0, self.room}:
            self._break()

    @work(exclusive=True, group="break", exit_on_error=False)
    async def _break(self) -> None:
        share = self.cursor / max(1, self.count)
        await in_slices(self.rows.breaking(self.room if self.wrap else 0), self._now_and_then())
        self.measure()
        self.cursor = round(share * self.count)

    def searching(self, words: str) -> Work[int]:
        """Line by line."""
        self.words = words
        self.found = 0
        self.found = yield from self.rows.searching(words)
        return self.found

    def next_hit(self, step: int, *, here: bool = False) -> int:
        """Go round."""
        found = around(self.rows.hits, self.cursor, step, here=here)
        if found >= 0:
            self.cursor = self.rows.hits[found]
        return found + 1
