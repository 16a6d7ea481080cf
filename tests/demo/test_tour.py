"""The tour, walked by keys on the real demo."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.console.engine import LARGE, SMALL, console, on, shown, type_in, until
from weavz_tui.console.demo import DemoConsole
from weavz_tui.console.screens.activity.screen import ActivityScreen
from weavz_tui.console.screens.connections.editor import ConnectionEditor
from weavz_tui.console.screens.connections.screen import ConnectionsScreen
from weavz_tui.console.screens.connections.ways import SECRET
from weavz_tui.console.screens.partials.editor import PartialEditor
from weavz_tui.console.screens.partials.screen import PartialsScreen
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.console.screens.workspaces.screen import WorkspacesScreen
from weavz_tui.console.tour.steps import STEPS
from weavz_tui.console.tour.strip import TourStrip
from weavz_tui.demo.demo import Demo
from weavz_tui.demo.furnishing import FIRST, FIRST_INPUT, SLUG
from weavz_tui.home import Home
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.requests import ConnectionCreate

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])


def opened(demo: Demo) -> DemoConsole:
    """The console as the command opens it."""
    app = DemoConsole(demo.open, home=demo.home, first_place="playground")
    app.state.workspace = SLUG
    app.state.draft.title, app.state.draft.values = FIRST, dict(FIRST_INPUT)
    return app


async def step(pilot: Pilot[Any], number: int) -> None:
    """Wait until the strip of the present screen says that step, whole and above the footer."""
    await until(pilot, lambda: f"Tour {number}/{len(STEPS)}" in shown(pilot))
    row = shown(pilot).splitlines()[-2]
    assert f"Tour {number}/{len(STEPS)}" in row
    assert row.endswith("esc ends it")
    assert "…" not in row


async def run_it(pilot: Pilot[Any]) -> None:
    """1: run the action that stands there."""
    screen = await on(pilot, PlaygroundScreen)
    await until(pilot, lambda: screen.form_pane.explanation)
    await step(pilot, 1)
    await pilot.press("ctrl+r")


async def look_why(pilot: Pilot[Any]) -> None:
    """2: open the resolution."""
    screen = await on(pilot, PlaygroundScreen)
    if screen.is_wide:
        assert "ctrl+n, ] to Resolution" in shown(pilot)
        await pilot.press("ctrl+n")
    await pilot.press("]", "]")


async def connect(pilot: Pilot[Any]) -> None:
    """3: an account with any text as its token."""
    await pilot.press("f3")
    await on(pilot, ConnectionsScreen)
    await step(pilot, 3)
    await pilot.press("n")
    editor = await on(pilot, ConnectionEditor)
    await step(pilot, 3)
    await type_in(pilot, "sample")
    await until(pilot, lambda: "sample-desk" in shown(pilot))
    await pilot.press("enter")
    await until(pilot, lambda: editor.form.field("external_id") is not None)
    await pilot.press("escape")
    for name, text in (("external_id", "mine"), (SECRET + "secretText", "anything")):
        field = editor.form.field(name)
        assert field is not None, [each.prop.name for each in editor.form.fields]
        field.focus()
        await pilot.pause()
        await type_in(pilot, text)
    await pilot.press("ctrl+s")
    await on(pilot, ConnectionsScreen)


async def lock(pilot: Pilot[Any]) -> None:
    """4: lock another value of the partial that is there."""
    await pilot.press("f5")
    screen = await on(pilot, PartialsScreen)
    await until(pilot, lambda: screen.row)
    await pilot.press("e")
    editor = await on(pilot, PartialEditor)
    await until(pilot, lambda: editor.form.field("kind") is not None)
    await step(pilot, 4)
    field = editor.form.field("kind")
    assert field is not None
    field.focus()
    await pilot.pause()
    await pilot.press("ctrl+l", "ctrl+s")
    await on(pilot, PartialsScreen)


async def see_activity(pilot: Pilot[Any]) -> None:
    """5: where everything that ran stands."""
    await pilot.press("f7")
    await on(pilot, ActivityScreen)


WALK: tuple[Callable[[Pilot[Any]], Awaitable[None]], ...] = (
    run_it, look_why, connect, lock, see_activity,
)  # fmt: skip


@SIZES
async def test_it_is_walked_from_end_to_end(demo: Demo, size: tuple[int, int]) -> None:
    app = opened(demo)
    async with app.run_test(size=size) as pilot:
        for number, do in enumerate(WALK, 1):
            await step(pilot, number)
            await do(pilot)
        await until(pilot, lambda: "That was all" in shown(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: not app.screen.query(TourStrip))
        assert app.tour is None


async def test_a_step_that_was_done_ahead_is_passed_over(demo: Demo) -> None:
    app = opened(demo)
    async with app.run_test(size=SMALL) as pilot:
        screen = await on(pilot, PlaygroundScreen)
        await until(pilot, lambda: screen.form_pane.explanation)
        await connect_ahead(pilot)
        await pilot.press("f4")
        await run_it(pilot)
        await step(pilot, 2)
        await look_why(pilot)
        await step(pilot, 4)


async def connect_ahead(pilot: Pilot[Any]) -> None:
    """An account that is connected while the tour is at its first step."""
    assert isinstance(pilot.app, DemoConsole)
    service = pilot.app.session.opened_service
    await service.connections.create(
        ConnectionCreate(
            type=ConnectionType.SECRET_TEXT,
            external_id="ahead",
            display_name="ahead",
            integration_name="sample-desk",
            secret={"secretText": "x"},
        )
    )


async def test_escape_ends_it_once_there_is_nothing_to_step_back_from(demo: Demo) -> None:
    app = opened(demo)
    async with app.run_test(size=SMALL) as pilot:
        screen = await on(pilot, PlaygroundScreen)
        await until(pilot, lambda: screen.typing)
        await step(pilot, 1)
        await pilot.press("escape")
        await step(pilot, 1)
        await pilot.press("escape")
        await until(pilot, lambda: not app.screen.query(TourStrip))
        await pilot.press("1")
        await on(pilot, WorkspacesScreen)
        assert "Tour" not in shown(pilot)


async def test_the_palette_begins_it_anywhere(home: Home) -> None:
    app = console(home)
    async with app.run_test(size=SMALL) as pilot:
        await on(pilot, WorkspacesScreen)
        await app.session.service()
        await pilot.press("ctrl+p")
        await type_in(pilot, "tour")
        await until(pilot, lambda: "Tour: the console in five steps" in shown(pilot))
        await pilot.press("enter")
        await step(pilot, 1)
        assert "any token" not in shown(pilot)
