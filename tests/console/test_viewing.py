"""Reading an answer: filter, search, sort, save, compare; with the worst data too."""

from __future__ import annotations

import asyncio
import json
import stat
from pathlib import Path

import pytest

from tests.console.engine import LARGE, SMALL, console, on, shown, type_in, until
from tests.console.hostile import with_runs
from tests.console.test_json_view import ViewApp, settled
from weavz_tui.console.screens.activity.compare import CompareScreen
from weavz_tui.console.screens.activity.screen import ActivityScreen
from weavz_tui.console.screens.activity.viewer import ViewerScreen
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.home import Home

VALUE = {"items": [{"id": 1, "name": "a", "odd key": [1, 2]}, {"id": 2, "name": "b"}], "total": 2}


async def test_a_filter_shows_only_what_stands_at_a_path() -> None:
    app = ViewApp(VALUE)
    async with app.run_test(size=(60, 12)) as pilot:
        await settled(pilot)
        await pilot.press("f")
        await type_in(pilot, "items[*].nam")
        await pilot.press("enter")
        await settled(pilot)
        assert "nothing is at items[*].nam; items[0] has id, name" in shown(pilot)
        await pilot.press("e", "enter")
        await settled(pilot)
        assert app.lines()[:2] == ['▌  items[0].name  "a"', '   items[1].name  "b"']
        assert "path items[*].name  2" in shown(pilot)
        await pilot.press("j")
        assert app.view.copied() == ("b", "items[1].name")
        await pilot.press("f", "ctrl+u", "enter")
        await settled(pilot)
        assert app.view.showing == VALUE


async def test_filtered_records_are_a_table_with_their_paths() -> None:
    app = ViewApp(VALUE)
    async with app.run_test(size=(60, 12)) as pilot:
        await settled(pilot)
        app.view.set_filter("items[*]")
        await settled(pilot)
        await pilot.press("v")
        await settled(pilot)
        assert app.view.mode == "table"
        await pilot.press("j")
        assert app.view.copied_path() == "items[1]"
        await pilot.press("slash", "a", "enter")
        await settled(pilot)
        assert app.view.copied_path() == "items[0]"


async def test_a_table_is_sorted_and_its_columns_are_chosen() -> None:
    rows = [{"n": n % 10, "name": f"name {n}"} for n in range(5_000)]
    app = ViewApp([*rows, {"name": "none"}])
    async with app.run_test(size=(60, 12)) as pilot:
        await settled(pilot)
        await pilot.press("v")
        await settled(pilot)
        await pilot.press("s", "s")
        await until(pilot, lambda: "sorted by n, descending" in shown(pilot))
        table = app.view.table
        assert table is not None
        await until(pilot, lambda: table.row and table.row[1]["n"] == 9)
        await pilot.press("G")
        await until(pilot, lambda: table.row == (5_000, {"name": "none"}))
        await pilot.press("slash")
        await type_in(pilot, "name 4990")
        await pilot.press("enter")
        await until(pilot, lambda: table.row == (4_990, rows[4_990]))
        table.choose(["name"])
        assert table.shown_columns == ("name",)
        await pilot.click(table, offset=(3, 0))
        await until(pilot, lambda: table.sorted_by == "name")
        await pilot.press("enter")
        await until(pilot, lambda: app.view.mode == "tree")


async def test_a_long_search_can_be_stopped() -> None:
    app = ViewApp([{"id": n, "text": "word"} for n in range(200_000)])
    async with app.run_test(size=(60, 12)) as pilot:
        await settled(pilot)
        app.view.search("nowhere")
        async with asyncio.timeout(10):
            while "esc cancels" not in app.view.told.plain:  # noqa: ASYNC110 - a pause waits it out
                await asyncio.sleep(0)
        app.simulate_key("j")
        app.simulate_key("escape")
        await until(pilot, lambda: not app.view.is_busy)
        assert "cancelled" in shown(pilot)
        assert app.view.copied_path() == "[1]"


async def test_long_lines_are_broken_or_cut() -> None:
    app = ViewApp({"text": "word " * 100})
    async with app.run_test(size=(60, 14)) as pilot:
        await settled(pilot)
        await app.view.view("raw")
        await settled(pilot)
        assert shown(pilot).count("word word") < 6
        await pilot.press("L")
        await settled(pilot)
        assert shown(pilot).count("word word") > 20


