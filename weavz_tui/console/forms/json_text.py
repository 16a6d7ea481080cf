"""Inputs as JSON text and back, without loss."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


class NotJson(ValueError):
    """Text that is not JSON; `line` and `column` count from 1, 0 when there is no one place."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        place = f"line {line}, column {column}: " if line else ""
        super().__init__(f"{place}{message}")
        self.line = line
        self.column = column


def to_text(value: Any) -> str:
    """JSON over several lines, characters as they are; what UTF-8 cannot hold is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, indent=2, allow_nan=False)
    return text


def to_line(value: Any) -> str:
    """JSON on one line."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


def from_text(text: str) -> Any:
    """The value of a JSON text. Raises NotJson with the place, also for a key that comes twice,
    NaN and infinities, which JSON does not have."""
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise NotJson(_plainly(error), error.lineno, error.colno) from None
    except RecursionError:
        raise NotJson("nested too deeply") from None
    except NotJson:
        raise
    except ValueError as error:
        raise NotJson(str(error)) from None


def object_from_text(text: str) -> dict[str, Any]:
    """The object of a JSON text; nothing but blanks is an object without keys."""
    if not text.strip():
        return {}
    value = from_text(text)
    if not isinstance(value, dict):
        raise NotJson('the input is an object: write {"key": value}')
    return value


def same(left: Any, right: Any) -> bool:
    """Whether two JSON values are the same, 1 and True and 1.0 told apart."""
    if type(left) is not type(right):
        return False
    if isinstance(left, Mapping):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


def _plainly(error: json.JSONDecodeError) -> str:
    at_end = not error.doc[error.pos :].strip()
    if error.msg.startswith("Expecting property name"):
        return (
            'the text ends early: } or a "key" is missing'
            if at_end
            else ("a key is expected here; keys stand in double quotes, and no comma before }")
        )
    if error.msg == "Expecting value":
        return (
            "the text ends early: a value is missing"
            if at_end
            else ("a value is expected here; texts stand in double quotes, no comma before ]")
        )
    return error.msg[:1].lower() + error.msg[1:]


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise NotJson(f'the key "{key}" comes twice')
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise NotJson(f"{name} is not JSON; write null or a number")
