"""The table holds a part of a list of any length and never shows anything else than the list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.pilot import Pilot

from tests.console.table_app import HOSTILE, CountedSource, Run, SlowCount, TableApp, runs
from weavz_tui.console.widgets.window_table import WindowTable
from weavz_tui.model.errors import StoreError


async def settled(pilot: Pilot[None]) -> None:
    """Until no fetch is under way and every message is handled."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_the_first_page_is_all_that_is_fetched() -> None:
    app = TableApp(CountedSource(runs(100_000)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.source.asked == [(None, False)]  # type: ignore[attr-defined]
        assert app.table.total == 100_000
        assert app.line(1).startswith("▌run-0 ")


async def test_keys_move_the_cursor_and_enter_opens() -> None:
    app = TableApp(CountedSource(runs(50)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("down", "j", "k", "pagedown", "enter")
        selected = app.messages[-1]
        assert isinstance(selected, WindowTable.Selected)
        assert selected.row.id == "run-23"
        assert selected.control is app.table


async def test_highlighted_tells_the_row_and_once_per_row() -> None:
    app = TableApp(CountedSource(runs(5)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("up", "down")
        await pilot.pause()
        rows = [m.row.id for m in app.messages if isinstance(m, WindowTable.Highlighted)]
        assert rows == ["run-0", "run-1"]


async def test_paging_down_reaches_every_row_in_order() -> None:
    app = TableApp(CountedSource(runs(450)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        seen = set()
        while app.table.cursor < 449:
            seen.add(app.table.row.id if app.table.row else None)
            await pilot.press("pagedown")
            await settled(pilot)
        assert app.table.row == Run("run-449", "name 449")
        assert len(seen) == len(range(0, 449, 22))
        assert app.line(23).startswith("▌run-449")


async def test_the_end_is_loaded_from_the_bottom_and_back_from_the_top() -> None:
    source = CountedSource(runs(100_000))
    app = TableApp(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("G")
        await settled(pilot)
        assert app.table.row == Run("run-99999", "name 99999")
        assert app.table.cursor == 99_999
        assert (None, True) in source.asked
        assert len(source.asked) <= 3
        await pilot.press("g")
        await settled(pilot)
        assert app.table.row == Run("run-0", "name 0")
        assert app.table.scroll_offset.y == 0


async def test_going_up_from_the_bottom_keeps_positions_right() -> None:
    app = TableApp(CountedSource(runs(1_000)), page_size=50)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("end")
        await settled(pilot)
        for _ in range(10):
            await pilot.press("pageup")
            await settled(pilot)
        row = app.table.row
        assert row is not None
        assert row.id == f"run-{app.table.cursor}"


async def test_what_is_held_stays_bounded() -> None:
    app = TableApp(CountedSource(runs(5_000)), page_size=100, most_rows=300)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for _ in range(60):
            await pilot.press("pagedown")
            await settled(pilot)
        assert len(app.table.rows) <= 400
        assert app.table.first_position > 0
        row = app.table.row
        assert row is not None
        assert row.id == f"run-{app.table.cursor}"
        for _ in range(60):
            await pilot.press("pageup")
            await settled(pilot)
        assert app.table.row == Run("run-0", "name 0")


async def test_reload_keeps_the_cursor_on_its_row() -> None:
    source = CountedSource(runs(30))
    app = TableApp(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("down", "down", "down")
        source.rows = [Run("new-1", "n"), Run("new-2", "n"), *source.rows]
        app.table.reload()
        assert app.line(1).startswith(" run-0")
        await settled(pilot)
        assert app.table.row == Run("run-3", "name 3")
        assert app.line(1).startswith(" new-1")


async def test_reload_far_down_keeps_the_place_on_the_screen() -> None:
    source = CountedSource(runs(1_000))
    app = TableApp(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for _ in range(8):
            await pilot.press("pagedown")
            await settled(pilot)
        line, row = app.table.cursor - app.table.scroll_offset.y, app.table.row
        source.rows = [replace(run, status="changed") for run in source.rows]
        app.table.reload()
        await settled(pilot)
        assert app.table.row == (row and replace(row, status="changed"))
        assert app.table.cursor - app.table.scroll_offset.y == line


async def test_reload_after_the_row_is_gone_stays_at_the_place() -> None:
    source = CountedSource(runs(30))
    app = TableApp(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("down", "down", "down")
        source.rows = [run for run in source.rows if run.id != "run-3"]
        app.table.reload()
        await settled(pilot)
        assert app.table.row == Run("run-4", "name 4")


async def test_an_empty_list_says_what_belongs_here() -> None:
    app = TableApp(CountedSource([]), empty="No runs yet.\nr runs one [/eu]")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.line(1).strip() == "No runs yet."
        assert app.line(2).strip() == "r runs one [/eu]"
        assert [m.row for m in app.messages if isinstance(m, WindowTable.Highlighted)] == [None]


async def test_an_error_stands_in_place_and_a_reload_mends_it() -> None:
    source = CountedSource(runs(3))
    source.error = StoreError(f"disk is full {HOSTILE}", hint="free some room")
    app = TableApp(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.line(1).strip().startswith("✗ STORAGE_ERROR  disk is full [/eu] [red]x[/] next")
        assert "free some room" in "".join(app.line(y) for y in range(1, 5))
        source.error = None
        app.table.reload()
        await settled(pilot)
        assert app.line(1).startswith("▌run-0")


async def test_an_error_while_reloading_leaves_the_rows() -> None:
    source = CountedSource(runs(60))
    app = TableApp(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        source.error = StoreError("gone")
        app.table.reload()
        await settled(pilot)
        assert app.line(1).startswith("▌run-0")
        assert "✗ STORAGE_ERROR  gone" in app.line(23)


@pytest.mark.parametrize(
    ("width", "columns"),
    [
        (40, ("id", "name", "status")),
        (80, ("id", "name", "status", "owner")),
        (120, ("id", "name", "status", "owner", "kind")),
    ],
)
async def test_columns_drop_whole_by_priority(width: int, columns: tuple[str, ...]) -> None:
    app = TableApp(CountedSource(runs(5)))
    async with app.run_test(size=(width, 24)) as pilot:
        await settled(pilot)
        assert app.table.shown_columns == columns
        assert all(app.table.render_line(y).cell_length == width for y in range(24))


async def test_hostile_names_stay_one_line_of_text() -> None:
    app = TableApp(CountedSource([Run("a", HOSTILE, HOSTILE), Run("b", "界" * 200)]))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "[/eu] [red]x[/] next�[31m 界界" in app.line(1)
        assert "\u202e" not in app.line(1)
        assert app.table.render_line(1).cell_length == 80
        assert app.table.render_line(2).cell_length == 80


async def test_without_the_focus_the_row_is_reversed() -> None:
    app = TableApp(CountedSource(runs(3)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.line(1).startswith("▌")
        app.screen.set_focus(None)
        await pilot.pause()
        strip = app.table.render_line(1)
        assert strip.text.startswith(" run-0")
        assert all(segment.style and segment.style.reverse for segment in strip)


async def test_a_click_moves_and_a_double_click_opens() -> None:
    app = TableApp(CountedSource(runs(30)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.click(WindowTable, offset=(5, 4))
        assert app.table.row == Run("run-3", "name 3")
        await pilot.click(WindowTable, offset=(5, 6), times=2)
        await pilot.pause()
        assert isinstance(app.messages[-1], WindowTable.Selected)
        assert app.messages[-1].row.id == "run-5"


async def test_the_wheel_scrolls_without_the_cursor_and_fetches_on() -> None:
    app = TableApp(CountedSource(runs(1_000)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.table.scroll_to(y=10_000, animate=False, force=True)
        await settled(pilot)
        assert app.table.cursor == 0
        assert len(app.table.rows) > 100
        app.table.scroll_to(y=90, animate=False, force=True)
        await settled(pilot)
        assert app.table.scroll_offset.y == 90


async def test_one_row_changes_in_place() -> None:
    app = TableApp(CountedSource(runs(10)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.table.update_row(Run("run-2", "renamed"))
        assert not app.table.update_row(Run("run-99", "unknown"))
        assert "renamed" in app.line(3)


async def test_another_list_starts_at_its_top() -> None:
    app = TableApp(CountedSource(runs(100)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("pagedown", "pagedown")
        app.table.show(CountedSource([Run("other", "list")]))
        await settled(pilot)
        assert app.table.row == Run("other", "list")
        assert app.table.total == 1


async def test_a_long_list_stands_before_it_is_counted() -> None:
    source = SlowCount(runs(1_000))
    app = TableApp(source)
    async with app.run_test(size=(80, 24)) as pilot:
        while not app.table.held.rows:
            await pilot.pause()
        assert app.line(1).startswith("▌run-0 ")
        assert (app.table.total, app.table.held.counted) == (101, False)
        await pilot.press("pagedown", "pagedown", "pagedown")
        assert app.table.row == Run("run-66", "name 66")
        source.go_on.set()
        await settled(pilot)
        while not app.table.held.counted:
            await pilot.pause()
        assert app.table.total == 1_000
