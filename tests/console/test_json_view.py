"""The JSON viewer folds, finds, and tells what there is to copy."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests.console.form_app import HOSTILE
from weavz_tui.console.widgets.json_lines import JsonLines
from weavz_tui.console.widgets.json_tree import JsonTree, scalar_text
from weavz_tui.console.widgets.json_view import JsonView
from weavz_tui.console.widgets.text_lines import TextLines
from weavz_tui.console.widgets.window_table import WindowTable

VALUE = {
    "updates": {"spreadsheetId": "1f9KqT2", "updatedRows": 1},
    "rows": [{"name": "a", "n": 1}, {"name": "b", "n": None}],
    "odd key": [True],
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=80),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)


class ViewApp(App[None]):
    """The view alone."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.view = JsonView(value)

    def compose(self) -> ComposeResult:
        """The view."""
        yield self.view

    def on_mount(self) -> None:
        """The view takes the keys."""
        self.view.focus()

    def lines(self) -> list[str]:
        """What stands on the screen."""
        lines = self.view.query_one("#json-tree", JsonLines)
        return [lines.render_line(y).text.rstrip() for y in range(lines.size.height)]


async def settled(pilot: Pilot[None]) -> None:
    """Until every message and worker is done."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def mentions(value: Any, key: str = "", *, root: bool = True) -> int:
    """How many lines of a value have an `a` in key or text, counted the long way."""
    if isinstance(value, dict | list) and value:
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        own = 0 if root else int("a" in key.lower())
        return own + sum(mentions(inner, str(name), root=False) for name, inner in pairs)
    text = "" if isinstance(value, dict | list) else scalar_text(value)
    return int("a" in key.lower() or "a" in text.lower())


@settings(max_examples=60)
@given(JSON)
def test_every_find_can_be_revealed(value: Any) -> None:
    tree = JsonTree(value)
    for index in [i for i, line in enumerate(tree.lines) if line.depth == 0][::-1]:
        tree.fold(index)
    total = tree.search("a")
    assert total == mentions(value)
    seen, index = [], 0
    for number in range(total):
        found = tree.next_hit(index, 1, here=number == 0)
        assert found is not None
        seen.append(tree.lines[found].places)
        index = found
    assert len(set(seen)) == total


@settings(max_examples=60)
@given(JSON)
def test_folding_and_unfolding_gives_the_same_lines(value: Any) -> None:
    tree = JsonTree(value)
    before = [(line.places, line.key) for line in tree.lines]
    opened = [line.places for line in tree.lines if line.opened]
    top = [index for index, line in enumerate(tree.lines) if line.depth == 0]
    for index in reversed(top):
        tree.fold(index)
    for places in opened:
        tree.unfold(tree.reveal(places))
    assert [(line.places, line.key) for line in tree.lines] == before


async def test_the_tree_stands_as_it_was_drawn() -> None:
    app = ViewApp(VALUE)
    async with app.run_test(size=(60, 12)) as pilot:
        await settled(pilot)
        assert app.lines()[:4] == [
            "▌▾ updates",
            '     spreadsheetId  "1f9KqT2"',
            "     updatedRows    1",
            " ▾ rows",
        ]


async def test_folding_with_keys() -> None:
    app = ViewApp(VALUE)
    async with app.run_test(size=(60, 12)) as pilot:
        await settled(pilot)
        await pilot.press("j", "left", "left")
        assert app.lines()[0].startswith("▌▸ updates  2 fields")
        await pilot.press("enter")
        assert app.lines()[0] == "▌▾ updates"


async def test_search_goes_round() -> None:
    app = ViewApp(VALUE)
    async with app.run_test(size=(60, 16)) as pilot:
        await settled(pilot)
        await pilot.press("/", "n", "a", "m", "e", "enter")
        await settled(pilot)
        lines = app.view.query_one("#json-tree", JsonLines)
        assert app.view.copied() == ("a", "rows[0].name")
        await pilot.press("n")
        assert app.view.copied() == ("b", "rows[1].name")
        await pilot.press("n")
        assert app.view.copied_path() == "rows[0].name"
        await pilot.press("N")
        assert app.view.copied_path() == "rows[1].name"
        assert lines.has_focus


async def test_paths_are_written_as_code() -> None:
    app = ViewApp(VALUE)
    async with app.run_test(size=(60, 16)) as pilot:
        await settled(pilot)
        await pilot.press("G")
        assert app.view.copied() == ("true", '["odd key"][0]')


async def test_a_list_of_records_has_a_table() -> None:
    app = ViewApp(VALUE["rows"])
    async with app.run_test(size=(60, 16)) as pilot:
        await settled(pilot)
        await pilot.press("v")
        await settled(pilot)
        table = app.view.query_one(WindowTable)
        assert table.has_focus
        assert table.shown_columns == ("name", "n")
        assert table.render_line(2).text.split() == ["b", "null"]
        assert app.view.copied_path() == "[0]"
        await pilot.press("v")
        await settled(pilot)
        assert app.view.query_one(TextLines).render_line(0).text.startswith("▌[")
        app.view.show({"other": 1})
        await settled(pilot)
        assert app.lines()[0] == "▌  other  1"


@pytest.mark.parametrize("value", ["text", 1, None, [], {}, HOSTILE], ids=repr)
async def test_values_without_parts_are_one_line(value: Any) -> None:
    app = ViewApp(value)
    async with app.run_test(size=(60, 16)) as pilot:
        await settled(pilot)
        assert len([line for line in app.lines() if line.strip()]) == 1


async def test_hostile_keys_and_values_stay_text() -> None:
    app = ViewApp({HOSTILE: HOSTILE, "list": [{HOSTILE: {HOSTILE: 1}}]})
    async with app.run_test(size=(80, 16)) as pilot:
        await settled(pilot)
        assert "[/eu] [red]x[/]" in app.lines()[0]
        assert not any("\x1b" in line for line in app.lines())
        await pilot.press("v", "/", "[", "enter", "n")
        await settled(pilot)
        assert app.view.found_line.display


async def test_long_texts_unfold_into_lines() -> None:
    app = ViewApp({"body": "word " * 40 + "\nsecond line"})
    async with app.run_test(size=(100, 16)) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        assert app.lines()[0] == "▌▾ body"
        assert app.lines()[4].strip() == "second line"
        await pilot.press("down")
        assert app.view.copied()[0].startswith("word word")
        assert app.view.copied_path() == "body"


async def test_fifty_thousand_nodes_stay_fast() -> None:
    value = [{"id": n, "name": f"name {n}", "tags": ["a", "b"]} for n in range(10_000)]
    app = ViewApp(value)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        started = process_time()
        tree = app.view.query_one("#json-tree", JsonLines)
        app.view.search("name 9999")
        await settled(pilot)
        assert tree.found == 1
        assert app.view.copied_path() == "[9999].name"
        await pilot.press("pageup", "pagedown", "left", "left")
        assert process_time() - started < 2


async def test_a_scroll_bar_that_comes_late_has_long_lines_broken_anew() -> None:
    app = ViewApp("x" * 200)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.view.view("raw")
        await settled(pilot)
        await app.view.wrap()
        await settled(pilot)
        text = app.view.query_one(TextLines)
        assert (text.rows.width, text.show_vertical_scrollbar) == (text.room, False)
        text.rows.add("\n".join(["y" * 200] * 20))
        text.measure()
        await settled(pilot)
        assert text.show_vertical_scrollbar
        assert text.rows.width == text.room
        assert "…" not in "".join(text.render_line(y).text for y in range(text.size.height))
