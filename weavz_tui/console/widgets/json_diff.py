"""What differs between two JSON values: paths added, removed, changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from weavz_tui.console.widgets.json_text import text_of
from weavz_tui.console.widgets.json_tree import path_step
from weavz_tui.console.widgets.slices import Work

Kind = Literal["added", "removed", "changed"]

_MOST_MATCHED = 400
_NAMES = ("id", "key", "name", "ts")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `old` and `new` are None where there is nothing on that side."""

    kind: Kind
    path: str
    old: Any = None
    new: Any = None


def differences(old: Any, new: Any) -> Work[list[Change]]:
    """Every difference, in the order of the new value. Objects are compared by key; lists of
    records by their `id` (or `key`, `name`, `ts`) where every record has another one; other lists
    by what is alike in them, long ones by position."""
    found: list[Change] = []
    waiting: list[Iterator[tuple[str, Any, Any]]] = [iter([("", old, new)])]
    count = 0
    while waiting:
        pair = next(waiting[-1], None)
        if pair is None:
            waiting.pop()
            continue
        path, before, after = pair
        count += 1
        yield min(count / 1_000_000, 1.0)
        if before is _ABSENT:
            found.append(Change("added", path, new=after))
        elif after is _ABSENT:
            found.append(Change("removed", path, old=before))
        elif isinstance(before, dict) and isinstance(after, dict):
            waiting.append(_keys(path, before, after))
        elif isinstance(before, list) and isinstance(after, list):
            waiting.append(_items(path, before, after))
        elif not _same(before, after):
            found.append(Change("changed", path, before, after))
    return found


class _Absent:
    """Stands where a side has nothing, which is not the same as null."""


_ABSENT = _Absent()


def _same(before: Any, after: Any) -> bool:
    """Equal as JSON: 1 is not true."""
    return before == after and isinstance(before, bool) == isinstance(after, bool)


def _keys(
    path: str, before: dict[str, Any], after: dict[str, Any]
) -> Iterator[tuple[str, Any, Any]]:
    for key in [*after, *(key for key in before if key not in after)]:
        step = path + path_step(str(key), first=not path)
        yield step, before.get(key, _ABSENT), after.get(key, _ABSENT)


def _items(path: str, before: list[Any], after: list[Any]) -> Iterator[tuple[str, Any, Any]]:
    name = _name(before, after)
    if name:
        places = {each[name]: number for number, each in enumerate(before)}
        for number, each in enumerate(after):
            place = places.pop(each[name], None)
            yield f"{path}[{number}]", _ABSENT if place is None else before[place], each
        for place in places.values():
            yield f"{path}[{place}]", before[place], _ABSENT
    elif max(len(before), len(after)) > _MOST_MATCHED:
        yield from _by_position(path, before, after, 0, 0)
    else:
        yield from _alike(path, before, after)


def _alike(path: str, before: list[Any], after: list[Any]) -> Iterator[tuple[str, Any, Any]]:
    old, new = ([text_of(each) for each in side] for side in (before, after))
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from _by_position(path, before[a:b], after[c:d], a, c)


def _by_position(
    path: str, before: list[Any], after: list[Any], first: int, other: int
) -> Iterator[tuple[str, Any, Any]]:
    shared = min(len(before), len(after))
    for number in range(shared):
        yield f"{path}[{other + number}]", before[number], after[number]
    for number in range(shared, len(after)):
        yield f"{path}[{other + number}]", _ABSENT, after[number]
    for number in range(shared, len(before)):
        yield f"{path}[{first + number}]", before[number], _ABSENT


def _name(before: list[Any], after: list[Any]) -> str:
    """The field by which records of both lists are told apart; empty: there is none."""
    for name in _NAMES:
        if all(_named(side, name) for side in (before, after)):
            return name
    return ""


def _named(side: list[Any], name: str) -> bool:
    names = [each.get(name) if isinstance(each, dict) else None for each in side]
    plain = all(isinstance(each, str | int) for each in names)
    return bool(side) and plain and len(set(names)) == len(names)
