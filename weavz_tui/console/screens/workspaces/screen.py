"""Screen 1: workspaces with their counts; made, renamed and deleted here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.lists.removal import Removal
from weavz_tui.console.lists.screen import ListScreen
from weavz_tui.console.screens.workspaces import detail, table
from weavz_tui.model.pages import ActivityQuery

if TYPE_CHECKING:
    from weavz_tui.console.widgets.columns import Column
    from weavz_tui.engine.service import Service
    from weavz_tui.model.execution import ExecutionRow
    from weavz_tui.model.lists import WorkspaceRow
    from weavz_tui.model.pages import Page, PageQuery


class WorkspacesScreen(ListScreen["WorkspaceRow"]):
    """`enter` puts the marked workspace in force."""

    PLACE = "workspaces"
    TITLE_WORD = "Workspaces"
    ROWS = "workspaces"
    KINDS: ClassVar[frozenset[str]] = frozenset(
        {"workspace", "workspace_integration", "connection", "end_user", "execution"}
    )
    SORTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("slug", "sorted by slug"),
        ("name", "sorted by name"),
        ("created_at", "sorted by when made"),
    )
    EMPTY = (
        "No workspace yet.\n"
        "A workspace holds integrations, connections and the end users they act for.\n"
        "n makes the first one."
    )

    def columns(self) -> Sequence[Column[WorkspaceRow]]:
        """Name, slug, counts, last run."""
        return table.columns()

    def row_name(self, row: WorkspaceRow) -> str:
        """Its slug."""
        return row.slug

    async def page(self, service: Service, query: PageQuery) -> Page[WorkspaceRow]:
        """The organisation's workspaces."""
        return await service.workspaces.list(query)

    def describe(self, row: WorkspaceRow) -> None:
        """Counts at once, recent runs as soon as they are read."""
        pane = self.query_one(DetailPane)
        pane.name_shown = row.slug
        pane.show(0, detail.record(row, (), self.console.session.workspace_id))

        async def read(service: Service) -> Sequence[ExecutionRow]:
            page = await service.activity.list(ActivityQuery(limit=8, workspace_id=row.id))
            return page.items

        def show(runs: Sequence[ExecutionRow]) -> None:
            if self.row is not None and self.row.id == row.id:
                pane.show(0, detail.record(row, runs, self.console.session.workspace_id))

        # The rows are painted before what the record of executions brings in.
        self.call_after_refresh(self.call, "recent runs", read, show, group="detail", quiet=True)

    async def do_open(self) -> None:
        """Put the marked workspace in force."""
        if self.row is not None:
            await self.console.choose_workspace(self.row)
            self.console.tell(f"Workspace {self.row.slug} is in force.")

    def do_new(self) -> None:
        """`n`."""
        from weavz_tui.console.screens.workspaces.editor import WorkspaceEditor

        self.edit(WorkspaceEditor())

    def do_edit(self) -> None:
        """`e`: rename."""
        from weavz_tui.console.screens.workspaces.editor import WorkspaceEditor

        if self.row is not None:
            self.edit(WorkspaceEditor(self.row))

    def removal(self, row: WorkspaceRow) -> Removal:
        """`d`: with everything in it; its slug is to be typed."""
        return Removal(
            row.slug,
            lambda service: service.workspaces.dependants(row.id),
            lambda service: service.workspaces.delete(row.id),
            typed=row.slug,
        )
