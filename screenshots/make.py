"""Make the pictures of the README: the real console on a real engine, in a home made for them.

.venv/bin/python -m screenshots.make
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from screenshots.furnish import furnish, serve
from weavz_tui.console.app import ConsoleApp
from weavz_tui.console.demo import DemoConsole
from weavz_tui.console.screens.playground.draft import Draft
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.demo.demo import Demo
from weavz_tui.demo.furnishing import FIRST, FIRST_INPUT, SLUG
from weavz_tui.engine.local import open_local
from weavz_tui.engine.service import Service
from weavz_tui.home import Home
from weavz_tui.model.enums import Source

HERE = Path(__file__).parent
SMALL, LARGE = (80, 24), (120, 40)
FONTS = 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace'
Steps = Callable[[Pilot[Any]], Awaitable[None]]


@dataclass(frozen=True)
class Picture:
    """One picture: file name, where the console opens, its size, and what is done there."""

    name: str
    place: str
    size: tuple[int, int]
    steps: Steps


async def until(pilot: Pilot[Any], held: Callable[[], object]) -> None:
    """Let the console work until something holds; at most ten seconds."""
    async with asyncio.timeout(10):
        while not held():
            await pilot.pause(0.05)


async def playground(pilot: Pilot[Any]) -> None:
    """A message that was sent, with its answer."""
    screen = pilot.app.screen
    assert isinstance(screen, PlaygroundScreen)
    await until(pilot, lambda: screen.form_pane.explanation)
    draft = Draft("slack", "slack_bot", "send_channel_message", values={"text": "Deploy done"})
    await screen.show_draft(draft)
    await until(pilot, lambda: screen.form_pane.explanation and screen.typing)
    await pilot.press("ctrl+r")
    await until(pilot, lambda: screen.results.result)


async def preview(pilot: Pilot[Any]) -> None:
    """The request before it is sent."""
    screen = pilot.app.screen
    assert isinstance(screen, PlaygroundScreen)
    await until(pilot, lambda: screen.form_pane.explanation)
    draft = Draft("slack", "slack_bot", "send_channel_message", values={"text": "Deploy done"})
    await screen.show_draft(draft)
    await until(pilot, lambda: screen.form_pane.explanation and screen.typing)
    await pilot.press("ctrl+g")
    await pilot.pause(0.5)


async def required(pilot: Pilot[Any]) -> None:
    """A connection is missing, and the keys that mend it."""
    screen = pilot.app.screen
    assert isinstance(screen, PlaygroundScreen)
    await until(pilot, lambda: screen.form_pane.explanation)
    await screen.show_draft(Draft("gmail", "gmail", "list_labels", end_user="user_9"))
    await until(pilot, lambda: screen.form_pane.explanation)
    await pilot.press("ctrl+r")
    await until(pilot, lambda: screen.results.error)


def rows(*keys: str) -> Steps:
    """A list, after some keys."""

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.pause(1.0)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.2)
        await pilot.pause(0.5)

    return steps


PICTURES: tuple[Picture, ...] = (
    Picture("playground", "playground", LARGE, playground),
    Picture("integrations", "integrations", LARGE, rows("down", "down", "down", "down")),
    Picture("activity", "activity", LARGE, rows("down", "down")),
    Picture("preview", "playground", SMALL, preview),
    Picture("connection-required", "playground", SMALL, required),
    Picture("workspaces", "workspaces", SMALL, rows()),
    Picture("connections", "connections", SMALL, rows("down")),
    Picture("partials", "partials", SMALL, rows()),
    Picture("servers", "servers", SMALL, rows()),
    Picture("catalogue", "catalogue", SMALL, rows(*["down"] * 12)),
    Picture("settings", "settings", SMALL, rows()),
)


def cleaned(svg: str) -> str:
    """The picture without addresses of fonts elsewhere: every reader has a monospace one."""
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"font-family: (Fira Code|arial)[^;]*;", f"font-family: {FONTS};", svg)


async def take(home: Home, picture: Picture) -> None:
    """Open the console, do the steps, write the picture."""

    async def opener() -> Service:
        return await open_local(home, source=Source.PLAYGROUND)

    app = ConsoleApp(opener, home=home, first_place=picture.place)
    app.state.workspace = "acme"
    async with app.run_test(size=picture.size) as pilot:
        await app.session.service()
        await picture.steps(pilot)
        keep(app, picture.name)


async def take_tour() -> None:
    """The demo as it opens, with the first step of its tour, done."""
    async with Demo() as demo:
        app = DemoConsole(demo.open, home=demo.home, first_place="playground")
        app.state.workspace = SLUG
        app.state.draft.title, app.state.draft.values = FIRST, dict(FIRST_INPUT)
        async with app.run_test(size=SMALL) as pilot:
            await until(pilot, lambda: isinstance(pilot.app.screen, PlaygroundScreen))
            screen = pilot.app.screen
            assert isinstance(screen, PlaygroundScreen)
            await until(pilot, lambda: screen.form_pane.explanation)
            await pilot.press("ctrl+r")
            await until(pilot, lambda: screen.results.result)
            await until(pilot, lambda: app.tour is not None and app.tour.number == 1)
            await pilot.pause(0.2)
            keep(app, "tour")


def keep(app: ConsoleApp, name: str) -> None:
    """Write what is on the screen."""
    svg = app.export_screenshot(title=f"weavz-tui {name}")
    (HERE / f"{name}.svg").write_text(cleaned(svg), "utf-8")


def prepare(folder: Path) -> Home:
    """An empty home with an encrypted vault, in a terminal of all colours."""
    passphrase = folder / "passphrase"
    passphrase.touch(mode=0o600)
    passphrase.write_text("only for these pictures", "utf-8")
    os.environ["WEAVZ_TUI_PASSPHRASE_FILE"] = str(passphrase)
    os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
    os.environ |= {"COLORTERM": "truecolor", "TERM": "xterm-256color"}
    return Home(folder / "home", folder / "home")


async def main() -> None:
    """Every picture, each with a console of its own."""
    with tempfile.TemporaryDirectory() as folder:
        home = prepare(Path(folder))
        runner, url = await serve()
        service = await open_local(home, source=Source.CLI)
        await furnish(service, url)
        await service.close()
        for picture in PICTURES:
            await take(home, picture)
        await take_tour()
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
