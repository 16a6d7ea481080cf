"""A part of a JSON value that is unfolded: its children, and how many lines are below them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

_FOLD_TEXT_AT = 72
_WIDEST_KEY = 24
_LOOKED_AT = 1_000


class Branch:
    """An object, a list, or a long text in pieces. `opened` are the children that are unfolded in
    turn, `size` the lines below. Children are looked up, never copied."""

    __slots__ = ("_align", "_heads", "_keys", "_numbers", "above", "opened", "size", "value")

    def __init__(self, value: Any, above: Branch | None = None) -> None:
        self.value = value
        self.above = above
        self.opened: dict[int, Branch] = {}
        self._keys: Sequence[Any] | None = None
        if isinstance(value, dict):
            self._keys = list(value)
        elif isinstance(value, str):
            self._keys = pieces(value)
        self.size = self.count
        self._align = -1
        self._numbers: list[int] = []
        self._heads: list[int] = []

    @property
    def count(self) -> int:
        """How many children there are."""
        return len(self.value if self._keys is None else self._keys)

    @property
    def align(self) -> int:
        """The width that the keys of scalars share; of a long object's the first thousand."""
        if self._align < 0:
            self._align = min(self._widest(), _WIDEST_KEY)
        return self._align

    def _widest(self) -> int:
        if isinstance(self.value, str):
            return 0
        numbers = range(min(self.count, _LOOKED_AT))
        scalars = [each for each in numbers if not isinstance(self.child(each), dict | list)]
        if isinstance(self.value, list) and scalars:
            return len(str(self.count - 1))
        return max((len(self.key(each)) for each in scalars), default=0)

    def key(self, number: int) -> str:
        """The name of a child."""
        if self._keys is None:
            return str(number)
        return "" if isinstance(self.value, str) else str(self._keys[number])

    def child(self, number: int) -> Any:
        """The value of a child."""
        if self._keys is None:
            return self.value[number]
        key = self._keys[number]
        return key if isinstance(self.value, str) else self.value[key]

    def open(self, number: int) -> Branch:
        """Unfold a child."""
        made = Branch(self.child(number), self)
        self.opened[number] = made
        self._grow(made.size)
        return made

    def close(self, number: int) -> None:
        """Fold a child."""
        self._grow(-self.opened.pop(number).size)

    def _grow(self, by: int) -> None:
        branch: Branch | None = self
        while branch is not None:
            branch.size += by
            branch._numbers = []
            branch = branch.above

    def _count_heads(self) -> None:
        if self._numbers or not self.opened:
            return
        self._numbers = sorted(self.opened)
        self._heads, below = [], 0
        for number in self._numbers:
            self._heads.append(number + below)
            below += self.opened[number].size

    def head(self, number: int) -> int:
        """How many lines stand between the branch and one of its children."""
        if not self.opened:
            return number
        self._count_heads()
        before = bisect_left(self._numbers, number)
        if before == 0:
            return number
        last = self._numbers[before - 1]
        return self._heads[before - 1] + self.opened[last].size + number - last

    def child_at(self, index: int) -> tuple[int, int | None]:
        """The child that a line below belongs to, and which of that child's lines it is (None:
        its own)."""
        if not self.opened:
            return index, None
        self._count_heads()
        before = bisect_right(self._heads, index) - 1
        if before < 0:
            return index, None
        number, past = self._numbers[before], index - self._heads[before]
        size = self.opened[number].size
        if past == 0:
            return number, None
        return (number, past - 1) if past <= size else (number + past - size, None)


def pieces(text: str) -> list[str]:
    """A long text in lines of a width that can be read."""
    return [
        row[start : start + _FOLD_TEXT_AT]
        for row in text.split("\n")
        for start in range(0, max(len(row), 1), _FOLD_TEXT_AT)
    ]
