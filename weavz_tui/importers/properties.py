"""From a schema to a property: the type that fits best (wire C.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from weavz_tui.catalog.schema import title_of
from weavz_tui.importers.shapes import NOTHING, Schema, Seen, Shapes, kind_of, values_of
from weavz_tui.importers.texts import clean, ended
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.properties import Option, Options, Property

DEEPEST = 4
MOST_FIELDS = 200
MOST_OPTIONS = 300
LONG = 200
_LONG_NAMES = frozenset(
    {"body", "comment", "content", "description", "html", "markdown", "message", "note", "notes",
     "prompt", "summary", "text"}
)  # fmt: skip
_SCALARS: Mapping[str, PropertyType] = {
    "number": PropertyType.NUMBER,
    "integer": PropertyType.NUMBER,
    "boolean": PropertyType.CHECKBOX,
}
_SCALAR_TYPES = (str, int, float, bool)


class PropertyMaker:
    """Makes the properties of one document's operations; `begin` with each of them."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._fields = 0
        self._makers: Mapping[str, Callable[..., dict[str, Any]]] = {
            "string": self._text,
            "array": self._array,
            "object": self._object,
        }

    def begin(self) -> None:
        """Another operation: as many fields again."""
        self._shapes.begin()
        self._fields = 0

    def make(
        self,
        name: str,
        schema: Any,
        *,
        required: bool = False,
        description: str = "",
        seen: Seen = NOTHING,
        depth: int = 0,
    ) -> Property:
        """The property of a schema, under the key `name`."""
        self._fields += 1
        flat, seen = self._shapes.flat(schema, seen)
        values = self._values(name, flat, seen, depth)
        text = clean(description) or clean(flat.get("description"))
        default = flat.get("default")
        if isinstance(default, _SCALAR_TYPES) and default != "" and required:
            values["default_value"] = default
        elif isinstance(default, _SCALAR_TYPES) and str(default) not in text:
            text = f"{ended(text)} Default: {clean(str(default), 60)}.".strip()
        only = values_of(flat)
        if required and len(only) == 1 and isinstance(only[0], _SCALAR_TYPES):
            values["default_value"] = only[0]
        title = flat.get("title")
        is_title = isinstance(title, str) and 0 < len(title) <= 40 and not depth
        return Property(
            name=name,
            display_name=clean(title, 40) if is_title else title_of(name)[:60],
            description=text,
            required=required,
            **values,
        )

    def fields(self, flat: Schema, seen: Seen, depth: int) -> tuple[Property, ...]:
        """The properties of an object, without those that only answers have."""
        known = flat.get("properties")
        if not isinstance(known, dict) or depth > DEEPEST or flat.get("cycle"):
            return ()
        needed = flat.get("required")
        required = {str(each) for each in needed} if isinstance(needed, list) else set()
        found = []
        for name, schema in known.items():
            if self._fields >= MOST_FIELDS and name not in required:
                continue
            if isinstance(schema, dict) and schema.get("readOnly") is True:
                continue
            found.append(
                self.make(str(name), schema, required=name in required, seen=seen, depth=depth)
            )
        return tuple(found)

    def _values(self, name: str, flat: Schema, seen: Seen, depth: int) -> dict[str, Any]:
        kind = kind_of(flat)
        options = choices(flat)
        if options is not None and kind not in {"array", "object", "boolean"}:
            return {"type": PropertyType.STATIC_DROPDOWN, "options": options}
        if kind in _SCALARS:
            return {"type": _SCALARS[kind], **_bounds(flat)}
        maker = self._makers.get(kind)
        return maker(name, flat, seen, depth) if maker else {"type": PropertyType.JSON}

    def _text(self, name: str, flat: Schema, seen: Seen, depth: int) -> dict[str, Any]:
        written = flat.get("format")
        if flat.get("type") == "file" or written == "binary":
            return {"type": PropertyType.FILE}
        if written in {"date-time", "google-datetime"}:
            return {"type": PropertyType.DATE_TIME}
        if written == "password":
            return {"type": PropertyType.SECRET_TEXT, "secret": True}
        longest = flat.get("maxLength")
        is_long = isinstance(longest, int) and longest >= LONG
        is_short = isinstance(longest, int) and longest < LONG
        if is_long or written == "byte" or (name.lower() in _LONG_NAMES and not is_short):
            return {"type": PropertyType.LONG_TEXT}
        return {"type": PropertyType.SHORT_TEXT}

    def _array(self, name: str, flat: Schema, seen: Seen, depth: int) -> dict[str, Any]:
        items, seen = self._shapes.flat(flat.get("items"), seen)
        options = choices(items)
        kind = kind_of(items)
        if options is not None and kind not in {"array", "object", "boolean"}:
            return {"type": PropertyType.STATIC_MULTI_SELECT_DROPDOWN, "options": options}
        if kind == "object":
            rows = self.fields(items, seen, depth + 1)
            if rows:
                return {"type": PropertyType.ARRAY, "properties": rows}
            return {"type": PropertyType.ARRAY, "item_type": PropertyType.OBJECT}
        if kind in _SCALARS:
            return {"type": PropertyType.ARRAY, "item_type": _SCALARS[kind]}
        if kind == "string":
            item = self._text("", items, seen, depth)["type"]
            return {"type": PropertyType.ARRAY, "item_type": item}
        return {"type": PropertyType.ARRAY, "item_type": PropertyType.JSON}

    def _object(self, name: str, flat: Schema, seen: Seen, depth: int) -> dict[str, Any]:
        return {"type": PropertyType.OBJECT, "properties": self.fields(flat, seen, depth + 1)}


def choices(flat: Schema) -> Options | None:
    """The values of an enumeration, where they are few enough to be chosen from."""
    values = values_of(flat)
    if not values or len(values) > MOST_OPTIONS:
        return None
    if not all(isinstance(each, str | int | float) for each in values):
        return None
    unique = list(dict.fromkeys(values))
    return Options(
        options=tuple(Option(label=clean(str(each), 80) or '""', value=each) for each in unique)
    )


def _bounds(flat: Schema) -> dict[str, float]:
    if kind_of(flat) == "boolean":
        return {}
    found = {"minimum": flat.get("minimum"), "maximum": flat.get("maximum")}
    return {
        key: value
        for key, value in found.items()
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300
    }
