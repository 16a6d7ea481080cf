"""What a run of sandboxed code came to."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from math import isfinite
from types import NoneType
from typing import Any

DEEPEST = 100


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


def as_json(value: Any, depth: int = 0) -> Any:
    """A value of the sandbox as JSON: sets and tuples become lists, bytes base64, instances their
    attributes, everything else its text."""
    if isinstance(value, str | int | NoneType) or (isinstance(value, float) and isfinite(value)):
        return value
    if depth >= DEEPEST:
        return "..."
    if isinstance(value, list | tuple):
        return [as_json(each, depth + 1) for each in value]
    if isinstance(value, set | frozenset):
        return sorted((as_json(each, depth + 1) for each in value), key=repr)
    attributes = getattr(value, "attributes", value)
    if isinstance(attributes, Mapping):
        return {str(key): as_json(each, depth + 1) for key, each in attributes.items()}
    return _as_text(value)


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date | time) else str(value)
