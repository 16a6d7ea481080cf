"""Values checked against the schemas of a Google discovery file."""

from __future__ import annotations

import base64
import binascii
import copy
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Schema = dict[str, Any]

_IS_TYPE: Mapping[str, Callable[[Any], bool]] = {
    "any": lambda value: True,
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}
_TEXT_OF_TYPE = {"integer": r"-?\d+", "boolean": "true|false", "number": r"-?\d+(\.\d+)?"}
_WRONG: Mapping[str, Any] = {"string": {"wrong": 1}, "object": "wrong", "array": "wrong"}


class Schemas:
    """The schemas of one file; `method` is the method whose requests have required properties."""

    def __init__(self, schemas: Mapping[str, Schema], method: str = "") -> None:
        self._schemas = schemas
        self._method = method

    @property
    def _clears(self) -> bool:
        """Whether null clears a property, as it does in the body of a patch."""
        return self._method.endswith(".patch")

    def problems(self, schema: Schema, value: Any, path: str) -> Iterator[str]:
        """What is wrong with a value, with the path to it."""
        schema = self._resolved(schema)
        kind = schema.get("type", "any")
        if value is None and self._clears:
            return
        if not _IS_TYPE[kind](value):
            yield f"{path} must be of type {kind}: {value!r}"
        elif kind == "object":
            yield from self._object_problems(schema, value, path)
        elif kind == "array":
            for index, each in enumerate(value):
                yield from self.problems(schema["items"], each, f"{path}.{index}")
        elif kind == "string":
            yield from self._string_problems(schema, value, path)

    def text_problems(self, schema: Schema, value: str, path: str) -> Iterator[str]:
        """What is wrong with a value that a query or a path carries as text."""
        kind = schema.get("type", "string")
        if kind in _TEXT_OF_TYPE and not re.fullmatch(_TEXT_OF_TYPE[kind], value):
            yield f"{path} must be of type {kind}: {value!r}"
        elif kind == "string":
            yield from self._string_problems(schema, value, path)
        elif kind == "integer":
            if int(value) < int(schema.get("minimum", value)):
                yield f"{path} is below {schema['minimum']}: {value}"
            if int(value) > int(schema.get("maximum", value)):
                yield f"{path} is above {schema['maximum']}: {value}"

    def broken(self, schema: Schema, value: Any, path: str) -> Iterator[tuple[str, Any]]:
        """Copies of a right value that are wrong in one place, each with what is wrong."""
        schema = self._resolved(schema)
        kind = schema.get("type", "any")
        if kind == "any":
            return
        yield f"{path} of another type", copy.deepcopy(_WRONG.get(kind, "wrong"))
        if "enum" in schema:
            yield f"{path} is no choice", "NOT_A_CHOICE"
        if kind == "object":
            yield from self._broken_object(schema, value, path)
        elif kind == "array":
            for index, each in enumerate(value):
                for what, wrong in self.broken(schema["items"], each, f"{path}.{index}"):
                    yield what, [*value[:index], wrong, *value[index + 1 :]]

    def _broken_object(
        self, schema: Schema, value: dict[str, Any], path: str
    ) -> Iterator[tuple[str, Any]]:
        if "additionalProperties" not in schema:
            yield f"{path} with an unknown property", {**value, "notAProperty": 1}
        for name, each in value.items():
            inner = self._property(schema, name)
            assert inner is not None
            for what, wrong in self.broken(inner, each, f"{path}.{name}"):
                yield what, {**value, name: wrong}
            if self._is_required(inner):
                yield f"{path} without {name}", {k: v for k, v in value.items() if k != name}

    def _object_problems(self, schema: Schema, value: dict[str, Any], path: str) -> Iterator[str]:
        for name, each in value.items():
            inner = self._property(schema, name)
            if inner is None:
                yield f"{path}.{name} is unknown"
            else:
                yield from self.problems(inner, each, f"{path}.{name}")
        for name, inner in schema.get("properties", {}).items():
            if self._is_required(inner) and name not in value:
                yield f"{path}.{name} is missing"

    def _string_problems(self, schema: Schema, value: str, path: str) -> Iterator[str]:
        if "enum" in schema and value not in schema["enum"]:
            yield f"{path} must be one of {schema['enum']}: {value!r}"
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"{path} must match {schema['pattern']}: {value!r}"
        if schema.get("format") in {"int64", "uint64"} and not re.fullmatch(r"-?\d+", value):
            yield f"{path} must be a whole number: {value!r}"
        if schema.get("format") == "byte":
            try:
                base64.b64decode(value, altchars=b"-_", validate=True)
            except binascii.Error:
                yield f"{path} must be base64url"

    def _resolved(self, schema: Schema) -> Schema:
        return self._schemas[schema["$ref"]] if "$ref" in schema else schema

    def _property(self, schema: Schema, name: str) -> Schema | None:
        found: Schema | None = schema.get("properties", {}).get(
            name, schema.get("additionalProperties")
        )
        return found

    def _is_required(self, schema: Schema) -> bool:
        return self._method in schema.get("annotations", {}).get("required", ())
