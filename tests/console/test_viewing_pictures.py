"""Hostile answers in tree, table, text and comparison, as pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.console.engine import LARGE, SMALL, console, on, shown, until
from tests.console.hostile import ANSWER, EMOJI, ESCAPES, MARKUP, dangers, with_runs
from weavz_tui.console.screens.activity.compare import CompareScreen
from weavz_tui.console.screens.activity.screen import ActivityScreen
from weavz_tui.console.screens.activity.viewer import ViewerScreen
from weavz_tui.home import Home
from weavz_tui.model.lists import ActivityQuery

Open = Callable[[Any, Pilot[Any]], Awaitable[None]]


async def tree(app: Any, pilot: Pilot[Any]) -> None:
    """Search with what looks like markup."""
    app.push_screen(ViewerScreen(f"{MARKUP}{ESCAPES}", ANSWER))
    viewer = await on(pilot, ViewerScreen)
    viewer.viewer.search("[bold red]")
    await until(pilot, lambda: "1 of" in shown(pilot))


async def table(app: Any, pilot: Pilot[Any]) -> None:
    """Sorted by the worst column."""
    app.push_screen(ViewerScreen("table", ANSWER))
    viewer = await on(pilot, ViewerScreen)
    await viewer.viewer.view("table")
    await until(pilot, lambda: viewer.viewer.table and viewer.viewer.table.row)
    viewer.viewer.sort_by(MARKUP, False)
    await until(pilot, lambda: "sorted by" in shown(pilot))


async def raw(app: Any, pilot: Pilot[Any]) -> None:
    """As text, broken."""
    app.push_screen(ViewerScreen("raw", [{**each, "long": ""} for each in ANSWER]))
    viewer = await on(pilot, ViewerScreen)
    await viewer.viewer.wrap()
    await until(pilot, lambda: "bold red" in shown(pilot))


async def diff(app: Any, pilot: Pilot[Any]) -> None:
    """Against what is nearly the same."""
    service = app.session.opened_service
    page = (await service.activity.list(ActivityQuery())).items
    one = await service.activity.get(page[0].id)
    at = {"created_at": one.created_at.replace(2026, 1, 2, 3, 4, 5, 0)}
    old = one.model_copy(update={**at, "output": ANSWER[0]})
    new = one.model_copy(update={**at, "output": {**ANSWER[1], "rtl": EMOJI, "controls": "x"}})
    app.push_screen(CompareScreen(old, new))
    await on(pilot, CompareScreen)
    await until(pilot, lambda: "changed" in shown(pilot))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
@pytest.mark.parametrize("show", [tree, table, raw, diff], ids=lambda each: each.__name__)
def test_hostile_answers_look_as_they_did(
    home: Home, snap_compare: Any, show: Open, size: tuple[int, int]
) -> None:
    asyncio.run(with_runs(home))
    app = console(home, "activity")

    async def run(pilot: Pilot[Any]) -> None:
        screen = await on(pilot, ActivityScreen)
        await until(pilot, lambda: screen.whole)
        await show(app, pilot)
        assert not dangers(shown(pilot))
        await until(pilot, lambda: "vault not checked" in shown(pilot))
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=run)
