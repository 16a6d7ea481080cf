"""What a schema comes to: references followed, `allOf` merged, the best fit of `oneOf` taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from weavz_tui.importers.references import References

Schema = dict[str, Any]
Seen = frozenset[str]

MOST_STEPS = 4000
MOST_PARTS = 60
MOST_NESTED = 24
NOTHING: Seen = frozenset()
_CHOICES = ("oneOf", "anyOf")
_NULL = "null"


class Shapes:
    """Flattens the schemas of one document; `begin` starts the count of steps anew, because a
    schema may branch without end."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._steps = 0

    def begin(self) -> None:
        """Another operation."""
        self._steps = 0

    def flat(self, schema: Any, seen: Seen = NOTHING, depth: int = 0) -> tuple[Schema, Seen]:
        """A schema without references, `allOf`, `oneOf` and `anyOf`, and every reference that was
        followed; `{"cycle": True}` where it contains itself."""
        self._steps += 1
        if not isinstance(schema, dict) or depth > MOST_NESTED or self._steps > MOST_STEPS:
            return {}, seen
        ref = schema.get("$ref")
        if isinstance(ref, str):
            if ref in seen:
                return {"type": "object", "cycle": True}, seen
            found, seen = self.flat(self._references.find(ref), seen | {ref}, depth + 1)
            own = {key: value for key, value in schema.items() if key != "$ref"}
            return {**found, **own} if own else found, seen
        parts = schema.get("allOf")
        if isinstance(parts, list) and parts:
            merged = {key: value for key, value in schema.items() if key != "allOf"}
            for part in parts[:MOST_PARTS]:
                found, seen = self.flat(part, seen, depth + 1)
                merged = merge(merged, found)
            schema = merged
        for word in _CHOICES:
            variants = schema.get(word)
            if isinstance(variants, list) and variants:
                rest = {key: value for key, value in schema.items() if key != word}
                chosen, seen = self._chosen(variants, seen, depth)
                schema = merge(rest, chosen)
        return schema, seen

    def _chosen(self, variants: Sequence[Any], seen: Seen, depth: int) -> tuple[Schema, Seen]:
        found: list[Schema] = []
        followed = seen
        for variant in variants[:MOST_PARTS]:
            shape, more = self.flat(variant, seen, depth + 1)
            followed |= more
            if kind_of(shape) != _NULL:
                found.append(shape)
        return best_fit(found), followed


def merge(one: Schema, other: Schema) -> Schema:
    """Both at once: the first one's words win, properties and required keys add up."""
    merged = {**other, **one}
    properties = {**_mapping(other, "properties"), **_mapping(one, "properties")}
    if properties:
        merged["properties"] = properties
    required = [*_list(one, "required"), *_list(other, "required")]
    if required:
        merged["required"] = list(dict.fromkeys(each for each in required if isinstance(each, str)))
    return merged


def best_fit(variants: Sequence[Schema]) -> Schema:
    """One schema that takes what any of the variants takes, as narrow as a property can say it."""
    if len(variants) <= 1:
        return variants[0] if variants else {}
    kinds = {kind_of(each) for each in variants}
    if kinds == {"object"}:
        return _either_object(variants)
    if all(isinstance(each.get("enum"), list) or "const" in each for each in variants):
        values = [value for each in variants for value in values_of(each)]
        if all(isinstance(each, str) for each in values):
            return {"type": "string", "enum": list(dict.fromkeys(values))}
    if kinds == {"string"}:
        return {"type": "string"}
    if kinds <= {"integer", "number"}:
        return {"type": "number"}
    if kinds == {"array"}:
        return {"type": "array", "items": best_fit([dict(_mapping(x, "items")) for x in variants])}
    return {}


def _either_object(variants: Sequence[Schema]) -> Schema:
    properties: Schema = {}
    required: set[str] | None = None
    for each in variants:
        for key, value in _mapping(each, "properties").items():
            properties[key] = _widened(properties.get(key), value)
        names = {name for name in _list(each, "required") if isinstance(name, str)}
        required = names if required is None else required & names
    found: Schema = {"type": "object", "properties": properties}
    if required:
        found["required"] = sorted(required)
    return found


def _widened(present: Any, other: Any) -> Any:
    if present is None or present == other:
        return other if present is None else present
    return {"oneOf": [present, other]}


def values_of(schema: Mapping[str, Any]) -> list[Any]:
    """The values of an `enum` or a `const`."""
    if "const" in schema:
        return [schema["const"]]
    values = schema.get("enum")
    return [each for each in values if each is not None] if isinstance(values, list) else []


def kind_of(schema: Mapping[str, Any]) -> str:
    """The JSON type of a flat schema; empty where it may be anything."""
    named = schema.get("type")
    if isinstance(named, list):
        kinds = [each for each in named if each != _NULL and isinstance(each, str)]
        if set(kinds) == {"integer", "number"}:
            return "number"
        named = kinds[0] if len(kinds) == 1 else (_NULL if named == [_NULL] else "")
        if not named:
            return ""
    if isinstance(named, str) and named:
        return "string" if named == "file" else named
    if isinstance(schema.get("properties"), dict) or schema.get("additionalProperties"):
        return "object"
    if "items" in schema:
        return "array"
    kinds_of_values = {type(each) for each in values_of(schema)}
    if kinds_of_values == {str}:
        return "string"
    if kinds_of_values and kinds_of_values <= {int, float}:
        return "number"
    return "string" if isinstance(schema.get("format"), str) else ""


def _mapping(schema: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = schema.get(key)
    return found if isinstance(found, dict) else {}


def _list(schema: Mapping[str, Any], key: str) -> list[Any]:
    found = schema.get(key)
    return found if isinstance(found, list) else []
