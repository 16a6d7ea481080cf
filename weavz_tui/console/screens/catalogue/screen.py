"""Screen 8: integrations, then their actions and inputs; `n` imports, `i` takes one into the
workspace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from weavz_tui.console import wording
from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.lists.removal import Removal
from weavz_tui.console.lists.screen import ListScreen
from weavz_tui.console.screens.catalogue import detail
from weavz_tui.console.widgets.columns import Column
from weavz_tui.model.catalogue import ActionInfo, IntegrationInfo, IntegrationSummary
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.lists import Page

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service
    from weavz_tui.model.imports import ImportedRow
    from weavz_tui.model.lists import PageQuery


IMPORTED = frozenset({"openapi", "discovery", "mcp"})


def paged(rows: Sequence[Any], query: PageQuery) -> Page[Any]:
    """A page of rows that are all here, by position."""
    start = int(query.cursor or 0)
    if query.backwards:
        stop = len(rows) if query.cursor is None else start
        start = max(0, stop - query.limit)
    else:
        stop = min(start + query.limit, len(rows))
    return Page(
        rows[start:stop],
        len(rows),
        next=str(stop) if stop < len(rows) else None,
        previous=str(start) if start else None,
    )


class CatalogueScreen(ListScreen["IntegrationSummary"]):
    """`enter` shows the actions, `i` configures it in the workspace in force; `n` imports another,
    `e` imports one again, `d` takes an import away."""

    PLACE = "catalogue"
    TITLE_WORD = "Catalogue"
    ROWS = "integrations"
    TABS: ClassVar[tuple[str, ...]] = ("About", "Actions", "Account")
    KINDS: ClassVar[frozenset[str]] = frozenset({"catalogue"})
    SORTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("name", "sorted by name"),
        ("action_count", "sorted by number of actions"),
    )

    def columns(self) -> Sequence[Column[IntegrationSummary]]:
        """Name, title, actions, account, source."""
        return (
            Column("name", "name", lambda row: row.name, minimum=14, maximum=28),
            Column("title", "title", lambda row: row.display_name, minimum=16, maximum=32,
                   priority=2),
            Column("actions", "actions", lambda row: str(row.action_count), align="right",
                   sort="action_count"),
            Column("account", "account", wording.account, minimum=14, maximum=28, priority=1),
            Column("source", "source", lambda row: row.source, minimum=8, priority=3),
        )  # fmt: skip

    def row_id(self, row: IntegrationSummary) -> str:
        """Its name is its id."""
        return row.name

    async def page(self, service: Service, query: PageQuery) -> Page[IntegrationSummary]:
        """The registry is small: it is searched and sorted here."""
        wanted = query.search.casefold()
        rows = [
            row
            for row in await service.catalogue.list()
            if wanted in f"{row.name} {row.display_name} {row.description}".casefold()
        ]
        key = query.sort.removeprefix("-") or "name"
        rows.sort(key=lambda row: getattr(row, key), reverse=query.sort.startswith("-"))
        return paged(rows, query)

    def describe(self, row: IntegrationSummary) -> None:
        """The summary at once, actions and auth as soon as they are loaded."""
        pane = self.query_one(DetailPane)
        pane.name_shown = row.name
        pane.show(0, detail.summary(row))

        def show(info: IntegrationInfo) -> None:
            if self.row is not None and self.row.name == info.name:
                pane.show(1, detail.actions(info))
                pane.show(2, detail.auth(info))

        self.call("integration", lambda service: service.catalogue.get(row.name), show,
                  group="detail", quiet=True)  # fmt: skip

    def do_open(self) -> None:
        """`enter`: its actions."""
        row = self.row
        if row is not None:
            self.call(
                f"reading {row.name}",
                lambda service: service.catalogue.get(row.name),
                lambda info: self.console.push_screen(ActionsScreen(info)),
            )

    def allows(self, command: str) -> bool:
        """What was imported can be imported again and taken away."""
        if command in {"edit", "delete"} and not self.marked:
            return self.row is not None and self.row.source in IMPORTED
        return super().allows(command)

    def do_new(self) -> None:
        """`n`: import a description or an MCP server."""
        from weavz_tui.console.screens.catalogue.importing import ImportEditor

        self.edit(ImportEditor())

    def do_edit(self) -> None:
        """`e`: import it again from where it came."""
        row = self.row
        if row is not None:
            self.call("looking where it came from", lambda service: service.catalogue.imports(),
                      lambda found: self._again(row.name, found))  # fmt: skip

    def _again(self, name: str, found: Sequence[ImportedRow]) -> None:
        from weavz_tui.console.screens.catalogue.importing import ImportEditor

        for each in found:
            if each.name == name:
                self.edit(ImportEditor(each.origin, name, server=each.source == "mcp"))

    def removal(self, row: IntegrationSummary) -> Removal | None:
        """`d`: for what was imported."""
        if row.source not in IMPORTED:
            return None
        return Removal(
            f"{row.name} from the catalogue",
            None,
            lambda service: service.catalogue.remove(row.name),
            also="What uses it stays, and works again when it is imported again.",
        )

    def do_configure(self) -> None:
        """`i`: into the workspace."""
        from weavz_tui.console.screens.integrations.editor import IntegrationEditor

        if self.row is not None:
            self.edit(IntegrationEditor(integration=self.row.name))


class ActionsScreen(ListScreen["ActionInfo"]):
    """The actions of one integration and what goes into each."""

    PLACE = "catalogue"
    LIST = "actions"
    TABS: ClassVar[tuple[str, ...]] = ("Inputs",)
    KINDS: ClassVar[frozenset[str]] = frozenset({"catalogue"})

    def __init__(self, info: IntegrationInfo) -> None:
        super().__init__()
        self.info = info
        self.title_word = f"{info.name}  actions"

    def columns(self) -> Sequence[Column[ActionInfo]]:
        """Name, effect, number of inputs, title."""
        return (
            Column("name", "action", lambda row: row.name, minimum=18, maximum=40),
            Column("effect", "effect", lambda row: row.effect.value, minimum=7, priority=1),
            Column("inputs", "inputs", lambda row: str(len(row.properties)), align="right",
                   priority=2),
            Column("title", "title", lambda row: row.display_name, minimum=12, flex=1,
                   priority=3),
        )  # fmt: skip

    def row_id(self, row: ActionInfo) -> str:
        """Its name is its id."""
        return row.name

    async def page(self, service: Service, query: PageQuery) -> Page[ActionInfo]:
        """Searched here."""
        wanted = query.search.casefold()
        rows = [
            row
            for row in self.info.actions
            if wanted in f"{row.name} {row.display_name} {row.description}".casefold()
        ]
        return paged(rows, query)

    def describe(self, row: ActionInfo) -> None:
        """What goes into it."""
        pane = self.query_one(DetailPane)
        pane.name_shown = f"{self.info.name}.{row.name}"
        pane.show(0, detail.action(row, account=self.info.needs_connection))

    async def do_run(self) -> None:
        """`x`: in the playground."""
        if self.row is not None:
            await self.console.open_playground(
                ExecuteRequest(
                    integration_name=self.info.name,
                    workspace_id=self.console.session.workspace_id,
                    action_name=self.row.name,
                )
            )
