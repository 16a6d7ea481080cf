"""What stands in a field reads back as the value it was written from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.console.form_app import TYPES, choices, prop
from weavz_tui.console.forms.convert import (
    Unreadable,
    loose_text,
    loose_value,
    pair_of,
    pair_text,
    text_of,
    value_of,
)
from weavz_tui.console.forms.json_text import NotJson, from_text, object_from_text, same, to_text
from weavz_tui.console.forms.words import iso_of, moment_of
from weavz_tui.model.properties import Option, Options

TEXTS = st.text(min_size=1)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
FINITE = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
JSON = st.recursive(
    FINITE,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=15,
)
PRESENT = datetime(2026, 11, 18, 15, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize("kind", [TYPES.SHORT_TEXT, TYPES.LONG_TEXT, TYPES.SECRET_TEXT])
@given(value=TEXTS)
def test_texts(kind: Any, value: str) -> None:
    each = prop("x", kind)
    assert value_of(each, text_of(each, value)) == value


@given(st.integers(-(10**300), 10**300) | st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_keep_value_and_type(value: int | float) -> None:
    each = prop("x", TYPES.NUMBER)
    assert same(value_of(each, text_of(each, value)), value)


@given(st.datetimes())
def test_dates_stay_as_they_are_written(moment: datetime) -> None:
    each = prop("x", TYPES.DATE_TIME)
    assert value_of(each, text_of(each, moment.isoformat())) == moment.isoformat()


@given(st.lists(st.tuples(TEXTS, TEXTS | st.integers()), max_size=5), st.integers(0, 4))
def test_choices_of_a_list(pairs: list[tuple[str, Any]], which: int) -> None:
    options = Options(options=tuple(Option(label=label, value=value) for label, value in pairs))
    each = prop("x", TYPES.DROPDOWN, options=options)
    if which < len(pairs):
        value = pairs[which][1]
        written = text_of(each, value)
        if written not in {text_of(each, other) for _, other in pairs if other != value}:
            assert value_of(each, written) == value


@given(TEXTS)
def test_choices_written_by_hand(value: str) -> None:
    each = prop("x", TYPES.DROPDOWN)
    assert value_of(each, text_of(each, value)) == value


@given(st.sampled_from(["https://example.org/a.pdf", "data:text/plain,hi"]) | TEXTS)
def test_files(text: str) -> None:
    each = prop("x", TYPES.FILE)
    value = value_of(each, text)
    assert value_of(each, text_of(each, value)) == value


@given(JSON)
def test_values_of_any_type_on_one_line(value: Any) -> None:
    assert same(loose_value(loose_text(value)), value)


@given(st.text(), JSON)
def test_pairs(key: str, value: Any) -> None:
    found_key, found = pair_of(pair_text(key, value))
    assert found_key == key
    assert same(found, value)


@given(JSON)
def test_json_text(value: Any) -> None:
    assert same(from_text(to_text(value)), value)


@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_a_whole_input_as_json_text(value: dict[str, Any]) -> None:
    assert same(object_from_text(to_text(value)), value)


@pytest.mark.parametrize(
    ("text", "short", "message"),
    [
        ("12.400,00", "not a number", "12.400,00 is not a number. Write 12400 or 12400.5"),
        ("1_000", "not a number", "1_000 is not a number. Write 12400 or 12400.5"),
        ("NaN", "not a number", "NaN is not a number. Write 12400 or 12400.5"),
        ("1e999", "too large", "1e999 is too large for a number."),
        ("11", "too large", "11 must be at most 10."),
        ("-1", "too small", "-1 must be at least 0."),
    ],
)
def test_what_is_no_number_is_told(text: str, short: str, message: str) -> None:
    each = prop("x", TYPES.NUMBER, minimum=0, maximum=10)
    with pytest.raises(Unreadable) as raised:
        value_of(each, text)
    assert (raised.value.short, raised.value.message) == (short, message)


def test_what_is_no_choice_is_told() -> None:
    each = prop("x", TYPES.STATIC_DROPDOWN, options=choices("Red", "Blue"))
    with pytest.raises(Unreadable, match="Green is not one of: Red, Blue"):
        value_of(each, "Green")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1,}', "line 1, column 9: "),
        ('{"a": 1, "a": 2}', 'the key "a" comes twice'),
        ("[NaN]", "NaN is not JSON"),
        ('{"a": ', "the text ends early"),
        ("[1]", "the input is an object"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_json_is_told(text: str, message: str) -> None:
    with pytest.raises(NotJson, match=message.replace("[", r"\[")):
        object_from_text(text)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("now", PRESENT),
        ("Today", datetime(2026, 11, 18, tzinfo=UTC)),
        ("tomorrow", datetime(2026, 11, 19, tzinfo=UTC)),
        ("friday", datetime(2026, 11, 20, tzinfo=UTC)),
        ("next wednesday", datetime(2026, 11, 25, tzinfo=UTC)),
        ("+90m", PRESENT + timedelta(minutes=90)),
        ("in 2 hours", PRESENT + timedelta(hours=2)),
        ("3 days ago", PRESENT - timedelta(days=3)),
        ("-1 w", PRESENT - timedelta(weeks=1)),
        ("someday", None),
        ("+5 parsecs", None),
        ("+999999w", None),
    ],
)
def test_moments_in_words(words: str, expected: datetime | None) -> None:
    assert moment_of(words, PRESENT) == expected


@given(st.text())
def test_words_never_fail(words: str) -> None:
    found = moment_of(words, PRESENT)
    assert found is None or iso_of(found).endswith("Z")
