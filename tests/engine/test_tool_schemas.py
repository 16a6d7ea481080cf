"""Property schemas as JSON Schema: every type, what it takes and what it refuses (wire C.4)."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from weavz_tui.engine.servers.tool_schemas import arguments_schema, property_schema
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.properties import Option, Options, Property
from weavz_tui.model.validation import check


def made(type: PropertyType, **fields: Any) -> Property:
    return Property(**{"name": "it", "type": type, "display_name": "It", **fields})


CHOICES = Options(options=(Option(label="One", value=1), Option(label="Two", value="two")))
SUB = (made(PropertyType.NUMBER, name="n", required=True), made(PropertyType.SHORT_TEXT, name="t"))

CASES: tuple[tuple[Property, list[Any], list[Any]], ...] = (
    (made(PropertyType.SHORT_TEXT), ["x", ""], [1, None]),
    (made(PropertyType.NUMBER, minimum=1, maximum=3), [1, 2.5], [0, 4, "2"]),
    (made(PropertyType.CHECKBOX), [True], ["true", 1]),
    (made(PropertyType.STATIC_DROPDOWN, options=CHOICES), [1, "two"], ["One", 2]),
    (made(PropertyType.STATIC_MULTI_SELECT_DROPDOWN, options=CHOICES), [[1], []], [["x"], 1]),
    (made(PropertyType.DROPDOWN), ["C1", 5], [{}, []]),
    (made(PropertyType.MULTI_SELECT_DROPDOWN), [["C1", 5]], ["C1", [{}]]),
    (made(PropertyType.ARRAY), [[1, "x", {}]], [{}, "x"]),
    (made(PropertyType.ARRAY, item_type=PropertyType.NUMBER), [[1]], [["x"]]),
    (made(PropertyType.ARRAY, properties=SUB), [[{"n": 1, "t": "x"}]], [[{"t": "x"}], [1]]),
    (made(PropertyType.OBJECT), [{}, {"a": 1}], [[], "x"]),
    (made(PropertyType.OBJECT, properties=SUB), [{"n": 1}], [{"n": "x"}, {}]),
    (made(PropertyType.JSON), [1, "x", [], {}, True], []),
    (made(PropertyType.DYNAMIC), [{"any": 1}], ["x"]),
    (
        made(PropertyType.FILE),
        ["https://example.com/x", "data:,x", {"base64": "eA=="}, {"content": "x"}],
        ["x", {}, {"filename": "x"}],
    ),
    (made(PropertyType.DATE_TIME), ["2026-12-01T09:30:00Z"], [1]),
    (made(PropertyType.SECRET_TEXT), ["x"], [1]),
)


@pytest.mark.parametrize(("each", "good", "bad"), CASES, ids=lambda each: str(each)[:40])
def test_a_schema_takes_what_the_engine_takes(
    each: Property, good: list[Any], bad: list[Any]
) -> None:
    schema = arguments_schema([each])
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for value in good:
        assert validator.is_valid({"it": value}), value
        assert not check([each], {"it": value}).errors, value
    for value in bad:
        assert not validator.is_valid({"it": value}), value


def test_titles_bounds_and_defaults_are_carried() -> None:
    schema = property_schema(
        made(PropertyType.NUMBER, description="How many.", default_value=5, minimum=1, maximum=9)
    )
    assert schema == {
        "title": "It",
        "type": "number",
        "minimum": 1,
        "maximum": 9,
        "description": "How many.",
        "default": 5,
    }
    choices = property_schema(made(PropertyType.STATIC_DROPDOWN, options=CHOICES))
    assert choices["oneOf"] == [{"const": 1, "title": "One"}, {"const": "two", "title": "Two"}]


def test_what_is_required_and_has_no_default_is_required() -> None:
    schema = arguments_schema(
        [
            made(PropertyType.SHORT_TEXT, name="a", required=True),
            made(PropertyType.SHORT_TEXT, name="b", required=True, default_value="x"),
            made(PropertyType.SHORT_TEXT, name="c", required=True),
            made(PropertyType.MARKDOWN, name="d"),
        ],
        hidden={"c"},
    )
    assert (list(schema["properties"]), schema["required"]) == (["a", "b"], ["a"])


def test_it_says_what_has_to_be_known_before() -> None:
    dropdown = property_schema(made(PropertyType.DROPDOWN, refreshers=("auth", "team")))
    dynamic = property_schema(made(PropertyType.DYNAMIC, refreshers=("form",)))
    text = property_schema(made(PropertyType.SHORT_TEXT, refreshers=("kind",)))
    assert dropdown["description"] == "weavz_property_options tells the choices after giving team."
    assert "after giving form: weavz_property_options tells them" in dynamic["description"]
    assert text["description"] == "Depends on kind."
