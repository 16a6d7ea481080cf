"""A database's properties: as fields of a form, as values, as a filter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from weavz_tui.catalog import Option, Options, Property, ValidationError
from weavz_tui.integrations.notion.service import rich_text
from weavz_tui.model.enums import PropertyType as P

Schema = Mapping[str, Mapping[str, Any]]

_KINDS: Mapping[str, P] = {
    "title": P.SHORT_TEXT,
    "rich_text": P.LONG_TEXT,
    "number": P.NUMBER,
    "select": P.STATIC_DROPDOWN,
    "status": P.STATIC_DROPDOWN,
    "multi_select": P.STATIC_MULTI_SELECT_DROPDOWN,
    "date": P.DATE_TIME,
    "checkbox": P.CHECKBOX,
    "url": P.SHORT_TEXT,
    "email": P.SHORT_TEXT,
    "phone_number": P.SHORT_TEXT,
    "people": P.ARRAY,
    "relation": P.ARRAY,
}
_OPERATORS: Mapping[str, str] = {
    "title": "contains",
    "rich_text": "contains",
    "url": "contains",
    "email": "contains",
    "phone_number": "contains",
    "multi_select": "contains",
    "people": "contains",
    "relation": "contains",
    "number": "equals",
    "select": "equals",
    "status": "equals",
    "date": "equals",
    "checkbox": "equals",
}


def fields_of(schema: Schema) -> Sequence[Property]:
    """A field for each property that can be written, the title first."""
    found = [
        _field(name, each, _KINDS[each["type"]])
        for name, each in schema.items()
        if each["type"] in _KINDS
    ]
    return sorted(found, key=lambda field: schema[field.name]["type"] != "title")


def filter_fields_of(schema: Schema) -> Sequence[Property]:
    """A field for each property that can be searched for; of several values one is enough."""
    single = {P.ARRAY: P.SHORT_TEXT, P.STATIC_MULTI_SELECT_DROPDOWN: P.STATIC_DROPDOWN}
    kinds = {name: _KINDS[each["type"]] for name, each in schema.items() if each["type"] in _KINDS}
    return [_field(name, schema[name], single.get(kind, kind)) for name, kind in kinds.items()]


def values_of(schema: Schema, given: Mapping[str, Any]) -> dict[str, Any]:
    """Values as Notion takes them; one that is an object already goes as it is.

    Raises ValidationError for a property that the database lacks or that cannot be written.
    """
    found: dict[str, Any] = {}
    for key, value in given.items():
        name, kind = _property(schema, key, "databaseFields")
        if isinstance(value, dict):
            found[name] = value
        elif (write := _WRITERS.get(kind)) is None:
            raise ValidationError.of(databaseFields=f"{name!r} ({kind}) cannot be written")
        elif value is not None:
            found[name] = {kind: write(value)}
    return found


def filter_of(schema: Schema, given: Mapping[str, Any]) -> dict[str, Any] | None:
    """A filter that all the given values have to pass; None where none is given.

    Raises ValidationError for a property that the database lacks or that cannot be searched.
    """
    conditions = []
    for key, value in given.items():
        if value is None or value in ("", []):
            continue
        name, kind = _property(schema, key, "filterDatabaseFields")
        if isinstance(value, dict):
            conditions.append({"property": name, **value})
            continue
        if (operator := _OPERATORS.get(kind)) is None:
            message = f"{name!r} ({kind}) cannot be searched"
            raise ValidationError.of(filterDatabaseFields=message)
        wanted = value if isinstance(value, list) else [value]
        conditions += [{"property": name, kind: {operator: _bare(kind, each)}} for each in wanted]
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else {"and": conditions}


def _field(name: str, described: Mapping[str, Any], kind: P) -> Property:
    choices = (described.get(described["type"]) or {}).get("options") if described else None
    options = None
    if choices is not None and kind in {P.STATIC_DROPDOWN, P.STATIC_MULTI_SELECT_DROPDOWN}:
        listed = tuple(Option(label=each["name"], value=each["name"]) for each in choices)
        options = Options(options=listed)
    return Property(
        name=name,
        type=kind,
        display_name=name,
        description=str(described.get("description") or ""),
        options=options,
        item_type=P.SHORT_TEXT if kind is P.ARRAY else None,
    )


def _property(schema: Schema, key: str, field: str) -> tuple[str, str]:
    """Name and type of the property that a name or an ID means."""
    for name, each in schema.items():
        if key in {name, each.get("id")}:
            return name, str(each["type"])
    known = ", ".join(schema)
    raise ValidationError.of(**{field: f"the database has no property {key!r}; it has: {known}"})


def _bare(kind: str, value: Any) -> Any:
    if kind == "number":
        return _number(value)
    return _truth(value) if kind == "checkbox" else str(value)


def _number(value: Any) -> float | None:
    if value == "":
        return None
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise ValidationError.of(databaseFields=f"{value!r} is not a number") from error
    return int(number) if number.is_integer() else number


def _truth(value: Any) -> bool:
    return value.strip().lower() == "true" if isinstance(value, str) else bool(value)


def _many(value: Any) -> list[Any]:
    if isinstance(value, str):
        return [each.strip() for each in value.split(",") if each.strip()]
    return list(value) if isinstance(value, list | tuple) else [value]


def _references(value: Any) -> list[Any]:
    return [each if isinstance(each, dict) else {"id": str(each)} for each in _many(value)]


def _date(value: Any) -> dict[str, str] | None:
    start, slash, end = str(value).partition("/")
    if not start.strip():
        return None
    return {"start": start.strip(), **({"end": end.strip()} if slash and end.strip() else {})}


def _text_or_nothing(value: Any) -> str | None:
    return str(value) or None


def _choice(value: Any) -> dict[str, str] | None:
    return {"name": str(value)} if value != "" else None


_WRITERS: Mapping[str, Callable[[Any], Any]] = {
    "title": lambda value: rich_text(str(value)),
    "rich_text": lambda value: rich_text(str(value)),
    "number": _number,
    "select": _choice,
    "status": _choice,
    "multi_select": lambda value: [{"name": str(each)} for each in _many(value)],
    "date": _date,
    "checkbox": _truth,
    "url": _text_or_nothing,
    "email": _text_or_nothing,
    "phone_number": _text_or_nothing,
    "people": _references,
    "relation": _references,
}
