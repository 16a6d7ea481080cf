"""Screen 7: executions as they happen; replayed, exported."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work

from weavz_tui.console.frame.messages import Failed
from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.lists.screen import ListScreen
from weavz_tui.console.screens.activity import detail
from weavz_tui.console.screens.activity.filter import SOURCE_WORDS, query_of
from weavz_tui.console.text import clock, milliseconds, time_of
from weavz_tui.console.widgets.columns import Column
from weavz_tui.console.wording import status_mark
from weavz_tui.model.errors import StoreError, WeavzError
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.lists import ActivityQuery

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service
    from weavz_tui.model.execution import ExecutionRecord, ExecutionRow
    from weavz_tui.model.lists import Page, PageQuery

PER_PAGE = 1_000


class ActivityScreen(ListScreen["ExecutionRow"]):
    """Newest first; the detail follows the cursor."""

    PLACE = "activity"
    TITLE_WORD = "Activity"
    ROWS = "executions"
    LIVE = True
    IN_WORKSPACE = True
    TABS: ClassVar[tuple[str, ...]] = ("Detail", "Input", "Output", "Resolution")
    KINDS: ClassVar[frozenset[str]] = frozenset({"execution", "workspace"})
    FILTER_HINT = "status:failed source:rest alias:x action:y since:2h text"
    EMPTY = (
        "Nothing has run in this workspace yet.\n"
        "Every execution is kept here: how it ended, with which connection, input and\n"
        "output without secrets.\n"
        "4 opens the playground, where the first one is run."
    )

    def __init__(self) -> None:
        super().__init__()
        self.whole: ExecutionRecord | None = None

    def columns(self) -> Sequence[Column[ExecutionRow]]:
        """Time, status, action, who, duration, source."""
        return (
            Column("time", "time", lambda row: time_of(row.created_at, clock()), minimum=8,
                   maximum=12),
            Column("status", "status", lambda row: status_mark(row.status), minimum=8),
            Column("action", "alias.action", _action, minimum=20, maximum=44),
            Column("who", "who", lambda row: row.end_user_id or "nobody", minimum=6, maximum=16,
                   priority=2),
            Column("ms", "ms", lambda row: milliseconds(row.duration_ms), minimum=5, priority=3,
                   align="right"),
            Column("source", "source",
                   lambda row: SOURCE_WORDS.get(row.source, row.source.value),
                   minimum=7, priority=4),
            Column("code", "error", lambda row: row.error_code or "", minimum=10, maximum=24,
                   priority=5),
        )  # fmt: skip

    def on_mount(self) -> None:
        """The order is always this one."""
        self.table.border_subtitle = "newest first"

    def row_name(self, row: ExecutionRow) -> str:
        """What it ran."""
        return _action(row)

    def query_for(self, text: str, sort: str) -> PageQuery:
        """Of the workspace in force."""
        return query_of(text, self.console.session.workspace_id)

    async def page(self, service: Service, query: PageQuery) -> Page[ExecutionRow]:
        """Executions under the filter; the workspace is that of the moment."""
        assert isinstance(query, ActivityQuery)
        return await service.activity.list(query)

    def show_list(self) -> None:
        """Wait for the engine: the question names the workspace."""
        if self.console.session.opened.is_set():
            super().show_list()

    def describe(self, row: ExecutionRow) -> None:
        """The row at once, the whole record as soon as it is read."""
        pane = self.query_one(DetailPane)
        pane.name_shown = _action(row)
        self.whole = None
        pane.show(0, detail.record(row, None))
        self.call("record", lambda service: service.activity.get(row.id), self._show_whole,
                  group="detail", quiet=True)  # fmt: skip

    def _show_whole(self, whole: ExecutionRecord) -> None:
        if self.row is None or self.row.id != whole.id:
            return
        self.whole = whole
        pane = self.query_one(DetailPane)
        pane.show(0, detail.record(whole, whole))
        pane.show(1, detail.as_json(whole.input))
        pane.show(2, detail.as_json(whole.output))
        pane.show(3, detail.resolution(whole))

    def do_copy(self) -> None:
        """`y`: what the open tab shows, or the names of the marked ones."""
        if self.marked:
            super().do_copy()
            return
        pane = self.query_one(DetailPane)
        self.console.copy(pane.text(pane.tab).plain, f"the tab {pane.tabs[pane.tab]}")

    def do_view(self) -> None:
        """`v`: the output (the input, on its tab) over the whole screen."""
        from weavz_tui.console.screens.activity.viewer import ViewerScreen

        if self.whole is not None:
            is_input = self.query_one(DetailPane).tab == 1
            name = f"{_action(self.whole)} {'input' if is_input else 'output'}"
            value = self.whole.input if is_input else self.whole.output
            if value is None:
                name, value = f"{_action(self.whole)} record", self.whole.wire()
            self.console.push_screen(ViewerScreen(name, value))

    @work(exclusive=True, group="compare", exit_on_error=False)
    async def do_compare(self) -> None:
        """`D`: two marked runs; one marked run and this one; this one and the run before."""
        from weavz_tui.console.screens.activity.compare import chosen_runs, open_compare

        try:
            chosen = await chosen_runs(self.console, self.table)
            if chosen is not None:
                await open_compare(self.console, *chosen)
        except WeavzError as error:
            self.post_message(Failed(error))

    def allows(self, command: str) -> bool:
        """Reading and comparing need a run."""
        if command in {"view", "compare"}:
            return self.row is not None
        return super().allows(command)

    def do_replay(self) -> None:
        """`p`: the same input in the playground; nothing is run by that."""
        row = self.row
        if row is None:
            return

        async def go(whole: ExecutionRecord) -> None:
            await self.console.open_playground(
                ExecuteRequest(
                    integration_name=whole.integration_name,
                    integration_alias=whole.integration_alias,
                    workspace_id=whole.workspace_id,
                    action_name=whole.action_name,
                    end_user_id=whole.end_user_id,
                    input=whole.input,
                )
            )

        self.call("reading the record", lambda service: service.activity.get(row.id), go)

    def do_export(self) -> None:
        """`x`: everything under the filter, one JSON object a line, newest first."""
        home = self.console.home
        folder = (home.data if home else Path.cwd()) / "exports"
        path = folder / f"activity-{clock().strftime('%Y%m%d-%H%M%S')}.jsonl"
        query = query_of(self.filter, self.console.session.workspace_id)

        async def run(service: Service) -> int:
            return await _export(service, query, path)

        self.call("exporting", run, lambda count: self.console.tell(f"{count:,} lines in {path}"))


def _action(row: ExecutionRow) -> str:
    return f"{row.integration_alias or row.integration_name}.{row.action_name}"


async def _export(service: Service, query: ActivityQuery, path: Path) -> int:
    from dataclasses import replace

    count, cursor = 0, None
    while True:
        page = await service.activity.list(replace(query, limit=PER_PAGE, cursor=cursor))
        rows = [json.dumps(row.wire(), ensure_ascii=False) for row in page.items]
        try:
            await asyncio.to_thread(_append, path, rows)
        except OSError as error:
            raise StoreError(
                f"{path} cannot be written: {error.strerror}", hint="make room and export again"
            ) from error
        count, cursor = count + len(rows), page.next
        if cursor is None:
            return count


def _append(path: Path, rows: Sequence[str]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows)
