"""Choosing another engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from weavz_tui.console.frame.ask import choose
from weavz_tui.contexts import LOCAL, ContextFile
from weavz_tui.model.errors import WeavzError

if TYPE_CHECKING:
    from weavz_tui.console.base import ConsoleBase


async def choose_context(console: ConsoleBase) -> str | None:
    """The name of another context, from a worker; None where it stays."""
    if console.home is None:
        return None
    try:
        saved = ContextFile(console.home.data).every()
    except WeavzError as error:
        console.tell_error(error)
        return None
    present = console.context.name if console.context else LOCAL
    if not saved:
        console.tell("No other engine is saved: weavz-tui contexts add NAME URL saves one.")
        return None

    async def find(_: str) -> Sequence[tuple[str, str, Any]]:
        rows: list[tuple[str, str, Any]] = [(LOCAL, "this machine", LOCAL)]
        rows += [(each.name, f"{each.url} {each.warning}".strip(), each.name) for each in saved]
        return [row for row in rows if row[2] != present]

    chosen: str | None = await choose(console, "Engine", find, searching=False)
    return chosen
