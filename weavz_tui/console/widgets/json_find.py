"""Finding words in a JSON value, in slices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weavz_tui.console.widgets.slices import Work

Places = tuple[int, ...]
MOST_HITS = 10_000
_STEPS = 200
_WORDS = {None: "null", True: "true", False: "false"}


class Level:
    """Where a walk stands in one list or object."""

    __slots__ = ("count", "items", "number")

    def __init__(self, value: Any) -> None:
        named = isinstance(value, dict)
        self.items: Iterator[tuple[str, Any]] = iter(
            value.items() if named else (("", inner) for inner in value)
        )
        self.count = len(value)
        self.number = -1


def progress(levels: list[Level]) -> float:
    """How far a walk has come, told by its first three levels."""
    done, share = 0.0, 1.0
    for level in levels[:3]:
        share /= level.count
        done += share * max(level.number, 0)
    return min(done, 1.0)


def find(value: Any, words: str) -> Work[list[Places]]:
    """The places of `words`, upper and lower case alike, in keys and scalars; the first 10,000,
    in order. Without recursion: an answer may be nested deeper than Python goes."""
    wanted = words.lower()
    if not wanted:
        return []
    if not (isinstance(value, dict | list) and value):
        return [(0,)] if wanted in _text(value) else []
    hits: list[Places] = []
    levels, steps = [Level(value)], 0
    while levels:
        level = levels[-1]
        for key, inner in level.items:
            level.number += 1
            deep = isinstance(inner, dict | list)
            if (key and wanted in key.lower()) or (not deep and wanted in _text(inner)):
                hits.append(tuple(each.number for each in levels))
                if len(hits) >= MOST_HITS:
                    return hits
            steps += 1
            if steps >= _STEPS:
                steps = 0
                yield progress(levels)
            if deep and inner:
                levels.append(Level(inner))
                break
        else:
            levels.pop()
    return hits


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.lower()
    if isinstance(value, dict | list):
        return ""
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    return str(value).lower()
