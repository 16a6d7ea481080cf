"""Text of any length as lines: kept in blocks, split where it is looked at."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict

from rich.cells import cell_len, chop_cells

from weavz_tui.console.widgets.slices import Work

_KEPT = 4
_MOST_HITS = 10_000


class TextRows:
    """Blocks of whole lines. With a `width` lines are broken into rows of that many cells; else
    every line is a row. Blocks may be added while it is read."""

    def __init__(self) -> None:
        self.width = 0
        self.hits: list[int] = []
        self._blocks: list[str] = []
        self._starts: list[int] = []
        self._count = 0
        self._split: OrderedDict[int, list[str]] = OrderedDict()

    def __len__(self) -> int:
        return self._count

    @property
    def blocks(self) -> list[str]:
        """The text."""
        return self._blocks

    def add(self, block: str) -> None:
        """More text."""
        self._blocks.append(block)
        self._place(block)

    def _place(self, block: str) -> None:
        self._starts.append(self._count)
        self._count += self._height(block)

    def _height(self, block: str) -> int:
        if not self.width:
            return block.count("\n") + 1
        return sum(len(chopped(line, self.width)) for line in block.split("\n"))

    def breaking(self, width: int) -> Work[None]:
        """Break lines at `width` cells; 0: not at all."""
        self.width = width
        self._starts, self._count = [], 0
        self._split.clear()
        for number, block in enumerate(list(self._blocks), 1):
            self._place(block)
            yield number / len(self._blocks)

    def row(self, index: int) -> str:
        """One row."""
        number = bisect_right(self._starts, index) - 1
        return self._rows(number)[index - self._starts[number]]

    def _rows(self, number: int) -> list[str]:
        rows = self._split.get(number)
        if rows is None:
            rows = self._blocks[number].split("\n")
            if self.width:
                rows = [piece for line in rows for piece in chopped(line, self.width)]
            self._split[number] = rows
            if len(self._split) > _KEPT:
                self._split.popitem(last=False)
        return rows

    def searching(self, words: str) -> Work[int]:
        """Find `words`, upper and lower case alike; answers how many lines have them, at most
        10,000."""
        wanted = words.lower()
        hits: list[int] = []
        self.hits = []
        for number, block in enumerate(self._blocks if wanted else []):
            if wanted in block.lower():
                row = self._starts[number]
                for line in block.split("\n"):
                    if wanted in line.lower():
                        hits.append(row + self._piece(line, wanted))
                    row += len(chopped(line, self.width)) if self.width else 1
            if len(hits) >= _MOST_HITS:
                break
            yield number / len(self._blocks)
        self.hits = hits[:_MOST_HITS]
        return len(self.hits)

    def _piece(self, line: str, wanted: str) -> int:
        """In which row of a broken line the words begin."""
        if not self.width:
            return 0
        at, before = line.lower().find(wanted), 0
        for number, piece in enumerate(chopped(line, self.width)):
            before += len(piece)
            if at < before:
                return number
        return 0


def chopped(line: str, width: int) -> list[str]:
    """A line in pieces of `width` cells at most."""
    if len(line) <= width and (line.isascii() or cell_len(line) <= width):
        return [line]
    if line.isascii():
        return [line[start : start + width] for start in range(0, len(line), width)]
    # Of a line that takes no cell at all nothing comes back.
    return chop_cells(line, width) or [line]
