"""What a run of sandboxed code came to."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from math import inf, isfinite
from types import NoneType
from typing import Any

DEEPEST = 100
EACH = 8
# Bits of the longest number that Python writes in digits.
LONGEST_NUMBER = 13_950


@dataclass(frozen=True, slots=True)
class CodeError:
    """Why the code stopped. `line` and `column` count from one in the given code; they are None
    where a limit stopped it. `traceback` is as Python prints it."""

    type: str
    message: str
    line: int | None = None
    column: int | None = None
    traceback: str = ""

    def __str__(self) -> str:
        where = f" (line {self.line})" if self.line else ""
        return f"{self.type}: {self.message}{where}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result as JSON values, what was printed and, when it failed, why.

    `logs` are the printed lines in order; `stdout` and `stderr` the same text apart. `seconds` is
    the whole time, waiting for host functions included.
    """

    result: Any
    logs: tuple[str, ...]
    stdout: str
    stderr: str
    error: CodeError | None
    seconds: float


def as_json(value: Any, *, most: float = inf) -> Any:
    """A value of the sandbox as JSON: sets and tuples become lists, bytes base64, instances their
    attributes, everything else its text.

    Raises ValueError for more than `most` characters, each value counting as eight besides its
    text, and for a number that is too long to be written. A list that holds the same list twice,
    and so on, costs the code nothing and would fill any memory here.
    """
    return _as_json(value, 0, _Room(most))


class _Room:
    """What is left for a value, in characters."""

    def __init__(self, most: float) -> None:
        self._most = self._left = most

    def take(self, characters: int) -> None:
        self._left -= EACH + characters
        if self._left < 0:
            raise ValueError(f"the value is larger than {self._most:.0f} characters")


def _as_json(value: Any, depth: int, room: _Room) -> Any:
    room.take(len(value) if isinstance(value, str) else 0)
    if isinstance(value, int) and value.bit_length() > LONGEST_NUMBER:
        raise ValueError("a number has more than 4,200 digits")
    if isinstance(value, str | int | NoneType) or (isinstance(value, float) and isfinite(value)):
        return value
    if depth >= DEEPEST:
        return "..."
    if isinstance(value, list | tuple):
        return [_as_json(each, depth + 1, room) for each in value]
    if isinstance(value, set | frozenset):
        return sorted((_as_json(each, depth + 1, room) for each in value), key=repr)
    attributes = getattr(value, "attributes", value)
    if isinstance(attributes, Mapping):
        found = {}
        for key, each in attributes.items():
            name = str(_as_json(key, depth + 1, room))
            found[name] = _as_json(each, depth + 1, room)
        return found
    text = _as_text(value)
    room.take(len(text))
    return text


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date | time) else str(value)
