"""Finding a record, and going on from there."""

from __future__ import annotations

from functools import partial

from textual.pilot import Pilot

from tests.console.engine import SMALL, console, on, shown, type_in, until
from weavz_tui.console.forms.field import Field
from weavz_tui.console.frame.passphrase import Passphrase
from weavz_tui.console.lists.filter import FilterInput
from weavz_tui.console.screens.catalogue.screen import CatalogueScreen
from weavz_tui.console.screens.workspaces.screen import WorkspacesScreen
from weavz_tui.engine.service import Service
from weavz_tui.home import Home
from weavz_tui.model.lists import Page, PageQuery, WorkspaceRow


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


async def test_a_letter_after_those_that_nothing_has_asks_nobody(home: Home) -> None:
    async with console(home, "workspaces").run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        asked: list[str] = []
        read = screen.page

        async def page(service: Service, query: PageQuery) -> Page[WorkspaceRow]:
            asked.append(query.search)
            return await read(service, query)

        screen.page = page  # type: ignore[method-assign]
        for text in ("zz", "zzz", "zzzz", "z"):
            screen.filter = text
            await until(pilot, partial(_says, pilot, f"Nothing matches {text}."))
        screen.filter = "def"
        await until(pilot, lambda: screen.row is not None)
        assert list(dict.fromkeys(asked)) == ["zz", "z", "def"]


def _says(pilot: Pilot[int], text: str) -> bool:
    return text in shown(pilot)


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
