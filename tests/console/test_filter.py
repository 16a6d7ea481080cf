"""The filter of a list."""

from __future__ import annotations

from tests.console.engine import SMALL, console, on, type_in, until
from weavz_tui.console.lists.filter import FilterInput
from weavz_tui.console.screens.catalogue.screen import CatalogueScreen
from weavz_tui.home import Home


async def test_another_filter_replaces_the_one_in_force(home: Home) -> None:
    async with console(home, "catalogue").run_test(size=SMALL) as pilot:
        screen = await on(pilot, CatalogueScreen)
        for search in ("slack", "gmail"):
            await pilot.press("slash")
            await until(pilot, lambda: isinstance(pilot.app.focused, FilterInput))
            await type_in(pilot, search)
            await pilot.press("enter")
            await until(pilot, lambda: not screen.query("#filter"))
            assert screen.filter == search
