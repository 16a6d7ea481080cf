"""`weavz-tui demo`."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from typing import TYPE_CHECKING

import click

from weavz_tui.cli import options
from weavz_tui.cli.hangup import ending
from weavz_tui.cli.output import note, print_fields, print_json
from weavz_tui.settings import PREFIX

if TYPE_CHECKING:
    from weavz_tui.demo.demo import Demo


@click.command()
@click.option(
    "--no-console",
    is_flag=True,
    help="Print what was made and serve the sample until interrupted; needs no terminal.",
)
@options.json_option
def demo(no_console: bool, as_json: bool) -> None:
    """Open the console on a throw-away home with a sample service, and a tour of five steps.

    Everything works offline: choices from the service, errors, slow answers, an OAuth2 sign-in.
    Your own home, keyring and network are not touched, and nothing is left behind.

    \b
    weavz-tui demo
    weavz-tui demo --no-console --json
    """
    if not no_console and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("The console needs a terminal; --no-console does not.")
    context = click.get_current_context()
    root = context.find_root().params
    # What a person has set for their own home says nothing of this one.
    for name in [each for each in os.environ if each.startswith(PREFIX)]:
        del os.environ[name]
    try:
        if no_console:
            asyncio.run(_serve(as_json))
        else:
            theme = _theme(root.get("theme") or "")
            context.exit(asyncio.run(_console(theme, not root.get("no_mouse"))))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


async def _serve(as_json: bool) -> None:
    """Everything but the console, until a signal comes."""
    from weavz_tui.demo.furnishing import SLUG
    from weavz_tui.model.pages import PageQuery

    async with _made() as made:
        service = await made.open()
        try:
            rows = await service.integrations.list(SLUG, PageQuery())
            facts = {
                "home": str(made.home.data),
                "api": made.api.url,
                "workspace": SLUG,
                "aliases": [each.integration_alias for each in rows.items],
            }
            print_json(facts) if as_json else print_fields(list(facts.items()))
            sys.stdout.flush()
            note("Until ctrl+c; then all of it is removed.")
            ended = asyncio.Event()
            with ending(ended.set, "SIGINT"):
                await ended.wait()
        finally:
            await service.close()


def _theme(name: str) -> str:
    """A theme that there is, or none; raises BadParameter."""
    from weavz_tui.console.widgets.themes import offered

    if name and name not in (names := [each.name for each in offered()]):
        raise click.BadParameter(
            f"{name!r} is not a theme: {', '.join(names)}.", param_hint="'--theme'"
        )
    return name


async def _console(theme: str, mouse: bool) -> int:
    """The console, as often as another engine is chosen in it; its exit code. A report of a fault
    of its own would be gone with the home, so it is printed."""
    from weavz_tui.cli.commands.console import FRAMES_PER_SECOND
    from weavz_tui.console.demo import DemoConsole
    from weavz_tui.demo.furnishing import FIRST, FIRST_INPUT, SLUG

    gc.disable()
    os.environ.setdefault("TEXTUAL_FPS", FRAMES_PER_SECOND)
    async with _made() as made:
        again = True
        while again:
            app = DemoConsole(made.open, home=made.home, first_place="playground", theme=theme)
            app.state.workspace = SLUG
            app.state.draft.title, app.state.draft.values = FIRST, dict(FIRST_INPUT)
            # Also where a terminal goes away: a home would be left behind.
            with ending(app.exit):
                await app.run_async(mouse=mouse)
            again = app.next_context is not None
        if app.return_code:
            for report in made.home.logs.glob("crash-*.txt"):
                click.echo(report.read_text("utf-8"), err=True)
        return app.return_code or 0


def _made() -> Demo:
    from weavz_tui.demo.demo import Demo
    from weavz_tui.logs import configure_logging

    made = Demo()
    os.environ[f"{PREFIX}HOME"] = str(made.home.data)
    made.home.create()
    configure_logging(made.home)
    return made
