"""What stands in a field of one line, as a value and back. Pure.

`text_of` and `value_of` belong together: for every value that a property can hold, the text reads
back as the same value. Texts that mean no value raise `Unreadable`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from weavz_tui.console.forms.json_text import NotJson, from_text, to_line
from weavz_tui.console.forms.words import iso_of, moment_of
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.properties import Property
from weavz_tui.model.validation import Invalid, convert

Reader = Callable[[Property, str], Any]
Writer = Callable[[Property, Any], str]

_SHOWN = 40
_INTEGER = re.compile(r"[+-]?\d+")
_DECIMAL = re.compile(r"[+-]?(\d+\.\d*|\.\d+|\d+)([eE][+-]?\d+)?")


class Unreadable(ValueError):
    """A text that is no value of its type: `short` for the row, the whole for the help."""

    def __init__(self, short: str, message: str) -> None:
        super().__init__(message)
        self.short = short
        self.message = message


def text_of(each: Property, value: Any) -> str:
    """A value as it stands in a field; null and absent values have no text."""
    if value is None:
        return ""
    return _WRITERS.get(each.type, _write_text)(each, value)


def value_of(each: Property, text: str) -> Any:
    """The value that a text in a field means. Raises Unreadable."""
    return _READERS.get(each.type, _read_text)(each, text)


def pair_text(key: str, value: Any) -> str:
    """A key and its value as `key: value`; quotes only where they are needed."""
    plain = key and key == key.strip() and ":" not in key and not key.startswith('"')
    shown_key = key if plain and key.isprintable() else json.dumps(key)
    return f"{shown_key}: {loose_text(value)}"


def pair_of(text: str) -> tuple[str, Any]:
    """Reads `key: value`. Raises Unreadable when there is no key or no colon."""
    stripped = text.strip()
    if stripped.startswith('"'):
        try:
            key, end = json.JSONDecoder().raw_decode(stripped)
        except ValueError:
            raise Unreadable("key?", "The quote of the key is not closed.") from None
        rest = stripped[end:].lstrip()
        if rest.startswith(":"):
            return str(key), loose_value(rest[1:].strip())
    else:
        key, colon, rest = stripped.partition(":")
        if colon and key.strip():
            return key.strip(), loose_value(rest.strip())
    raise Unreadable("key: value", f"{_short(text)} has no key. Write key: value")


def loose_text(value: Any) -> str:
    """A value of any type: a text as it is unless it would read as something else, else JSON."""
    if isinstance(value, str) and _stays_text(value):
        return value
    return to_line(value)


def loose_value(text: str) -> Any:
    """Reads what `loose_text` writes: JSON where it is JSON, else the text itself."""
    try:
        return from_text(text)
    except NotJson:
        return text


def _stays_text(value: str) -> bool:
    if not value or value != value.strip() or not value.isprintable():
        return False
    return isinstance(loose_value(value), str) and loose_value(value) == value


def _read_text(_: Property, text: str) -> str:
    return text


def _write_text(_: Property, value: Any) -> str:
    return value if isinstance(value, str) else to_line(value)


def _read_number(each: Property, text: str) -> int | float:
    stripped = text.strip()
    if _INTEGER.fullmatch(stripped) and len(stripped) < 400:
        number: int | float = int(stripped)
    elif _DECIMAL.fullmatch(stripped):
        number = float(stripped)
        if number in {float("inf"), float("-inf")}:
            raise Unreadable("too large", f"{_short(text)} is too large for a number.")
    else:
        raise Unreadable("not a number", f"{_short(text)} is not a number. Write 12400 or 12400.5")
    return _in_range(each, number)


def _in_range(each: Property, number: int | float) -> int | float:
    try:
        convert(each, number)
    except Invalid as invalid:
        limit = "too small" if each.minimum is not None and number < each.minimum else "too large"
        raise Unreadable(limit, f"{number} {invalid}.") from None
    return number


def _write_number(_: Property, value: Any) -> str:
    return value if isinstance(value, str) else to_line(value)


def _read_date(each: Property, text: str) -> str:
    found = moment_of(text, datetime.now().astimezone())
    if found is not None:
        return iso_of(found)
    try:
        convert(each, text)
    except Invalid:
        raise Unreadable(
            "not a date",
            f"{_short(text)} is not a date. Write 2026-12-01T09:30:00Z, now, tomorrow or +2h",
        ) from None
    return text


def _read_choice(each: Property, text: str) -> Any:
    """The value of the option with this label, else of this value, else what was written."""
    options = each.options.options if each.options else ()
    for option in options:
        if option.label == text:
            return option.value
    for option in options:
        if _choice_text(option.value) == text:
            return option.value
    if each.type is PropertyType.STATIC_DROPDOWN and options:
        choices = ", ".join(_short(option.label) for option in options[:12])
        raise Unreadable("not a choice", f"{_short(text)} is not one of: {choices}")
    return loose_value(text) if text.startswith('"') else text


def _write_choice(each: Property, value: Any) -> str:
    """The value's label, where no other value has the same one."""
    options = each.options.options if each.options else ()
    labels = [option.label for option in options if _alike(option.value, value)]
    if labels and _alike(_value_by_label(each, labels[0]), value):
        return labels[0]
    return _choice_text(value)


def _value_by_label(each: Property, label: str) -> Any:
    options = each.options.options if each.options else ()
    return next(option.value for option in options if option.label == label)


def _choice_text(value: Any) -> str:
    if isinstance(value, str) and not value.startswith('"'):
        return value
    return to_line(value)


def _alike(left: Any, right: Any) -> bool:
    return type(left) is type(right) and bool(left == right)


def _read_file(_: Property, text: str) -> Any:
    stripped = text.strip()
    if stripped.startswith(("http://", "https://", "data:")):
        return stripped
    if stripped.startswith("{"):
        return loose_value(stripped)
    return {"path": text}


def _write_file(_: Property, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and list(value) == ["path"] and isinstance(value["path"], str):
        return value["path"]
    return to_line(value)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


_READERS: Mapping[PropertyType, Reader] = {
    PropertyType.NUMBER: _read_number,
    PropertyType.DATE_TIME: _read_date,
    PropertyType.DROPDOWN: _read_choice,
    PropertyType.STATIC_DROPDOWN: _read_choice,
    PropertyType.FILE: _read_file,
}
_WRITERS: Mapping[PropertyType, Writer] = {
    PropertyType.NUMBER: _write_number,
    PropertyType.DROPDOWN: _write_choice,
    PropertyType.STATIC_DROPDOWN: _write_choice,
    PropertyType.FILE: _write_file,
}
