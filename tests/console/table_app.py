"""A table in an app of its own, and a list that counts what is asked of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual.app import App, ComposeResult
from textual.content import Content
from textual.message import Message

from weavz_tui.console.widgets.columns import Column
from weavz_tui.console.widgets.row_window import ListSource
from weavz_tui.console.widgets.window_table import WindowTable
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.lists import Page

HOSTILE = "[/eu] [red]x[/]\nnext\x1b[31m\t界界 \u202egnp"


@dataclass(frozen=True)
class Run:
    """A row."""

    id: str
    name: str
    status: str = "ok"


def runs(count: int) -> list[Run]:
    """Rows run-0, run-1, ..."""
    return [Run(f"run-{number}", f"name {number}") for number in range(count)]


class CountedSource(ListSource[Run]):
    """A list that remembers the questions, and can fail."""

    def __init__(self, rows: Sequence[Run]) -> None:
        super().__init__(rows)
        self.asked: list[tuple[str | None, bool]] = []
        self.error: WeavzError | None = None

    async def fetch(
        self, cursor: str | None, limit: int, backwards: bool, counted: bool = True
    ) -> Page[Run]:
        """As the list source; pages are remembered, a count alone is not."""
        if limit > 1:
            self.asked.append((cursor, backwards))
        if self.error is not None:
            raise self.error
        return await super().fetch(cursor, limit, backwards)


class SlowCount(CountedSource):
    """Pages come at once, the count of the whole list when `go_on` is set."""

    def __init__(self, rows: Sequence[Run]) -> None:
        super().__init__(rows)
        self.go_on = asyncio.Event()

    async def fetch(
        self, cursor: str | None, limit: int, backwards: bool, counted: bool = True
    ) -> Page[Run]:
        """A page proves only what stands on it."""
        page = await super().fetch(cursor, limit, backwards, counted)
        if counted:
            await self.go_on.wait()
            return page
        return replace(page, total=len(page.items) + (page.next is not None))


COLUMNS: tuple[Column[Run], ...] = (
    Column("id", "id", lambda run: run.id, minimum=8, maximum=16),
    Column("name", "name", lambda run: run.name, minimum=12, flex=1),
    Column("status", "status", lambda run: Content.styled(run.status, "$text-success")),
    Column("owner", "owner", lambda run: "somebody", minimum=20, priority=2),
    Column("kind", "kind", lambda run: "webhook", minimum=30, priority=3),
)


class TableApp(App[None]):
    """The table over the whole screen."""

    CSS = "WindowTable { height: 1fr; }"

    def __init__(self, source: ListSource[Run], **options: object) -> None:
        super().__init__()
        self.source = source
        self.options = options
        self.messages: list[Message] = []

    def compose(self) -> ComposeResult:
        """The table alone."""
        yield WindowTable(COLUMNS, self.source, **self.options)  # type: ignore[arg-type]

    @property
    def table(self) -> WindowTable[Run]:
        """The table."""
        found: WindowTable[Run] = self.query_one(WindowTable)
        return found

    def on_window_table_highlighted(self, event: WindowTable.Highlighted) -> None:
        """Remember."""
        self.messages.append(event)

    def on_window_table_selected(self, event: WindowTable.Selected) -> None:
        """Remember."""
        self.messages.append(event)

    def line(self, y: int) -> str:
        """What stands in a line of the table."""
        return self.table.render_line(y).text
