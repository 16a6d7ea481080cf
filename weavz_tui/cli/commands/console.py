"""The console, opened."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from weavz_tui.cli.hangup import ending
from weavz_tui.cli.session import open_home
from weavz_tui.contexts import LOCAL, ContextFile
from weavz_tui.model.enums import Source

if TYPE_CHECKING:
    from weavz_tui.cli.elsewhere import Elsewhere
    from weavz_tui.console.app import ConsoleApp
    from weavz_tui.engine.service import Service
    from weavz_tui.home import Home

# Seconds until a console looks for old executions: its first screen goes first.
TIDY_AFTER = 3.0
# Textual paints at most so often. What follows a paint closely (rows after the key that asked for
# them) waits for the next turn, and at its 60 a second that wait is a third of a keystroke's time.
FRAMES_PER_SECOND = "120"


def open_console(
    *,
    screen: str | None,
    theme: str | None,
    read_only: bool,
    mouse: bool,
    elsewhere: Elsewhere | None = None,
) -> int:
    """Open the console on the local engine, or another one; returns its exit code when it is left.

    The engine is opened by the console itself, after its first paint. When another context is
    chosen there, the console is opened anew on that.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(
            "The console needs a terminal; `weavz-tui run` and the other commands do not."
        )
    # Nothing that a start makes is garbage, and looking for some would be a tenth of it. The
    # console collects again once it stands.
    gc.disable()
    os.environ.setdefault("TEXTUAL_FPS", FRAMES_PER_SECOND)
    home = open_home()
    settings = home.settings
    from weavz_tui.console.app import ConsoleApp
    from weavz_tui.console.places import BY_ID
    from weavz_tui.console.widgets.themes import offered

    if screen is not None and screen not in BY_ID:
        raise click.BadParameter(
            f"{screen!r} is not a screen: {', '.join(BY_ID)}.", param_hint="'--screen'"
        )

    if theme is not None and theme not in (names := [each.name for each in offered()]):
        raise click.BadParameter(
            f"{theme!r} is not a theme: {', '.join(names)}.", param_hint="'--theme'"
        )
    if settings.keys:
        from weavz_tui.console.keymap import check_keys

        check_keys(settings.keys, home.config_file)

    name = LOCAL
    if elsewhere is not None and (elsewhere.server or elsewhere.context):
        name = asyncio.run(elsewhere.name(home))
    while True:
        context = ContextFile(home.data).get(name) if name != LOCAL else None
        reads = read_only or (context is not None and context.read_only)
        app = ConsoleApp(
            partial(_opened, home, name, reads),
            home=home,
            context=context,
            first_place=screen or "",
            read_only=reads,
            keymap=settings.keys,
            theme=theme or "",
            default_theme=settings.console_theme or "",
        )
        asyncio.run(_shown(app, mouse and settings.console_mouse))
        if app.next_context is None:
            return app.return_code or 0
        name, screen = app.next_context, None


async def _shown(app: ConsoleApp, mouse: bool) -> None:
    """Run the console; where the terminal goes away it keeps the place and the draft, and ends."""
    with ending(app.exit):
        await app.run_async(mouse=mouse)


async def _opened(home: Home, name: str, reads: bool = False) -> Service:
    """The engine of a context; with `reads` it refuses everything that writes, whoever asks."""
    service = await _engine(home, name)
    if not reads:
        return service
    from weavz_tui.engine.read_only import read_only

    return read_only(service)


async def _engine(home: Home, name: str) -> Service:
    if name != LOCAL:
        from weavz_tui.client.contexts import open_context

        return await open_context(home, name)
    from weavz_tui.engine.local import open_local

    return await open_local(home, source=Source.PLAYGROUND, tidy_after=TIDY_AFTER)
