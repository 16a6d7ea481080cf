"""Paths, texts and differences of JSON values."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.console.hostile import dangers
from tests.console.test_json_view import JSON
from weavz_tui.console.widgets.json_diff import Change, differences
from weavz_tui.console.widgets.json_filter import PathMistake, parse, select
from weavz_tui.console.widgets.json_text import text_of
from weavz_tui.console.widgets.slices import at_once
from weavz_tui.console.widgets.text_rows import TextRows

VALUE = {"items": [{"id": 1, "name": "a", "odd key": [1, 2]}, {"id": 2, "name": "b"}], "total": 2}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("items[*].name", {"items[0].name": "a", "items[1].name": "b"}),
        (".items[].id", {"items[0].id": 1, "items[1].id": 2}),
        ("$.items[-1].name", {"items[1].name": "b"}),
        ("items.0.name", {"items[0].name": "a"}),
        ('items[0]["odd key"][1]', {'items[0]["odd key"][1]': 2}),
        ("items[0]['odd key'][*]", {'items[0]["odd key"][0]': 1, 'items[0]["odd key"][1]': 2}),
        ("..id", {"items[0].id": 1, "items[1].id": 2}),
        ("*", {"items": VALUE["items"], "total": 2}),
        ("items[*].missing", {}),
    ],
)
def test_a_path_selects(path: str, found: dict[str, Any]) -> None:
    assert at_once(select(VALUE, parse(path))) == found


@pytest.mark.parametrize("path", ["items[", "items[x]", "a..", "a]"])
def test_a_wrong_path_is_refused(path: str) -> None:
    with pytest.raises(PathMistake):
        parse(path)


@settings(max_examples=100)
@given(JSON.filter(lambda value: not isinstance(value, str)))
@example({"\U000e0020": ["\u200c\x7f\u2060", "\ufeff\u202e"]})
def test_the_text_is_the_value(value: Any) -> None:
    text = text_of(value)
    assert json.loads(text) == value
    assert not dangers(text.replace("\u200b", "").replace("\u200d", "")) - {"'\\xad'"}


@settings(max_examples=100)
@given(JSON, JSON)
def test_only_what_differs_is_a_difference(old: Any, new: Any) -> None:
    assert at_once(differences(old, old)) == []
    found = at_once(differences(old, new))
    assert bool(found) == (json.dumps(old, sort_keys=True) != json.dumps(new, sort_keys=True))


def test_records_are_compared_by_their_id() -> None:
    old = [{"id": 1, "n": 1}, {"id": 2, "n": 2}]
    new = [{"id": 3, "n": 3}, {"id": 1, "n": 9}]
    assert at_once(differences(old, new)) == [
        Change("added", "[0]", new={"id": 3, "n": 3}),
        Change("changed", "[1].n", 1, 9),
        Change("removed", "[1]", old={"id": 2, "n": 2}),
    ]


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(exclude_characters="\n"), max_size=30)), st.integers(2, 20))
@example(["\x1f\x1f\x80"], 2)
def test_broken_lines_hold_the_same_text(lines: list[str], width: int) -> None:
    rows = TextRows()
    rows.add("\n".join(lines))
    at_once(rows.breaking(width))
    assert "".join(rows.row(n) for n in range(len(rows))) == "".join(lines)
