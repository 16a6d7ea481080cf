"""A JSON value as lines that fold. Pure; only what is unfolded costs anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Places = tuple[int, ...]

_AT_FIRST = 1_000
_MOST_HITS = 10_000
_LONG = 60
_FOLD_TEXT_AT = 72


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
        if self.piece:
            return False
        if isinstance(self.value, str):
            return len(self.value) > _LONG or "\n" in self.value
        return isinstance(self.value, dict | list) and bool(self.value)


class JsonTree:
    """The lines of a value, of which those of folded parts do not exist yet."""

    def __init__(self, value: Any) -> None:
        self.value = value
        if isinstance(value, dict | list) and value:
            self.lines = _children(value, ())
        else:
            self.lines = [JsonLine((0,), "", value, 0)]
        self._hits: list[Places] = []
        self._searched = ""
        self._unfold_some()

    def _unfold_some(self) -> None:
        """Unfold level by level as long as the whole stays short."""
        level = 0
        while True:
            folded = [
                index
                for index, line in enumerate(self.lines)
                if line.depth == level and isinstance(line.value, dict | list) and line.folds
            ]
            added = sum(len(self.lines[index].value) for index in folded)
            if not folded or len(self.lines) + added > _AT_FIRST:
                return
            for index in reversed(folded):
                self.unfold(index)
            level += 1

    def unfold(self, index: int) -> None:
        """Show what is in a line."""
        line = self.lines[index]
        if line.folds and not line.opened:
            line.opened = True
            self.lines[index + 1 : index + 1] = _inside(line)

    def fold(self, index: int) -> None:
        """Hide what is in a line."""
        line = self.lines[index]
        if line.opened:
            line.opened = False
            del self.lines[index + 1 : self._end(index)]

    def parent(self, index: int) -> int:
        """The line that this one is in; itself at the top."""
        places = self.lines[index].places
        above = index
        while above >= 0 and len(self.lines[above].places) >= len(places):
            above -= 1
        return above if above >= 0 else index

    def _end(self, index: int) -> int:
        depth = len(self.lines[index].places)
        end = index + 1
        while end < len(self.lines) and len(self.lines[end].places) > depth:
            end += 1
        return end

    def search(self, words: str) -> int:
        """Find `words`, upper and lower case alike, in keys and values; answers how many there
        are, at most 10,000."""
        self._searched = words
        wanted = words.lower()
        self._hits = []
        if wanted:
            for places, key, value in _walk(self.value, ()):
                if wanted in key.lower() or wanted in scalar_text(value).lower():
                    self._hits.append(places)
                    if len(self._hits) >= _MOST_HITS:
                        break
        return len(self._hits)

    def next_hit(self, index: int, step: int, *, here: bool = False) -> int | None:
        """The line of the next (or previous) find after a line, unfolding what hides it."""
        if not self._hits:
            return None
        at = self.lines[index].places
        if step > 0:
            later = [hit for hit in self._hits if hit > at or (here and hit == at)]
            target = later[0] if later else self._hits[0]
        else:
            earlier = [hit for hit in self._hits if hit < at]
            target = earlier[-1] if earlier else self._hits[-1]
        return self.reveal(target)

    def hit_number(self, index: int) -> int:
        """Which of the finds a line is, from 1; 0 when it is none."""
        places = self.lines[index].places
        return self._hits.index(places) + 1 if places in self._hits else 0

    def reveal(self, places: Places) -> int:
        """Unfold down to a place; answers its line."""
        index = 0
        for depth in range(1, len(places) + 1):
            while self.lines[index].places != places[:depth]:
                index += 1
            if depth < len(places):
                self.unfold(index)
        return index

    def path(self, index: int) -> str:
        """The way to a line as it is written in code: `updates.rows[0]["a b"]`."""
        value, path = self.value, ""
        for place in self.lines[index].places:
            if isinstance(value, list):
                path += f"[{place}]"
                value = value[place]
            elif isinstance(value, dict):
                key = list(value)[place]
                plain = key.isidentifier()
                path += (f".{key}" if path else key) if plain else f"[{json.dumps(key)}]"
                value = value[key]
        return path

    def value_at(self, index: int) -> Any:
        """The value of a line; that of the whole text for a piece of it."""
        line = self.lines[index]
        return self.lines[self.parent(index)].value if line.piece else line.value


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
    words = f"{count} {noun}{'' if count == 1 else 's'}"
    if isinstance(value, dict):
        inner = [f"{k} {preview(v, 20)}" for k, v in list(value.items())[:4] if _is_scalar(v)]
        return f"{words}  {', '.join(inner)}"[: max(room, 12)] if inner else words
    return words


def _is_scalar(value: Any) -> bool:
    return not isinstance(value, dict | list)


def _inside(line: JsonLine) -> list[JsonLine]:
    if isinstance(line.value, str):
        pieces = [
            row[start : start + _FOLD_TEXT_AT]
            for row in line.value.split("\n")
            for start in range(0, max(len(row), 1), _FOLD_TEXT_AT)
        ]
        return [
            JsonLine((*line.places, number), "", piece, 0, piece=True)
            for number, piece in enumerate(pieces)
        ]
    return _children(line.value, line.places)


def _children(value: Any, places: Places) -> list[JsonLine]:
    pairs = _pairs(value)
    align = max((len(key) for key, inner in pairs if _is_scalar(inner)), default=0)
    return [
        JsonLine((*places, number), key, inner, min(align, 24))
        for number, (key, inner) in enumerate(pairs)
    ]


def _pairs(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [(str(key), inner) for key, inner in value.items()]
    return [(str(number), inner) for number, inner in enumerate(value)]


def _walk(value: Any, places: Places) -> Iterator[tuple[Places, str, Any]]:
    """Every line there could be but pieces of texts, in order, without recursion."""
    if not isinstance(value, dict | list) or not value:
        yield (0,), "", value
        return
    waiting = [iter(enumerate(_pairs(value)))]
    above: list[int] = list(places)
    while waiting:
        found = next(waiting[-1], None)
        if found is None:
            waiting.pop()
            if above:
                above.pop()
            continue
        number, (key, inner) = found
        yield (*above, number), key, inner
        if isinstance(inner, dict | list) and inner:
            above.append(number)
            waiting.append(iter(enumerate(_pairs(inner))))
