"""`weavz-tui doctor`."""

from __future__ import annotations

import asyncio
import os

import click

from weavz_tui.cli import options
from weavz_tui.cli.doctor import files, machine
from weavz_tui.cli.failures import FAILED
from weavz_tui.cli.output import clean, print_json
from weavz_tui.home import Home
from weavz_tui.model.status import Diagnosis


@click.command()
@options.json_option
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Check this installation and say what mends it.

    It changes nothing, and it works where nothing else does. Exits with 1 when something is wrong.
    """
    lines = _diagnoses(Home.find())
    if as_json:
        print_json({"ok": all(each.ok for each in lines), "checks": lines})
    else:
        width = max(len(each.name) for each in lines)
        for each in lines:
            click.echo(
                f"{'ok   ' if each.ok else 'WRONG'}  {each.name:<{width}}  {clean(each.message)}"
            )
            for extra in (each.remedy, str(each.details.get("hint", ""))):
                if extra:
                    click.echo(f"{'':7}{'':{width}}  -> {clean(extra)}")
    if not all(each.ok for each in lines):
        ctx.exit(FAILED)


def _diagnoses(home: Home) -> list[Diagnosis]:
    return [
        machine.versions(),
        files.home(home),
        files.settings(home),
        files.database(home),
        files.disk(home),
        *asyncio.run(_vault(home)),
        machine.terminal(os.environ),
        machine.clipboard(os.environ),
        *machine.plugins(),
    ]


async def _vault(home: Home) -> list[Diagnosis]:
    from weavz_tui.vault.doctor import diagnose
    from weavz_tui.vault.select import HomeVault

    vault = HomeVault(home.data)
    try:
        return await diagnose(vault)
    finally:
        await vault.close()
