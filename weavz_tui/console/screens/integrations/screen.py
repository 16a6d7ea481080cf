"""Screen 2: aliases with what they would use; configured in the editor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Vertical

from weavz_tui.console.frame.ask import next_end_user, pick_end_user
from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.lists.removal import Removal
from weavz_tui.console.lists.screen import ListScreen
from weavz_tui.console.screens.integrations import table, who
from weavz_tui.console.text import plain
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.lists import PageQuery

if TYPE_CHECKING:
    from weavz_tui.console.lists.bulk import Choice
    from weavz_tui.console.widgets.columns import Column
    from weavz_tui.engine.service import Service
    from weavz_tui.model.lists import EndUserRow, IntegrationRow, Page
    from weavz_tui.model.status import ConnectionTest, Who, WhoRow

WHO, RECORD, EVERYWHERE = "Who would be used?", "Record", "Every alias"
WIDE = 110


class IntegrationsScreen(ListScreen["IntegrationRow"]):
    """The lower pane follows the cursor; `a`, `<` and `>` choose whose eyes it looks through."""

    PLACE = "integrations"
    TITLE_WORD = "Integrations"
    ROWS = "integrations"
    IN_WORKSPACE = True
    TABS: ClassVar[tuple[str, ...]] = (WHO, RECORD, EVERYWHERE)
    KINDS: ClassVar[frozenset[str]] = frozenset(
        {"workspace", "workspace_integration", "connection", "end_user", "partial"}
    )
    SORTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("integration_alias", "sorted by alias"),
        ("integration_name", "sorted by integration"),
        ("connection_strategy", "sorted by strategy"),
        ("updated_at", "sorted by last change"),
    )
    EMPTY = (
        "No integration in this workspace yet.\n"
        "An integration under an alias is what actions are called on; its strategy\n"
        "says whose connection a call uses.\n"
        "n takes the first one from the catalogue."
    )

    def details(self) -> ComposeResult:
        """One pane with tabs; from 110 columns three panes."""
        with Vertical(id="side"):
            yield DetailPane(self.TABS, id="detail")
            yield DetailPane((EVERYWHERE,), id="everywhere")
            yield DetailPane((RECORD,), id="record")

    def on_resize(self, event: events.Resize) -> None:
        """Tabs or panes."""
        wide = event.size.width >= WIDE
        self.query_one("#detail", DetailPane).set_tabs((WHO,) if wide else self.TABS)
        self.query_one("#everywhere").display = self.query_one("#record").display = wide

    def columns(self) -> Sequence[Column[IntegrationRow]]:
        """Alias, integration, uses, state, actions."""
        return table.columns()

    def row_name(self, row: IntegrationRow) -> str:
        """Its alias."""
        return row.integration_alias

    async def page(self, service: Service, query: PageQuery) -> Page[IntegrationRow]:
        """Those of the workspace in force."""
        return await service.integrations.list(self.console.session.workspace_id, query)

    def describe(self, row: IntegrationRow) -> None:
        """The record at once, who would be used as soon as it is known."""
        pane = self.query_one("#detail", DetailPane)
        pane.name_shown = row.integration_alias
        other = self.query_one("#record", DetailPane)
        other.name_shown = row.integration_alias
        pane.show(1, who.record(row))
        other.show(0, who.record(row))
        self._show_whose()
        user = self.console.session.end_user_id

        async def read(service: Service) -> tuple[Who, Sequence[WhoRow]]:
            workspace_id = self.console.session.workspace_id
            return (
                await service.integrations.who(workspace_id, row.id, end_user_id=user, limit=1),
                await service.integrations.who_everywhere(workspace_id, user),
            )

        self.call("who", read, lambda found: self._show_who(row.id, *found), group="who",
                  quiet=True)  # fmt: skip

    def _show_who(self, id: str, found: Who, rows: Sequence[WhoRow]) -> None:
        if self.row is None or self.row.id != id:
            return
        pane = self.query_one("#detail", DetailPane)
        pane.show(0, who.answer(found))
        pane.show(2, who.everywhere(rows))
        self.query_one("#everywhere", DetailPane).show(0, who.everywhere(rows))

    def _show_whose(self) -> None:
        user = self.console.session.end_user
        name = f"{user.external_id} {user.display_name or ''}".strip() if user else "nobody"
        shown = plain(f"as {name}")
        self.query_one("#detail", DetailPane).border_subtitle = shown
        self.query_one("#everywhere", DetailPane).border_subtitle = shown

    @work(exclusive=True, group="as user", exit_on_error=False)
    async def do_as_user(self) -> None:
        """`a`: look as an end user."""
        chosen = await pick_end_user(self.console)
        if chosen is not None:
            self.post_message(self.Answered(None if chosen == "" else chosen, self._look_as))

    def do_other_user(self, by: str) -> None:
        """`<` and `>`: the end user before or after."""
        self.call(
            "end users",
            lambda service: next_end_user(self.console, service, int(by)),
            self._look_as,
            group="users",
            quiet=True,
        )

    def _look_as(self, user: EndUserRow | None) -> None:
        self.console.choose_end_user(user)
        if self.row is not None:
            self.describe(self.row)

    def do_new(self) -> None:
        """`n`: from the catalogue."""
        self._edit(None)

    def do_edit(self) -> None:
        """`e`."""
        if self.row is not None:
            self._edit(self.row)

    def do_open(self) -> None:
        """`enter`: the editor too; with `--read-only` the record."""
        if self.console.read_only or self.row is None:
            super().do_open()
        else:
            self._edit(self.row)

    def _edit(self, row: IntegrationRow | None) -> None:
        from weavz_tui.console.screens.integrations.editor import IntegrationEditor

        self.edit(IntegrationEditor(row=row))

    def removal(self, row: IntegrationRow) -> Removal:
        """`d`: what follows its alias goes with it."""
        workspace_id = row.workspace_id
        return Removal(
            f"integration {row.integration_alias}",
            lambda service: service.integrations.dependants(workspace_id, row.id),
            lambda service: service.integrations.delete(workspace_id, row.id),
        )

    def bulk_choices(self) -> list[Choice]:
        """Actions and connections of all that are marked, then what every list has."""
        from weavz_tui.console.screens.integrations.bulk_asking import choices

        return [*([] if self.console.read_only else choices(self)), *super().bulk_choices()]

    def do_connect(self) -> None:
        """`c`: connect an account, of the end user looked through where there is one."""
        from weavz_tui.console.screens.connections.editor import ConnectionEditor

        row = self.row
        if row is None:
            return
        if not row.needs_connection:
            self.console.tell(f"{row.integration_name} needs no account.")
            return
        user = self.console.session.end_user_id or ""
        self.edit(ConnectionEditor(integration=row.integration_name, end_user=user))

    def do_test(self) -> None:
        """`t`: test the connection that it names."""
        row = self.row
        if row is None or row.connection is None:
            self.console.tell("It names no connection to test.", severity="warning")
            return
        connection = row.connection

        def show(test: ConnectionTest) -> None:
            severity = "information" if test.ok else "error"
            self.console.tell(f"{connection.external_id}: {test.message}", severity=severity)

        self.call(
            f"testing {connection.external_id}",
            lambda service: service.connections.test(connection.id),
            show,
        )

    async def do_run(self) -> None:
        """`x`: its actions in the playground."""
        row = self.row
        if row is not None:
            await self.console.open_playground(
                ExecuteRequest(
                    integration_name=row.integration_name,
                    integration_alias=row.integration_alias,
                    workspace_id=row.workspace_id,
                    end_user_id=self.console.session.end_user_id,
                    action_name="",
                )
            )
