"""Running into a file: where to is asked, what comes back is laid down, nothing is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from textual.pilot import Pilot
from textual.widgets import Input

from tests.console.engine import SMALL, console, on, shown, until
from tests.console.playground.steps import hello, playground
from weavz_tui.console.frame.dialog import FormDialog
from weavz_tui.console.screens.playground.draft import Draft
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.contexts import Context
from weavz_tui.home import Home

TEA = b"\x00Tea" * 4


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """Where a file can be fetched."""

    async def tea(request: web.Request) -> web.Response:
        return web.Response(body=TEA, content_type="application/x-tea")

    app = web.Application()
    app.router.add_get("/a.bin", tea)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/a.bin"
    await runner.cleanup()


async def _asked(pilot: Pilot[Any], folder: Path) -> FormDialog:
    await pilot.press("escape", "O")
    dialog = await on(pilot, FormDialog)
    await until(pilot, lambda: dialog.form.field("path") is not None)
    field = dialog.form.field("path")
    assert isinstance(field, Input)
    field.value = str(folder)
    await until(pilot, lambda: dialog.form.values() == {"path": str(folder)})
    return dialog


async def _run(pilot: Pilot[Any], screen: PlaygroundScreen, folder: Path) -> None:
    screen.results.forget()
    await _asked(pilot, folder)
    await pilot.press("ctrl+s")
    await until(pilot, lambda: screen.results.has_run)
    assert screen.results.error is None


async def test_the_files_of_an_answer_are_saved_and_none_is_replaced(
    home: Home, url: str, tmp_path: Path
) -> None:
    app = console(home, "playground")
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        screen = await playground(pilot)
        values = {"url": url, "response_is_binary": True}
        await screen.show_draft(Draft("http", "http", "send_request", values=values))
        await playground(pilot)
        folder = tmp_path / "files"
        folder.mkdir()
        for name in ("a.bin", "a-2.bin"):
            await _run(pilot, screen, folder)
            saved = folder / name
            assert saved.read_bytes() == TEA
            assert screen.results.value["body"]["path"] == str(saved)
            await pilot.press("escape")
            await until(pilot, lambda: not screen.has_class("-result"))
        assert sorted(each.name for each in folder.iterdir()) == ["a-2.bin", "a.bin"]


async def test_an_answer_without_a_file_is_shown_all_the_same(home: Home, tmp_path: Path) -> None:
    app = console(home, "playground")
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        screen = await playground(pilot)
        await hello(pilot)
        folder = tmp_path / "files"
        folder.mkdir()
        await _run(pilot, screen, folder)
        await until(pilot, lambda: "The result has no file" in shown(pilot))
        assert not list(folder.iterdir())


async def test_nothing_is_sent_where_nothing_can_be_saved(home: Home, tmp_path: Path) -> None:
    app = console(home, "playground")
    async with app.run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        await pilot.press("escape", "O")
        await until(pilot, lambda: "✗ required" in shown(pilot))
        assert pilot.app.screen is screen
        await hello(pilot)
        await _asked(pilot, tmp_path / "missing" / "file")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "a folder that exists" in shown(pilot))
        assert not screen.results.has_run


async def test_an_engine_elsewhere_says_what_it_can_give(home: Home) -> None:
    app = console(home, "playground", context=Context("far", "http://127.0.0.1:1", "t"))
    async with app.run_test(size=SMALL) as pilot:
        await playground(pilot)
        await hello(pilot)
        await pilot.press("escape", "O")
        await on(pilot, FormDialog)
        await until(pilot, lambda: "at most 25 MB, as this engine is" in shown(pilot))
