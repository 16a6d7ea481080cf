"""Outputs as JSON data: whatever an action returns can be shown, sent and kept."""

from __future__ import annotations

import math
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from pydantic import BaseModel

from weavz_tui.model.base import iso
from weavz_tui.model.errors import ActionFailed
from weavz_tui.model.files import SAVING, WHOLE_LIMIT, FileContent, in_megabytes


def plain(value: Any) -> Any:
    """A value as JSON has it.

    Bytes become Base64, files an object that a FILE input takes, moments ISO 8601, sets lists,
    keys text; a number that JSON lacks (NaN, infinity) becomes null, what is left its own text.
    """
    kind = type(value)
    if kind is str:
        return value if value.isascii() else plain_text(value)
    if kind is int or kind is bool or value is None:
        return value
    if kind is dict:
        return {
            key if type(key) is str and key.isascii() else plain_text(str(key)): plain(each)
            for key, each in value.items()
        }
    if kind is list or kind is tuple:
        return [plain(each) for each in value]
    return _unusual(value)


def plain_text(text: str) -> str:
    """A text that can be encoded: half of a surrogate pair, which JSON can smuggle in, becomes a
    question mark."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="replace").decode()
    return text


def _unusual(value: Any) -> Any:
    for kind, as_json in _UNUSUAL:
        if isinstance(value, kind):
            return as_json(value)
    return plain_text(str(value))


def _file(file: FileContent) -> dict[str, Any]:
    """Raises ActionFailed over 25 MB, more than JSON is to carry."""
    if file.size > WHOLE_LIMIT:
        size, limit = in_megabytes(file.size), in_megabytes(WHOLE_LIMIT)
        raise ActionFailed(
            "Action execution failed",
            details={
                "message": f"{file.filename} has {size}; JSON carries at most {limit} of a file",
                "statusCode": None,
            },
            hint=SAVING,
        )
    content = b64encode(file.content).decode()
    return {**file.summary, "base64": content}


# The first that fits: an enumeration may be a text, a moment is a date.
_UNUSUAL: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (Enum, lambda value: plain(value.value)),
    (str, lambda value: plain_text(str(value))),
    (float, lambda value: float(value) if math.isfinite(value) else None),
    (int, int),
    ((bytes, bytearray, memoryview), lambda value: b64encode(value).decode()),
    (FileContent, _file),
    (datetime, lambda value: iso(value) if value.tzinfo else value.isoformat()),
    (date, date.isoformat),
    (BaseModel, lambda value: plain(value.model_dump(by_alias=True))),
    (Mapping, lambda value: plain(dict(value))),
    (Iterable, lambda value: [plain(each) for each in value]),
)
