"""`weavz-tui contexts`: engines on other machines."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import click

from weavz_tui.cli import options
from weavz_tui.cli.elsewhere import warn_in_clear
from weavz_tui.cli.output import Column, note, print_json, print_table
from weavz_tui.cli.secret_input import read_passphrase
from weavz_tui.cli.session import open_home
from weavz_tui.client.contexts import SAVING, Contexts
from weavz_tui.client.door import checked
from weavz_tui.contexts import Context, ContextFile, check, require_encryption

COLUMNS = (
    Column[Context]("name", lambda each: each.name),
    Column[Context]("url", lambda each: each.url),
    Column[Context]("word", lambda each: each.word or "-"),
    Column[Context]("read only", lambda each: "yes" if each.read_only else "no"),
    Column[Context]("in clear", lambda each: "YES" if each.is_in_clear else "no"),
)


@click.group()
def contexts() -> None:
    """Engines on other machines, opened with `--context NAME` or `W` in the console."""


@contexts.command("list")
@options.json_option
def list_(as_json: bool) -> None:
    """Every saved engine. Their keys are in the vault and never shown."""
    every = ContextFile(open_home().data).every()
    if as_json:
        rows = [{"name": e.name, "url": e.url, "word": e.word, "readOnly": e.read_only,
                 "inClear": e.is_in_clear} for e in every]  # fmt: skip
        print_json({"contexts": rows, "total": len(rows)})
    else:
        print_table(COLUMNS, every)


@contexts.command()
@click.argument("name")
@click.argument("url")
@click.option("--word", default="", help="A word of warning in the console's top line: PROD.")
@click.option("--read-only", is_flag=True, help="Write nothing there from here.")
@click.option("--insecure", is_flag=True, help="Send the key over plain http, readable on the way.")
def add(name: str, url: str, word: str, read_only: bool, insecure: bool) -> None:
    """Save the engine at URL as NAME.

    Its API key is asked for, or read from standard input, and kept in the vault.

    An http:// address beyond this machine is refused: the key, and everything that it opens, could
    be read and changed on the way. --insecure takes it nevertheless, for a network that you trust;
    every command and the console say so then.

    \b
    weavz-tui contexts add prod https://weavz.example --word PROD --read-only
    weavz-tui --context prod activity --follow
    """
    wanted = Context(name, checked(url), "", word, read_only, insecure)
    check(wanted)
    require_encryption(wanted, SAVING)
    warn_in_clear(wanted)
    key = read_passphrase("API key")
    made = _with(
        lambda found: found.add(name, url, key, word=word, read_only=read_only, insecure=insecure)
    )
    note(f"Saved {made.name}: `weavz-tui --context {made.name}` opens it.")


@contexts.command()
@click.argument("name")
def remove(name: str) -> None:
    """Forget a saved engine and its key."""
    gone = _with(lambda found: found.remove(name))
    note(f"Removed {gone.name}.")


def _with(run: Callable[[Contexts], Awaitable[Context]]) -> Context:
    async def call() -> Context:
        found = Contexts(open_home())
        try:
            return await run(found)
        finally:
            await found.close()

    return asyncio.run(call())
