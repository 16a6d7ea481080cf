"""From the property schema of an action to the JSON Schema (2020-12) of a tool's arguments."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from weavz_tui.model.enums import PropertyType
from weavz_tui.model.properties import Options, Property

DIALECT = "https://json-schema.org/draft/2020-12/schema"
OPTIONS_TOOL = "weavz_property_options"

Schema = dict[str, Any]

FILE_SCHEMA: Schema = {
    "anyOf": [
        {
            "type": "string",
            "pattern": "^(https?://|data:)",
            "title": "An http(s) address or a data URL",
        },
        {
            "type": "object",
            "title": "Content with a name",
            "properties": {
                "filename": {"type": "string"},
                "mimeType": {"type": "string"},
                "base64": {"type": "string", "contentEncoding": "base64"},
                "content": {"type": "string", "description": "Text, instead of base64."},
                "url": {"type": "string", "format": "uri"},
            },
            "anyOf": [
                {"required": ["base64"]},
                {"required": ["content"]},
                {"required": ["url"]},
            ],
        },
    ]
}


def arguments_schema(properties: Sequence[Property], hidden: Collection[str] = ()) -> Schema:
    """The schema of a tool's arguments, without the `hidden` keys, which are fixed elsewhere."""
    shown = [each for each in properties if _is_input(each) and each.name not in hidden]
    return {"$schema": DIALECT, **_group(shown)}


def property_schema(each: Property) -> Schema:
    """The schema of one property."""
    schema = _SHAPES.get(each.type, _text)(each)
    found: Schema = {"title": each.display_name, **schema}
    if description := _description(each):
        found["description"] = description
    if each.default_value is not None:
        found["default"] = each.default_value
    return found


def _group(properties: Sequence[Property]) -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": {each.name: property_schema(each) for each in properties if _is_input(each)},
    }
    required = [
        each.name
        for each in properties
        if each.required and each.default_value is None and _is_input(each)
    ]
    return {**schema, "required": required} if required else schema


def _is_input(each: Property) -> bool:
    """Markdown is shown to people and takes nothing."""
    return each.type is not PropertyType.MARKDOWN


def _description(each: Property) -> str:
    """What it is for, and what has to be known before it can be filled in."""
    parts = [each.description.strip()]
    siblings = [key for key in each.refreshers if key != "auth"]
    after = f" after giving {', '.join(siblings)}" if siblings else ""
    if each.type is PropertyType.DYNAMIC:
        parts.append(
            f"Its fields are known only{after or ' when asked for'}: {OPTIONS_TOOL} tells them. "
            "They are checked when the tool is called."
        )
    elif each.fetches_options:
        parts.append(f"{OPTIONS_TOOL} tells the choices{after}.")
    elif siblings:
        parts.append(f"Depends on {', '.join(siblings)}.")
    return " ".join(part for part in parts if part)


def _text(each: Property) -> Schema:
    if each.secret or each.type is PropertyType.SECRET_TEXT:
        return {"type": "string", "format": "password", "writeOnly": True}
    return {"type": "string"}


def _number(each: Property) -> Schema:
    bounds = {"minimum": each.minimum, "maximum": each.maximum}
    known = {key: _whole(value) for key, value in bounds.items() if value is not None}
    return {"type": "number", **known}


def _choice(each: Property) -> Schema:
    if each.options is None or not each.options.options:
        return {"type": "string"}
    return {"oneOf": _titled(each.options)}


def _fetched(each: Property) -> Schema:
    """The service decides what it takes: known choices are no limit."""
    return {"type": ["string", "number", "boolean"]}


def _choices(each: Property) -> Schema:
    return {"type": "array", "items": _choice(each), "uniqueItems": True}


def _fetched_choices(each: Property) -> Schema:
    return {"type": "array", "items": _fetched(each)}


def _titled(options: Options) -> list[Schema]:
    return [{"const": each.value, "title": each.label} for each in options.options]


def _array(each: Property) -> Schema:
    if each.properties:
        return {"type": "array", "items": _group(each.properties)}
    if each.item_type in {None, PropertyType.JSON}:
        return {"type": "array"}
    item = each.model_copy(update={"type": each.item_type})
    return {"type": "array", "items": _SHAPES.get(item.type, _text)(item)}


def _object(each: Property) -> Schema:
    return _group(each.properties) if each.properties else {"type": "object"}


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value


_SHAPES: Mapping[PropertyType, Callable[[Property], Schema]] = {
    PropertyType.NUMBER: _number,
    PropertyType.CHECKBOX: lambda each: {"type": "boolean"},
    PropertyType.DROPDOWN: _fetched,
    PropertyType.STATIC_DROPDOWN: _choice,
    PropertyType.MULTI_SELECT_DROPDOWN: _fetched_choices,
    PropertyType.STATIC_MULTI_SELECT_DROPDOWN: _choices,
    PropertyType.DYNAMIC: lambda each: {"type": "object"},
    PropertyType.ARRAY: _array,
    PropertyType.OBJECT: _object,
    PropertyType.JSON: lambda each: {},
    PropertyType.FILE: lambda each: FILE_SCHEMA,
    PropertyType.DATE_TIME: lambda each: {"type": "string", "format": "date-time"},
    PropertyType.BASIC_AUTH: lambda each: {"type": "object"},
    PropertyType.CUSTOM_AUTH: lambda each: {"type": "object"},
    PropertyType.OAUTH2: lambda each: {"type": "object"},
}
