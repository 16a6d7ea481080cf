"""Which columns a list shows, and sorting it by a click on their titles."""

from __future__ import annotations

from tests.console.engine import LARGE, SMALL, console, on, shown, until
from weavz_tui.console.lists.columns_dialog import ColumnsDialog
from weavz_tui.console.screens.integrations.screen import IntegrationsScreen
from weavz_tui.home import Home


async def test_a_column_is_hidden_and_stays_so_on_the_next_start(home: Home) -> None:
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.table.total == 10)
        assert "integration " in shown(pilot).splitlines()[2]
        await pilot.press("C")
        await on(pilot, ColumnsDialog)
        await until(pilot, lambda: "[x] integration" in shown(pilot))
        await pilot.press("down", "space", "escape")
        await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: "integration" not in shown(pilot).splitlines()[2])
        assert "integration" not in screen.table.shown_columns
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.table.total == 10)
        assert screen.table.shown_columns == ("alias", "uses", "state", "actions", "servers")


async def test_the_last_column_cannot_be_hidden(home: Home) -> None:
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.table.total == 10)
        await pilot.press("C")
        await on(pilot, ColumnsDialog)
        for _ in range(6):
            await pilot.press("space", "down")
        await until(pilot, lambda: "one column has to stay" in shown(pilot))
        await pilot.press("escape")
        await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.table.shown_columns == ("servers",))


async def test_a_column_that_has_no_room_is_said_so(home: Home) -> None:
    async with console(home, "integrations").run_test(size=LARGE) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.table.total == 10)
        assert "integration" not in screen.table.shown_columns
        await pilot.press("C")
        await on(pilot, ColumnsDialog)
        await until(pilot, lambda: "[x] integration  no room now" in shown(pilot))


async def test_a_click_on_a_title_sorts_and_the_next_one_turns_it_round(home: Home) -> None:
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.table.total == 10)
        line = shown(pilot).splitlines()[2]
        at = line.index("integration ")
        await pilot.click("#table", offset=(at + 2, 1))
        await until(pilot, lambda: "sorted by integration" in shown(pilot))
        await pilot.click("#table", offset=(at + 2, 1))
        await until(pilot, lambda: "sorted by integration, descending" in shown(pilot))
        await until(pilot, lambda: screen.row is not None and screen.row.integration_name == "xml")


async def test_a_click_on_a_title_that_nothing_is_sorted_by_says_so(home: Home) -> None:
    async with console(home, "integrations").run_test(size=SMALL, notifications=True) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.table.total == 10)
        at = shown(pilot).splitlines()[2].index("actions")
        await pilot.click("#table", offset=(at + 2, 1))
        await until(pilot, lambda: "actions: this list" in shown(pilot))
        assert screen.sort == ""
