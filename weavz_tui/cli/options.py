"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import click

from weavz_tui.cli.output import note
from weavz_tui.cli.stdin import asking, is_terminal
from weavz_tui.model.lists import Page, PageQuery

Function = TypeVar("Function", bound=Callable[..., Any])
Item = TypeVar("Item")
_PAGE = 500

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
yes_option = click.option("--yes", "-y", is_flag=True, help="Do not ask.")
search_option = click.option("--search", default="", metavar="TEXT", help="Rows with this text.")
limit_option = click.option(
    "--limit", type=click.IntRange(1), default=100, show_default=True, help="How many at most."
)
workspace_option = click.option(
    "--workspace",
    "-w",
    envvar="WEAVZ_TUI_WORKSPACE",
    default="default",
    show_default=True,
    metavar="SLUG",
    help="The workspace, by slug or id.",
)
any_workspace_option = click.option(
    "--workspace", "-w", metavar="SLUG", help="A workspace, by slug or id."
)
set_option = click.option(
    "--set",
    "sets",
    multiple=True,
    metavar="PATH=TEXT",
    help="One input, such as channel=general or blocks.0.text=Hi.",
)
set_json_option = click.option(
    "--set-json", "json_sets", multiple=True, metavar="PATH=JSON", help="One input as JSON."
)
set_file_option = click.option(
    "--set-file", "file_sets", multiple=True, metavar="PATH=FILE", help="One input from a file."
)


def confirm(question: str, *, yes: bool) -> None:
    """Ask before something is lost; without a terminal only --yes goes ahead."""
    if yes:
        return
    if not is_terminal():
        raise click.UsageError(f"{question} Give --yes to go ahead without being asked.")
    with asking():
        click.confirm(question, abort=True, err=True)


async def collect(
    read: Callable[[PageQuery], Awaitable[Page[Item]]], limit: int, search: str = ""
) -> Page[Item]:
    """The first `limit` items of a list that comes in pages; says so when there are more."""
    items: list[Item] = []
    cursor: str | None = None
    while True:
        wanted = min(limit - len(items), _PAGE)
        page = await read(PageQuery(limit=wanted, cursor=cursor, search=search))
        items += page.items
        cursor = page.next
        if cursor is None or len(items) >= limit or not page.items:
            break
    if cursor is not None:
        note(f"{len(items)} of {page.total} shown; give --limit for more")
    return Page(items=items[:limit], total=page.total, next=cursor)
