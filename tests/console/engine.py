"""A real engine on a temporary home, and a console on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from textual.pilot import Pilot
from textual.screen import Screen

from weavz_tui.catalog.registry import Registry
from weavz_tui.console.app import ConsoleApp
from weavz_tui.engine.first_run import WITHOUT_ACCOUNT
from weavz_tui.engine.local import LocalService, open_local
from weavz_tui.engine.service import Service
from weavz_tui.home import Home
from weavz_tui.model.enums import Source

SMALL, LARGE = (80, 24), (120, 40)
KNOWN = {*WITHOUT_ACCOUNT, "github", "gmail", "google-sheets", "openai", "slack"}
HOSTILE = "[bold]x[/] prod [/eu] \x1b[31m\u202e\nend"
Found = TypeVar("Found", bound=Screen[Any])


async def opened(home: Home) -> LocalService:
    """The engine, for what a test needs to be there already; its catalogue stays as it is however
    many integrations there will be."""
    registry = Registry(only=KNOWN, plugins=False)
    return await open_local(home, source=Source.PLAYGROUND, registry=registry)


def console(home: Home, place: str = "workspaces", **options: Any) -> ConsoleApp:
    """A console that opens the engine of a home by itself."""

    async def opener() -> Service:
        return await opened(home)

    return ConsoleApp(opener, home=home, first_place=place, **options)


async def until(pilot: Pilot[Any], held: Callable[[], object], seconds: float = 30.0) -> None:
    """Let the console work until something holds; fails with what is on the screen."""
    try:
        async with asyncio.timeout(seconds):
            while not held():
                await pilot.pause()
                await asyncio.sleep(0)
    except TimeoutError:
        raise AssertionError(f"never came true; on the screen:\n{shown(pilot)}") from None


async def on(pilot: Pilot[Any], kind: type[Found]) -> Found:
    """The present screen, once it is of that kind."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, kind)
    return screen


async def type_in(pilot: Pilot[Any], text: str) -> None:
    """Type letters."""
    names = {" ": "space", "_": "underscore", "-": "minus", ":": "colon", ".": "full_stop"}
    names |= {"/": "slash", "'": "apostrophe"}
    await pilot.press(*(names.get(each, each) for each in text))
    await pilot.pause()


def shown(pilot: Pilot[Any]) -> str:
    """What is on the screen, as text."""
    screen = pilot.app.screen
    width, height = screen.size
    lines = screen._compositor.render_strips()
    rows = ["".join(segment.text for segment in line) for line in lines[:height]]
    return "\n".join(row[:width].rstrip() for row in rows)
