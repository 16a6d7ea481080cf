"""A JSON value as lines that fold. Pure; a line costs nothing until it is looked at."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, overload

from weavz_tui.console.widgets.hits import around
from weavz_tui.console.widgets.json_branch import Branch
from weavz_tui.console.widgets.json_find import Places, find
from weavz_tui.console.widgets.slices import Work, at_once

_AT_FIRST = 1_000
_LONG = 60
_INNER = 4


@dataclass(slots=True)
class JsonLine:
    """One line: a key or position with a value, or a piece of a long text (`piece`).

    `places` are positions below the root, so that comparing them compares the order of lines.
    `align` is the width that the keys beside this one share.
    """

    places: Places
    key: str
    value: Any
    align: int
    opened: bool = False
    piece: bool = False

    @property
    def depth(self) -> int:
        """How far in."""
        return len(self.places) - 1

    @property
    def folds(self) -> bool:
        """Whether there is something to unfold."""
        return not self.piece and folds(self.value)


class JsonTree(Sequence[JsonLine]):
    """The lines of a value, made when they are asked for. Only what was unfolded is kept, so a
    list of a million costs as much as one of ten.

    `paths`: the value is an object of paths and what stands there, as a filter gives it.
    """

    def __init__(self, value: Any, *, paths: bool = False) -> None:
        self.value = value
        self.paths = paths
        self._alone = not (isinstance(value, dict | list) and value)
        self._root = Branch([value] if self._alone else value)
        self._hits: list[Places] = []
        self._unfold_some()

    @property
    def lines(self) -> Sequence[JsonLine]:
        """The lines at present."""
        return self

    def __len__(self) -> int:
        return self._root.size

    @overload
    def __getitem__(self, index: int) -> JsonLine: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[JsonLine]: ...
    def __getitem__(self, index: int | slice) -> JsonLine | Sequence[JsonLine]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        branch, places = self._root, []
        while True:
            number, rest = branch.child_at(index)
            places.append(number)
            if rest is None:
                return self._line(branch, tuple(places))
            branch, index = branch.opened[number], rest

    def _line(self, branch: Branch, places: Places) -> JsonLine:
        number = places[-1]
        key = "" if self._alone and len(places) == 1 else branch.key(number)
        is_open = number in branch.opened
        piece = isinstance(branch.value, str)
        return JsonLine(places, key, branch.child(number), branch.align, is_open, piece)

    def __iter__(self) -> Iterator[JsonLine]:
        return (self[index] for index in range(len(self)))

    def _unfold_some(self) -> None:
        """Unfold level by level as long as the whole stays short."""
        level = [self._root]
        while self._root.size <= _AT_FIRST:
            folded = [
                (branch, number)
                for branch in level
                for number in range(branch.count)
                if isinstance(branch.child(number), dict | list) and branch.child(number)
            ]
            added = sum(len(branch.child(number)) for branch, number in folded)
            if not folded or self._root.size + added > _AT_FIRST:
                return
            level = [branch.open(number) for branch, number in folded]

    def _branch(self, places: Places) -> Branch:
        """What holds the line at a place; everything above it is unfolded."""
        branch = self._root
        for number in places[:-1]:
            branch = branch.opened[number]
        return branch

    def unfold(self, index: int) -> None:
        """Show what is in a line."""
        line = self[index]
        if line.folds and not line.opened:
            self._branch(line.places).open(line.places[-1])

    def fold(self, index: int) -> None:
        """Hide what is in a line."""
        line = self[index]
        if line.opened:
            self._branch(line.places).close(line.places[-1])

    def parent(self, index: int) -> int:
        """The line that this one is in; itself at the top."""
        places = self[index].places
        return self.index_of(places[:-1]) if len(places) > 1 else index

    def index_of(self, places: Places) -> int:
        """The line of a place whose parents are unfolded."""
        branch, index = self._root, 0
        for depth, number in enumerate(places, 1):
            index += branch.head(number)
            if depth < len(places):
                branch, index = branch.opened[number], index + 1
        return index

    def reveal(self, places: Places) -> int:
        """Unfold down to a place; answers its line."""
        branch = self._root
        for number in places[:-1]:
            branch = branch.opened.get(number) or branch.open(number)
        return self.index_of(places)

    def searching(self, words: str) -> Work[int]:
        """Find `words`, upper and lower case alike, in keys and values; answers how many there
        are, at most 10,000."""
        self._hits = []
        self._hits = yield from find(self.value, words)
        return len(self._hits)

    def search(self, words: str) -> int:
        """As `searching`, without a break."""
        return at_once(self.searching(words))

    def next_hit(self, index: int, step: int, *, here: bool = False) -> int | None:
        """The line of the next (or previous) find after a line, unfolding what hides it."""
        found = around(self._hits, self[index].places, step, here=here)
        return self.reveal(self._hits[found]) if found >= 0 else None

    def hit_number(self, index: int) -> int:
        """Which of the finds a line is, from 1; 0 when it is none."""
        places = self[index].places
        found = bisect_left(self._hits, places)
        return found + 1 if self._hits[found : found + 1] == [places] else 0

    def path(self, index: int) -> str:
        """The way to a line as it is written in code: `updates.rows[0]["a b"]`."""
        path, branch = "", self._root
        if self._alone:
            return path
        places = self[index].places
        for depth, number in enumerate(places):
            if isinstance(branch.value, str):
                break
            path = self._step(path, branch, number, depth)
            if depth < len(places) - 1:
                branch = branch.opened[number]
        return path

    def _step(self, path: str, branch: Branch, number: int, depth: int) -> str:
        if isinstance(branch.value, list):
            return f"{path}[{number}]"
        key = branch.key(number)
        if self.paths and depth == 0:
            return key
        return path + path_step(key, first=not path)

    def value_at(self, index: int) -> Any:
        """The value of a line; that of the whole text for a piece of it."""
        line = self[index]
        return self[self.parent(index)].value if line.piece else line.value


def folds(value: Any) -> bool:
    """Whether a value has lines of its own."""
    if isinstance(value, str):
        return len(value) > _LONG or "\n" in value
    return isinstance(value, dict | list) and bool(value)


def path_step(key: str, *, first: bool) -> str:
    """A key as it stands in a path."""
    if key.isidentifier():
        return key if first else f".{key}"
    return f"[{json.dumps(key, ensure_ascii=False)}]"


def scalar_text(value: Any) -> str:
    """A scalar as JSON writes it; nothing for an object or a list."""
    if isinstance(value, dict | list):
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def preview(value: Any, room: int) -> str:
    """A folded value in a few words."""
    if isinstance(value, str):
        return json.dumps(value[: room + 1], ensure_ascii=False)
    if not isinstance(value, dict | list):
        return scalar_text(value)
    if not value:
        return "{}" if isinstance(value, dict) else "[]"
    count = len(value)
    noun = "field" if isinstance(value, dict) else "item"
    words = f"{count:,} {noun}{'' if count == 1 else 's'}"
    if isinstance(value, dict):
        first = islice(value.items(), _INNER)
        inner = [f"{k} {preview(v, 20)}" for k, v in first if not isinstance(v, dict | list)]
        return f"{words}  {', '.join(inner)}"[: max(room, 12)] if inner else words
    return words
