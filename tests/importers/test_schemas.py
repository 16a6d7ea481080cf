"""The types that schemas come to."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.importers.made import body_of, fields, operation
from weavz_tui.model.enums import PropertyType

STRING = {"type": "string"}


@pytest.mark.parametrize(
    ("schema", "type"),
    [
        (STRING, "SHORT_TEXT"),
        ({"type": "string", "maxLength": 5000}, "LONG_TEXT"),
        ({"type": "string", "format": "date-time"}, "DATE_TIME"),
        ({"type": "string", "format": "date"}, "SHORT_TEXT"),
        ({"type": "string", "format": "password"}, "SECRET_TEXT"),
        ({"type": "string", "format": "binary"}, "FILE"),
        ({"type": "string", "enum": ["a", "b"]}, "STATIC_DROPDOWN"),
        ({"enum": [1, 2]}, "STATIC_DROPDOWN"),
        ({"const": "only"}, "STATIC_DROPDOWN"),
        ({"type": "integer"}, "NUMBER"),
        ({"type": ["number", "null"]}, "NUMBER"),
        ({"type": "boolean"}, "CHECKBOX"),
        ({"type": "boolean", "enum": [True]}, "CHECKBOX"),
        ({"type": "array", "items": STRING}, "ARRAY"),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, "STATIC_MULTI_SELECT_DROPDOWN"),
        ({"type": "object"}, "OBJECT"),
        ({"properties": {"a": STRING}}, "OBJECT"),
        ({"type": "object", "additionalProperties": STRING}, "OBJECT"),
        ({"anyOf": [STRING, {"type": "null"}]}, "SHORT_TEXT"),
        ({"oneOf": [{"type": "integer"}, {"type": "number"}]}, "NUMBER"),
        ({"oneOf": [{"const": "a"}, {"const": "b"}]}, "STATIC_DROPDOWN"),
        ({"oneOf": [STRING, {"type": "object"}]}, "JSON"),
        ({"type": ["string", "integer"]}, "JSON"),
        ({"allOf": [STRING, {"description": "x"}]}, "SHORT_TEXT"),
        ({}, "JSON"),
        (True, "JSON"),
        ({"$ref": "#/components/schemas/Nothing"}, "JSON"),
        ({"type": 7, "enum": {}, "items": 3}, "ARRAY"),
    ],
)
def test_a_schema_gets_the_type_that_fits_best(schema: Any, type: str) -> None:
    found = fields({"type": "object", "properties": {"it": schema}})
    assert found["it"].type is PropertyType(type)


def test_a_long_enumeration_is_a_text() -> None:
    values = [f"v{number}" for number in range(1000)]
    found = fields({"properties": {"it": {"type": "string", "enum": values}}})
    assert found["it"].type is PropertyType.SHORT_TEXT


def test_parts_add_up_and_what_all_variants_need_is_needed() -> None:
    schema = {
        "allOf": [{"$ref": "#/components/schemas/Named"}, {"properties": {"age": {}}}],
        "required": ["age"],
        "oneOf": [
            {"properties": {"kind": {"const": "cat"}, "claws": STRING}, "required": ["kind"]},
            {"properties": {"kind": {"const": "dog"}, "tail": STRING}, "required": ["kind"]},
        ],
    }
    named = {"type": "object", "properties": {"name": STRING}, "required": ["name"]}
    found = fields(schema, Named=named)
    assert list(found)[:3] == ["name", "age", "kind"] or set(found) == {
        "name", "age", "kind", "claws", "tail"
    }  # fmt: skip
    assert {key for key, each in found.items() if each.required} == {"name", "age", "kind"}
    assert [each.value for each in (found["kind"].options or fail()).options] == ["cat", "dog"]


def fail() -> Any:
    raise AssertionError("there are no options")


def test_what_contains_itself_ends() -> None:
    node = {
        "type": "object",
        "properties": {"name": STRING, "child": {"$ref": "#/components/schemas/Node"}},
    }
    found = fields({"$ref": "#/components/schemas/Node"}, Node=node)
    assert found["child"].type is PropertyType.OBJECT
    assert found["child"].properties == ()
    loop = {"$ref": "#/components/schemas/Loop"}
    assert fields({"properties": {"it": loop}}, Loop=loop)["it"].type is PropertyType.OBJECT


def test_what_branches_without_end_takes_no_time() -> None:
    names = [f"S{number}" for number in range(40)]
    schemas: dict[str, Any] = {
        name: {"oneOf": [{"$ref": f"#/components/schemas/{names[i + 1]}"},
                         {"properties": {"a": {"$ref": f"#/components/schemas/{names[i + 1]}"}}}]}
        for i, name in enumerate(names[:-1])
    }  # fmt: skip
    schemas[names[-1]] = STRING
    started = time.process_time()
    fields({"properties": {"it": {"$ref": "#/components/schemas/S0"}}}, **schemas)
    assert time.process_time() - started < 2


def test_many_fields_are_cut_but_never_the_required_ones() -> None:
    many = {f"f{number}": STRING for number in range(1000)}
    found = fields({"properties": many, "required": ["f999"]})
    assert len(found) < 400
    assert found["f999"].required


def test_a_default_is_told_and_not_sent_unless_it_is_needed() -> None:
    schema = {
        "properties": {"size": {"type": "integer", "default": 5}, "kind": {"const": "x"}},
        "required": ["kind"],
    }
    found = fields(schema)
    assert found["size"].default_value is None
    assert "Default: 5." in found["size"].description
    assert found["kind"].default_value == "x"


def test_what_only_answers_have_is_left_out() -> None:
    found = fields({"properties": {"id": {"type": "string", "readOnly": True}, "name": STRING}})
    assert list(found) == ["name"]


def test_nested_objects_keep_their_fields_and_bounds() -> None:
    inner = {"properties": {"n": {"type": "integer", "minimum": 1, "maximum": 9}}}
    found = fields({"properties": {"rows": {"type": "array", "items": inner}}})
    (number,) = found["rows"].properties
    assert (number.minimum, number.maximum) == (1, 9)


def test_descriptions_are_one_line_of_text() -> None:
    described = {
        "type": "string",
        "description": "<p>An <b>id</b>\n\n see [here](http://x.example)",
    }
    found = fields({"properties": {"id": described}})
    assert found["id"].description == "An id see here"


def test_a_body_that_is_no_object_is_one_input() -> None:
    root = body_of({"type": "array", "items": {"type": "integer"}})
    (whole,) = operation(root, "add").properties
    assert (whole.name, whole.type, whole.required) == ("body", PropertyType.ARRAY, True)
