"""The console, opened."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from weavz_tui.cli.session import open_home
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import ValidationError

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service


def check_keys(keys: Mapping[str, str], file: Path) -> None:
    """Raise ValidationError where keys are given to commands that the console does not have."""
    from weavz_tui.console.commands import BY_ID

    unknown = {
        f"keys.{name}": f"is not a command; did you mean {', '.join(near)}?"
        if near
        else "is not a command"
        for name in keys
        if name not in BY_ID
        for near in [difflib.get_close_matches(name, BY_ID, 3)]
    }
    if unknown:
        raise ValidationError(
            f"Keys in {file} cannot be used",
            details={"fields": unknown, "file": str(file)},
            hint="the help of the console (`?`) names every command",
        )


def open_console(*, screen: str | None, theme: str | None, read_only: bool, mouse: bool) -> int:
    """Open the console on the local engine; returns its exit code when it is left.

    The engine is opened by the console itself, after its first paint.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(
            "The console needs a terminal; `weavz-tui run` and the other commands do not."
        )
    home = open_home()
    settings = home.settings
    from weavz_tui.console.app import ConsoleApp
    from weavz_tui.console.places import BY_ID
    from weavz_tui.console.widgets.themes import first_theme, offered

    if screen is not None and screen not in BY_ID:
        raise click.BadParameter(
            f"{screen!r} is not a screen: {', '.join(BY_ID)}.", param_hint="'--screen'"
        )

    if theme is not None and theme not in (names := [each.name for each in offered()]):
        raise click.BadParameter(
            f"{theme!r} is not a theme: {', '.join(names)}.", param_hint="'--theme'"
        )
    check_keys(settings.keys, home.config_file)

    async def opener() -> Service:
        from weavz_tui.engine.local import open_local

        return await open_local(home, source=Source.PLAYGROUND)

    app = ConsoleApp(
        opener,
        home=home,
        first_place=screen or "",
        read_only=read_only,
        keymap=settings.keys,
    )
    if theme is not None:
        app.theme = theme
    elif settings.console_theme and not app.state.theme:
        app.theme = first_theme(os.environ, settings.console_theme)
    app.run(mouse=mouse and settings.console_mouse)
    return app.return_code or 0
