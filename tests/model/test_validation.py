"""Every property type: what fits, what is converted without loss, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from weavz_tui.model.enums import PropertyType as T
from weavz_tui.model.properties import Option, Options, Property
from weavz_tui.model.validation import Invalid, check, convert

CHOICES = Options(options=(Option(label="One", value=1), Option(label="Two", value="two")))
FILE_URL = "https://a.example/f.png"


def property_of(type: T, **fields: Any) -> Property:
    return Property(name="p", type=type, display_name="P", **fields)


TEXT = property_of(T.SHORT_TEXT)
NUMBER = property_of(T.NUMBER)
BOUNDED = property_of(T.NUMBER, minimum=1, maximum=10)
CHECKBOX = property_of(T.CHECKBOX)
SELECT = property_of(T.STATIC_DROPDOWN, options=CHOICES)
FETCHED = property_of(T.DROPDOWN, options=CHOICES)
SELECTS = property_of(T.STATIC_MULTI_SELECT_DROPDOWN, options=CHOICES)
FETCHEDS = property_of(T.MULTI_SELECT_DROPDOWN)
ANY_LIST = property_of(T.ARRAY)
NUMBERS = property_of(T.ARRAY, item_type=T.NUMBER)
GROUP = property_of(T.OBJECT, properties=(NUMBER.model_copy(update={"required": True}),))
ROWS = property_of(T.ARRAY, properties=GROUP.properties)
ANY_OBJECT = property_of(T.OBJECT)
JSON = property_of(T.JSON)
FILE = property_of(T.FILE)
MOMENT = property_of(T.DATE_TIME)


@pytest.mark.parametrize(
    ("each", "given", "expected"),
    [
        (TEXT, "hello", "hello"),
        (TEXT, "", ""),
        (TEXT, 5, "5"),
        (property_of(T.LONG_TEXT), "a\nb", "a\nb"),
        (property_of(T.SECRET_TEXT), "s", "s"),
        (property_of(T.MARKDOWN), "# x", "# x"),
        (NUMBER, 5, 5),
        (NUMBER, 5.5, 5.5),
        (NUMBER, " 12400 ", 12400),
        (NUMBER, "-1e3", -1000.0),
        (BOUNDED, "10", 10),
        (CHECKBOX, False, False),
        (CHECKBOX, "True", True),
        (SELECT, "1", 1),
        (SELECT, "two", "two"),
        (FETCHED, "not among them", "not among them"),
        (SELECTS, ["two", "1"], ["two", 1]),
        (SELECTS, '["two"]', ["two"]),
        (FETCHEDS, ["x"], ["x"]),
        (ANY_LIST, '[1, "a"]', [1, "a"]),
        (ANY_LIST, (1, 2), [1, 2]),
        (NUMBERS, ["1", 2], [1, 2]),
        (ROWS, [{"p": "1", "more": True}], [{"p": 1, "more": True}]),
        (ANY_OBJECT, '{"a": null}', {"a": None}),
        (GROUP, {"p": "1"}, {"p": 1}),
        (property_of(T.DYNAMIC), {"a": 1}, {"a": 1}),
        (property_of(T.CUSTOM_AUTH), {"a": 1}, {"a": 1}),
        (JSON, '{"a": 1}', {"a": 1}),
        (JSON, "plain text", "plain text"),
        (JSON, 5, 5),
        (FILE, FILE_URL, FILE_URL),
        (FILE, {"base64": "aGk=", "filename": "f"}, {"base64": "aGk=", "filename": "f"}),
        (MOMENT, "2026-12-01T09:30:00Z", "2026-12-01T09:30:00Z"),
        (MOMENT, " 2026-12-01 ", "2026-12-01"),
    ],
)
def test_what_fits_or_can_be_converted_without_loss(
    each: Property, given: Any, expected: Any
) -> None:
    found = convert(each, given)
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("each", "given"),
    [
        (TEXT, True),
        (TEXT, ["a"]),
        (NUMBER, "twelve"),
        (NUMBER, "1_000"),
        (NUMBER, ""),
        (NUMBER, True),
        (NUMBER, float("nan")),
        (NUMBER, "inf"),
        pytest.param(NUMBER, "9" * 5000, id="no finite number"),
        (NUMBER, []),
        (BOUNDED, 0),
        (BOUNDED, "10.5"),
        (CHECKBOX, 1),
        (CHECKBOX, "yes"),
        (CHECKBOX, ""),
        (SELECT, "three"),
        (SELECT, {}),
        (FETCHED, []),
        (SELECTS, ["three"]),
        (SELECTS, "two"),
        (FETCHEDS, [{}]),
        (ANY_LIST, "a, b"),
        (ANY_LIST, {}),
        (ANY_LIST, "[1"),
        (ANY_LIST, "[NaN]"),
        pytest.param(ANY_LIST, "[" * 100_000, id="nested too deeply"),
        (ANY_OBJECT, "[]"),
        (ANY_OBJECT, "{'a': 1}"),
        (ANY_OBJECT, 5),
        (JSON, "{not json"),
        (JSON, '{"a": Infinity}'),
        (FILE, "/etc/passwd"),
        (FILE, {"filename": "f"}),
        (FILE, {"base64": 5}),
        (MOMENT, "tomorrow"),
        (MOMENT, ""),
    ],
)
def test_what_does_not_fit_is_refused(each: Property, given: Any) -> None:
    with pytest.raises(Invalid):
        convert(each, given)


@pytest.mark.parametrize(
    ("each", "given", "paths"),
    [
        (NUMBERS, [1, "x", None], {"p.1", "p.2"}),
        (ROWS, [{"p": 1}, {}, {"p": "x"}], {"p.1.p", "p.2.p"}),
        (GROUP, {"q": 1}, {"p.p"}),
    ],
)
def test_errors_name_the_place_inside_a_value(each: Property, given: Any, paths: set[str]) -> None:
    assert set(check([each], {"p": given}).errors) == paths


@pytest.mark.parametrize("type", list(T))
def test_absent_stays_absent_and_null_stays_null(type: T) -> None:
    each = property_of(type)
    assert check([each], {}).values == {}
    assert check([each], {"p": None}).values == {"p": None}


@pytest.mark.parametrize("type", list(T))
@pytest.mark.parametrize("given", [{}, {"p": None}])
def test_what_is_required_must_be_there(type: T, given: dict[str, Any]) -> None:
    assert check([property_of(type, required=True)], given).errors == {"p": "required"}


def test_an_empty_text_is_a_text() -> None:
    assert check([property_of(T.SHORT_TEXT, required=True)], {"p": ""}).values == {"p": ""}


def test_unknown_keys_are_told_and_passed_over() -> None:
    found = check([TEXT], {"p": "a", "q": 1})
    assert (found.values, found.unknown) == ({"p": "a"}, ["q"])
