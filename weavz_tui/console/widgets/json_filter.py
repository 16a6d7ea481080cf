"""Parts of a JSON value by a path: `items[*].name`, `.items[].name`, `rows[-1]["a b"]`, `..id`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weavz_tui.console.widgets.json_tree import path_step
from weavz_tui.console.widgets.slices import Work

_TOKEN = re.compile(
    r"""(?P<deep>\.\.)|(?P<dot>\.)
      |\[(?:(?P<all>\*?)|(?P<index>-?\d+)|(?P<text>"(?:[^"\\]|\\.)*")|(?P<bare>'[^']*'))\]
      |(?P<star>\*)|(?P<key>[^.\[\]*]+)""",
    re.VERBOSE,
)
_NAMES_TOLD = 6
_EVERY = 100


class PathMistake(ValueError):
    """A path that cannot be read; the message says where."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step down: a key, a position, every child (both None); `deep`: at any depth."""

    key: str | None = None
    index: int | None = None
    deep: bool = False


def parse(text: str) -> list[Step]:
    """A path as steps; raises PathMistake. `$` and a dot in front are allowed."""
    rest = text.strip().removeprefix("$")
    steps: list[Step] = []
    deep, at = False, 0
    while at < len(rest):
        found = _TOKEN.match(rest, at)
        if found is None:
            raise PathMistake(f"{rest[at:]} is no step of a path")
        at = found.end()
        if found["dot"] or found["deep"]:
            deep = deep or bool(found["deep"])
            continue
        steps.append(_step(found, deep))
        deep = False
    if deep:
        raise PathMistake("after .. there has to be a key")
    return steps


def _step(found: re.Match[str], deep: bool) -> Step:
    if found["index"]:
        return Step(index=int(found["index"]), deep=deep)
    if found["text"]:
        return Step(key=json.loads(found["text"]), deep=deep)
    if found["bare"]:
        return Step(key=found["bare"][1:-1], deep=deep)
    return Step(key=found["key"], deep=deep) if found["key"] else Step(deep=deep)


def select(value: Any, steps: list[Step]) -> Work[dict[str, Any]]:
    """What stands at the paths, by path, in order."""
    found: dict[str, Any] = {}
    for number, (done, path, inner) in enumerate(_walk(value, steps)):
        if path is not None:
            found[path] = inner
        if number % _EVERY == 0:
            yield done
    return found


def _walk(value: Any, steps: list[Step]) -> Iterator[tuple[float, str | None, Any]]:
    """Depth first with a stack of iterators; None for a path: only a step on the way."""
    waiting: list[Iterator[tuple[float, str, Any, int]]] = [iter([(0.0, "", value, 0)])]
    while waiting:
        each = next(waiting[-1], None)
        if each is None:
            waiting.pop()
            continue
        done, path, inner, taken = each
        if taken == len(steps):
            yield done, path, inner
            continue
        yield done, None, None
        waiting.append(_below(inner, path, steps[taken], taken, done if len(waiting) > 3 else -1))


def _below(
    value: Any, path: str, step: Step, taken: int, done: float
) -> Iterator[tuple[float, str, Any, int]]:
    for number, count, name, inner in _children(value, path, step):
        yield (number / count if done < 0 else done), name, inner, taken + 1
    if step.deep and isinstance(value, dict | list):
        for number, count, name, inner in _children(value, path, Step()):
            if isinstance(inner, dict | list):
                yield (number / count if done < 0 else done), name, inner, taken


def _children(value: Any, path: str, step: Step) -> Iterator[tuple[int, int, str, Any]]:
    if isinstance(value, list):
        numbers = range(len(value)) if step.key is None else _position(step.key)
        if step.index is not None:
            numbers = range(step.index + (len(value) if step.index < 0 else 0),
                            step.index + (len(value) if step.index < 0 else 0) + 1)  # fmt: skip
        for number in numbers:
            if 0 <= number < len(value):
                yield number, len(value), f"{path}[{number}]", value[number]
    elif isinstance(value, dict):
        wanted = str(step.index) if step.index is not None else step.key
        if wanted is not None:
            if wanted in value:
                yield 0, 1, path + path_step(wanted, first=not path), value[wanted]
            return
        for number, (key, inner) in enumerate(value.items()):
            yield number, len(value), path + path_step(str(key), first=not path), inner


def _position(key: str) -> range:
    """`items.0` is `items[0]`."""
    return range(int(key), int(key) + 1) if key.isdecimal() and key.isascii() else range(0)


def nearest(value: Any, steps: list[Step]) -> str:
    """Where a path without finds goes wrong: the last place that is there, and its keys."""
    path = ""
    for number in range(len(steps) + 1):
        found = next((each for each in _walk(value, steps[:number]) if each[1] is not None), None)
        if found is None:
            break
        path, last = found[1] or "", found[2]
    if isinstance(last, dict):
        names = ", ".join(str(key) for key in list(last)[:_NAMES_TOLD])
        more = ", …" if len(last) > _NAMES_TOLD else ""
        return f"{path or 'the answer'} has {names or 'no fields'}{more}"
    if isinstance(last, list):
        return f"{path or 'the answer'} has {len(last):,} items"
    return f"{path or 'the answer'} has no parts"
