"""Taking back what this console has written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from weavz_tui.console.frame.ask import choose

if TYPE_CHECKING:
    from weavz_tui.console.base import ConsoleBase
    from weavz_tui.console.journal import Entry


def _ago(seconds: float) -> str:
    return "now" if seconds < 60 else f"{int(seconds // 60)} min ago"


async def pick_entry(console: ConsoleBase) -> Entry | None:
    """One of the writes that can still be taken back, from a worker."""
    journal = console.journal

    async def find(_: str) -> Sequence[tuple[str, str, Any]]:
        return [(each.what, _ago(journal.age(each)), each) for each in journal.usable()]

    chosen: Entry | None = await choose(console, "Take back", find, searching=False)
    return chosen
