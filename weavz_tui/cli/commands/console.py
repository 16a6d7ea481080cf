"""The console, opened."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from weavz_tui.cli.session import open_home
from weavz_tui.engine.service import Service
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import ValidationError


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

    if screen is not None and screen not in BY_ID:
        raise click.BadParameter(
            f"{screen!r} is not a screen: {', '.join(BY_ID)}.", param_hint="'--screen'"
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
    wanted = theme or app.state.theme or settings.console_theme
    if theme is not None and theme not in app.available_themes:
        raise click.BadParameter(
            f"{theme!r} is not a theme: {', '.join(sorted(app.available_themes))}.",
            param_hint="'--theme'",
        )
    if wanted in app.available_themes:
        app.theme = app.state.theme = wanted
    app.run(mouse=mouse and settings.console_mouse)
    return app.return_code or 0
