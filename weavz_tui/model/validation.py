"""Whether values fit a property schema, and what they become (wire E.7).

The engine checks with it before anything is sent; forms check with it while a person types.
"""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from weavz_tui.model.enums import PropertyType
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.files import FileContent
from weavz_tui.model.properties import Property

Converter = Callable[[Property, Any], Any]
FILE_CONTENT_KEYS = ("base64", "url", "data", "content")


class Invalid(ValueError):
    """A value that does not fit; `problems` maps a path below the property to its message."""

    def __init__(self, message: str, problems: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.problems = dict(problems or {"": message})


@dataclass(slots=True)
class Checked:
    """What a check found: converted `values`, `errors` by path (`attachments.0.file`), and the
    keys that no property has."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def check(properties: Sequence[Property], values: Mapping[str, Any]) -> Checked:
    """Check values against a schema and convert what can be converted without loss.

    An absent key stays absent, null stays null (an error where the property is required) and an
    empty text stays an empty text.
    """
    known = {each.name: each for each in properties}
    checked = Checked(unknown=[key for key in values if key not in known])
    for name, each in known.items():
        if name not in values or values[name] is None:
            if each.required:
                checked.errors[name] = "required"
            elif name in values:
                checked.values[name] = None
            continue
        try:
            checked.values[name] = convert(each, values[name])
        except Invalid as invalid:
            for path, message in invalid.problems.items():
                checked.errors[f"{name}.{path}" if path else name] = message
    return checked


def convert(each: Property, value: Any) -> Any:
    """A value as the property has it; raises Invalid with what is wrong and what is right."""
    converter: Converter = _CONVERTERS.get(each.type, _text)
    return converter(each, value)


def _text(each: Property, value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, FileContent):
        return value if each.takes_file else _text_of(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise Invalid(f"must be text, not {kind_of(value)}")


def _text_of(file: FileContent) -> str:
    """The text in a file that was opened here."""
    try:
        return file.content.decode()
    except UnicodeDecodeError:
        raise Invalid(f"{file.filename} is not UTF-8 text") from None
    except ValidationError as error:
        raise Invalid(error.message) from None


def _number(each: Property, value: Any) -> int | float:
    number = _parsed_number(value)
    if each.minimum is not None and number < each.minimum:
        raise Invalid(f"must be at least {each.minimum:g}")
    if each.maximum is not None and number > each.maximum:
        raise Invalid(f"must be at most {each.maximum:g}")
    return number


def _parsed_number(value: Any) -> int | float:
    if isinstance(value, bool):
        raise Invalid("must be a number, not a boolean")
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        value = _number_of_text(value)
    if not isinstance(value, int | float):
        raise Invalid(f"must be a number, not {kind_of(value)}")
    if isinstance(value, float) and not math.isfinite(value):
        raise Invalid("must be a finite number")
    return value


def _number_of_text(text: str) -> int | float:
    stripped = text.strip()
    if "_" not in stripped:
        for kind in (int, float):
            with contextlib.suppress(ValueError):
                return kind(stripped)
    raise Invalid(f"{_short(text)} is not a number; write it like 12400 or 12400.5")


def _checkbox(each: Property, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in {"true", "false"}:
        return value.strip().lower() == "true"
    raise Invalid(f"must be true or false, not {kind_of(value)}")


def _choice(each: Property, value: Any) -> Any:
    if isinstance(value, dict | list):
        raise Invalid(f"must be one value, not {kind_of(value)}")
    if each.type is PropertyType.DROPDOWN or each.options is None:
        return value
    return _listed(each, value)


def _choices(each: Property, value: Any) -> list[Any]:
    items = _list(value)
    for item in items:
        if isinstance(item, dict | list):
            raise Invalid(f"must be a list of values, not of {kind_of(item)}s")
    if each.type is PropertyType.MULTI_SELECT_DROPDOWN or each.options is None:
        return items
    return [_listed(each, item) for item in items]


def _listed(each: Property, value: Any) -> Any:
    options = each.options.options if each.options else ()
    for option in options:
        if option.value == value or str(option.value) == str(value):
            return option.value
    choices = ", ".join(_short(str(option.value)) for option in options[:12])
    raise Invalid(f"{_short(str(value))} is not one of: {choices}")


def _array(each: Property, value: Any) -> list[Any]:
    items = _list(value)
    if not each.properties and each.item_type in {None, PropertyType.JSON}:
        return items
    converted: list[Any] = []
    problems: dict[str, str] = {}
    row = each.model_copy(
        update={"type": PropertyType.OBJECT if each.properties else each.item_type}
    )
    for index, item in enumerate(items):
        try:
            converted.append(convert(row, item))
        except Invalid as invalid:
            for path, message in invalid.problems.items():
                problems[f"{index}.{path}" if path else str(index)] = message
    if problems:
        raise Invalid("some rows are invalid", problems)
    return converted


def _object(each: Property, value: Any) -> dict[str, Any]:
    found = _parsed(value, "{") if isinstance(value, str) else value
    if not isinstance(found, dict):
        raise Invalid(f"must be an object, not {kind_of(value)}")
    if not each.properties or each.type is PropertyType.DYNAMIC:
        return found
    checked = check(each.properties, found)
    if checked.errors:
        raise Invalid("some fields are invalid", checked.errors)
    return {**{key: found[key] for key in checked.unknown}, **checked.values}


def _json(each: Property, value: Any) -> Any:
    if isinstance(value, str) and value.lstrip()[:1] in {"{", "["}:
        return _parsed(value, value.lstrip()[0])
    return value


def _file(each: Property, value: Any) -> Any:
    if isinstance(value, str) and value.startswith(("http://", "https://", "data:")):
        return value
    if isinstance(value, dict) and any(
        isinstance(value.get(key), str) for key in FILE_CONTENT_KEYS
    ):
        return value
    if isinstance(value, FileContent):
        return value
    raise Invalid(
        "must be a URL, a data URL, or an object with one of "
        + ", ".join(FILE_CONTENT_KEYS)
        + " and a filename"
    )


def _date_time(each: Property, value: Any) -> str:
    written: str = _text(each, value)
    try:
        datetime.fromisoformat(written.strip())
    except ValueError:
        message = f"{_short(written)} is not a date; write it like 2026-12-01T09:30:00Z"
        raise Invalid(message) from None
    return written.strip()


def _list(value: Any) -> list[Any]:
    found = _parsed(value, "[") if isinstance(value, str) else value
    if not isinstance(found, list | tuple):
        raise Invalid(f"must be a list, not {kind_of(value)}")
    return list(found)


def _parsed(value: str, opening: str) -> Any:
    wanted = "a list" if opening == "[" else "an object"
    if value.lstrip()[:1] != opening:
        raise Invalid(f"must be {wanted}, not text")
    try:
        return json.loads(value, parse_constant=_no_constant)
    except ValueError as error:
        raise Invalid(f"is not JSON: {error}") from None
    except RecursionError:
        raise Invalid("is nested too deeply") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


def kind_of(value: Any) -> str:
    """The JSON name of a value's type, with its article where one reads better."""
    names = {bool: "a boolean", int: "a number", float: "a number", str: "text", list: "a list"}
    names |= {dict: "an object", type(None): "null"}
    return names.get(type(value), type(value).__name__)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


_CONVERTERS: Mapping[PropertyType, Converter] = {
    PropertyType.NUMBER: _number,
    PropertyType.CHECKBOX: _checkbox,
    PropertyType.DROPDOWN: _choice,
    PropertyType.STATIC_DROPDOWN: _choice,
    PropertyType.MULTI_SELECT_DROPDOWN: _choices,
    PropertyType.STATIC_MULTI_SELECT_DROPDOWN: _choices,
    PropertyType.ARRAY: _array,
    PropertyType.OBJECT: _object,
    PropertyType.DYNAMIC: _object,
    PropertyType.JSON: _json,
    PropertyType.FILE: _file,
    PropertyType.DATE_TIME: _date_time,
    PropertyType.BASIC_AUTH: _object,
    PropertyType.CUSTOM_AUTH: _object,
    PropertyType.OAUTH2: _object,
}
