"""Finding a record, and going on from there."""

from __future__ import annotations

from tests.console.engine import SMALL, console, on, shown, type_in, until
from weavz_tui.console.forms.field import Field
from weavz_tui.console.frame.passphrase import Passphrase
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


async def test_an_action_of_the_catalogue_runs_in_a_playground_not_opened_before(
    home: Home,
) -> None:
    async with console(home, "catalogue").run_test(size=SMALL) as pilot:
        screen = await on(pilot, CatalogueScreen)
        screen.filter = "uuid"
        await until(pilot, lambda: screen.row is not None and screen.row.name == "hash-encode")
        await pilot.press("enter")
        await until(pilot, lambda: "generate_uuid" in shown(pilot))
        await pilot.press("end")
        await until(pilot, lambda: "account       not needed" in shown(pilot))
        await pilot.press("x")
        await until(pilot, lambda: "hash-encode.generate_uuid" in shown(pilot))
        await until(pilot, lambda: isinstance(pilot.app.focused, Field))
        assert "hash-encode.generate_uuid" in shown(pilot)


async def test_every_screen_can_unlock_the_vault(home: Home) -> None:
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.focused, Field))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.focused, Field))
        await pilot.press("U")
        await on(pilot, Passphrase)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Passphrase))