async def test_an_answer_is_saved_for_its_owner_alone(home: Home, tmp_path: Path) -> None:
    await with_runs(home)
    path = tmp_path / "there.json"
    path.write_text("before")
    async with console(home, "activity").run_test(size=SMALL) as pilot:
        screen = await on(pilot, ActivityScreen)
        await until(pilot, lambda: screen.whole)
        await pilot.press("v")
        viewer = await on(pilot, ViewerScreen)
        await pilot.press("S")
        await until(pilot, lambda: "Save to a file" in shown(pilot))
        await pilot.press("ctrl+u")
        await type_in(pilot, str(path))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "is there already" in shown(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "Overwrite?" not in shown(pilot))
        assert path.read_text() == "before"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Overwrite?" in shown(pilot))
        await pilot.press("y")
        await until(pilot, lambda: path.read_text() != "before")
        assert json.loads(path.read_text()) == viewer.value
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
async def test_two_runs_are_compared(home: Home, size: tuple[int, int]) -> None:
    await with_runs(home)
    async with console(home, "activity").run_test(size=size) as pilot:
        screen = await on(pilot, ActivityScreen)
        await until(pilot, lambda: screen.whole)
        await pilot.press("D")
        await on(pilot, CompareScreen)
        await until(pilot, lambda: "1 changed" in shown(pilot))
        rows = [row for row in shown(pilot).split("\n") if " - " in row and " + " in row]
        assert bool(rows) == (size == LARGE)
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "text  changed" in shown(pilot))
        assert '"one"' in shown(pilot)
        await pilot.press("v")
        await until(pilot, lambda: '"algorithm": "sha256"' in shown(pilot))
        await pilot.press("escape")
        await on(pilot, ActivityScreen)


async def test_resolution_and_history_stand_below_where_there_is_room(home: Home) -> None:
    await with_runs(home)
    async with console(home, "playground").run_test(size=(160, 50)) as pilot:
        screen = await on(pilot, PlaygroundScreen)
        await until(pilot, lambda: screen.below.runs.row)
        assert "Resolution  History" in shown(pilot)
        assert "needs no account" in shown(pilot)
        await pilot.press("ctrl+n", "ctrl+n", "right_square_bracket")
        await until(pilot, lambda: "enter takes the input" in shown(pilot))
        await pilot.press("enter")
        form = screen.form_pane.form
        assert form is not None
        await until(pilot, lambda: form.values().get("text") == "two")
        await pilot.press("D")
        await on(pilot, CompareScreen)
        await until(pilot, lambda: "1 changed" in shown(pilot))
        await pilot.press("escape")
        await pilot.resize_terminal(160, 40)
        await until(pilot, lambda: "Request  Resolution  Timing" in shown(pilot))
        assert not screen.below.display


async def test_runs_are_compared_from_the_playground(home: Home) -> None:
    await with_runs(home)
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await on(pilot, PlaygroundScreen)
        await until(pilot, lambda: screen.typing)
        await pilot.press("escape", "D")
        await until(pilot, lambda: "Compare a run" in shown(pilot))
        await until(pilot, lambda: "now" in shown(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: "with another run" in shown(pilot))
        await until(pilot, lambda: "now" in shown(pilot))
        await pilot.press("down", "enter")
        await on(pilot, CompareScreen)
        await until(pilot, lambda: "1 changed" in shown(pilot))


async def test_keys_of_the_viewer_stand_in_the_footer_only_there(home: Home) -> None:
    await with_runs(home)
    async with console(home, "activity").run_test(size=LARGE) as pilot:
        screen = await on(pilot, ActivityScreen)
        await until(pilot, lambda: screen.whole)
        assert "f path" not in shown(pilot)
        await pilot.press("v")
        await on(pilot, ViewerScreen)
        await until(pilot, lambda: "f path" in shown(pilot).split("\n")[-1])


async def test_columns_are_chosen_and_paths_copied_in_the_console(home: Home) -> None:
    await with_runs(home)
    async with console(home, "activity").run_test(size=SMALL, notifications=True) as pilot:
        screen = await on(pilot, ActivityScreen)
        await until(pilot, lambda: screen.whole)
        pilot.app.push_screen(ViewerScreen("rows", [{"first": 1, "second": "x"}]))
        viewer = await on(pilot, ViewerScreen)
        await pilot.press("down", "Y")
        await until(pilot, lambda: pilot.app.clipboard == "[0].first")
        await pilot.press("v")
        await until(pilot, lambda: viewer.viewer.table and viewer.viewer.table.row)
        await pilot.press("C")
        await until(pilot, lambda: "the first ones first" in shown(pilot))
        await pilot.press("escape")
        await on(pilot, ViewerScreen)
        table = viewer.viewer.table
        assert table is not None
        assert table.shown_columns == ("first", "second")


async def test_esc_stops_a_search_before_it_leaves_the_screen(home: Home) -> None:
    async with console(home, "activity").run_test(size=SMALL) as pilot:
        await on(pilot, ActivityScreen)
        pilot.app.push_screen(ViewerScreen("rows", [{"id": n} for n in range(300_000)]))
        viewer = (await on(pilot, ViewerScreen)).viewer
        viewer.search("nowhere")
        async with asyncio.timeout(10):
            while not viewer.is_busy:  # noqa: ASYNC110 - a pause waits it out
                await asyncio.sleep(0)
        pilot.app.simulate_key("escape")
        await until(pilot, lambda: "cancelled" in shown(pilot))
        assert isinstance(pilot.app.screen, ViewerScreen)
        await pilot.press("escape")
        await on(pilot, ActivityScreen)
