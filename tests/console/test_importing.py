"""Importing from the catalogue: what would come is shown, then taken; again, and away."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from tests.console.engine import SMALL, console, on, shown, type_in, until
from weavz_tui.console.frame.ask import Question
from weavz_tui.console.screens.catalogue.importing import ImportEditor, asked
from weavz_tui.console.screens.catalogue.screen import CatalogueScreen
from weavz_tui.home import Home
from weavz_tui.model.errors import WeavzError


def described(*names: str) -> str:
    paths = {f"/{name}": {"get": {"operationId": name}} for name in names}
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "Zoo [red]keepers[/red]"},
            "servers": [{"url": "https://zoo.example"}],
            "paths": paths,
        }
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "zoo.json"
    path.write_text(described("feed", "list_animals"))
    return path


async def test_what_would_come_is_shown_before_it_is_taken(home: Home, file: Path) -> None:
    async with console(home, "catalogue").run_test(size=SMALL) as pilot:
        screen = await on(pilot, CatalogueScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("n")
        editor = await on(pilot, ImportEditor)
        await until(pilot, lambda: editor.form.field("source") is not None)
        await type_in(pilot, str(file))
        await pilot.press("ctrl+s")
        await on(pilot, Question)
        await until(pilot, lambda: "zoo-red-keepers-red" in shown(pilot))
        service = pilot.app.session.opened_service  # type: ignore[attr-defined]
        assert await service.catalogue.imports() == []
        await pilot.press("y")
        screen = await on(pilot, CatalogueScreen)
        await until(pilot, lambda: screen.row is not None and screen.row.source == "openapi")
        assert [each.name for each in await service.catalogue.imports()] == ["zoo-red-keepers-red"]

        await asyncio.to_thread(file.write_text, described("feed", "sleep"))
        await pilot.press("e")
        editor = await on(pilot, ImportEditor)
        await until(pilot, lambda: editor.form.field("source") is not None)
        await pilot.press("ctrl+s")
        await on(pilot, Question)
        await until(pilot, lambda: "1 gone" in shown(pilot) and "list_animals" in shown(pilot))
        await pilot.press("y")
        screen = await on(pilot, CatalogueScreen)

        await until(pilot, lambda: screen.row is not None and screen.row.source == "openapi")
        await pilot.press("d")
        await on(pilot, Question)
        await pilot.press("y")
        screen = await on(pilot, CatalogueScreen)
        await until(pilot, lambda: screen.row is not None and screen.row.source == "built in")
        assert await service.catalogue.imports() == []


async def test_what_is_built_in_is_neither_taken_away_nor_imported_again(home: Home) -> None:
    async with console(home, "catalogue").run_test(size=SMALL) as pilot:
        screen = await on(pilot, CatalogueScreen)
        await until(pilot, lambda: screen.row is not None)
        assert not screen.allows("edit")
        assert not screen.allows("delete")
        assert screen.allows("new")


async def test_what_cannot_be_read_says_why(home: Home) -> None:
    async with console(home, "catalogue").run_test(size=SMALL) as pilot:
        screen = await on(pilot, CatalogueScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("n")
        editor = await on(pilot, ImportEditor)
        await until(pilot, lambda: editor.form.field("source") is not None)
        await type_in(pilot, "/no/such/file.json")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "cannot be read" in shown(pilot))


def test_a_command_is_split_and_a_url_is_none() -> None:
    started = asked({"server": "node 'my server.js' stdio", "given": "TOKEN, KEY"})
    assert started.command == ("node", "my server.js", "stdio")
    assert (started.env, started.headers) == (("TOKEN", "KEY"), ())
    reached = asked({"server": "https://mcp.example", "given": "Authorization", "only": "a, /b"})
    assert (reached.server_url, reached.headers) == ("https://mcp.example", ("Authorization",))
    assert reached.only == ("a", "/b")
    with pytest.raises(WeavzError):
        asked({"server": "node 'unfinished"})
