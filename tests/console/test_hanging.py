"""Where a line goes on that has no room."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.content import Content

from weavz_tui.console.text import aligned
from weavz_tui.console.widgets.hanging import HangingText, hung


@pytest.mark.parametrize(
    ("row", "broken"),
    [
        ("name    one two three four", ["name    one two", "        three four"]),
        ("✗ BAD  one two three four", ["✗ BAD  one two", "  three four"]),
        ("  a: one two three four", ["  a: one two three", "  four"]),
        ("one two three four five six", ["one two three four", "five six"]),
        ("short", ["short"]),
        ("id      0123456789abcdefghij", ["id      0123456789", "        abcdefghij"]),
        ("id      0123456789abcdef", ["id", "  0123456789abcdef"]),
        ("a long label of words  and more", ["a long label of", "words  and more"]),
        ("a *  JSON  one two three", ["a *  JSON  one two", "           three"]),
        ('"text": "a  b c d e f g h"', ['"text": "a  b c d', 'e f g h"']),
        ("名前    数 数 数 数 数 数", ["名前    数 数 数", "        数 数 数"]),
    ],
)
def test_what_is_broken_off_stands_below_its_value(row: str, broken: list[str]) -> None:
    found = hung(Content(row), 18).plain.split("\n")
    assert [each.rstrip() for each in found] == broken


def test_styles_and_blank_lines_stay() -> None:
    text = Content.assemble(("name    ", "bold"), "one two three four\n\nlast")
    found = hung(text, 18)
    assert found.plain.split("\n")[2:] == ["", "last"]
    assert [(span.start, span.end) for span in found.spans] == [(0, 8)]


async def test_a_text_is_as_high_as_its_lines() -> None:
    class Shown(App[None]):
        def compose(self) -> ComposeResult:
            yield HangingText(Content("name    one two three four\nmore"))

    async with Shown().run_test(size=(18, 10)) as pilot:
        text = pilot.app.query_one(HangingText)
        assert text.size.height == 3
        text.update(Content("name    one"))
        await pilot.pause()
        assert text.size.height == 1
        await pilot.resize_terminal(9, 10)
        await pilot.pause()
        assert text.size.height == 2


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    rows = [["a", "DROPDOWN", "one"], ["a long name", "JSON", "two"], ["名前", "", "three"]]
    shown = [each.plain for each in aligned([[*map(Content, row)] for row in rows], most=8)]
    assert shown == [
        "a         DROPDOWN  one",
        "a long …  JSON      two",
        "名前                three",
    ]
    assert aligned([]) == []
