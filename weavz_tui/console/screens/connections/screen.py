"""Screen 3, first tab: connections, made by form, tested, given new secrets, deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.content import Content

from weavz_tui.console.frame.messages import Failed
from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.lists.removal import Removal
from weavz_tui.console.lists.screen import ListScreen
from weavz_tui.console.screens.connections import tables
from weavz_tui.console.text import duration, plain
from weavz_tui.console.wording import bad, good
from weavz_tui.model.enums import OAUTH2_TYPES
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.lists import ConnectionQuery

if TYPE_CHECKING:
    from weavz_tui.console.widgets.columns import Column
    from weavz_tui.engine.service import Service
    from weavz_tui.model.lists import ConnectionRow, Page, PageQuery
    from weavz_tui.model.status import ConnectionTest


class ConnectionsScreen(ListScreen["ConnectionRow"]):
    """`n` connects, `t` tests, `e` changes or gives a new secret."""

    PLACE = "connections"
    TITLE_WORD = "▸Connections"
    ROWS = "connections"
    OTHER_TABS = ("End users",)
    KINDS: ClassVar[frozenset[str]] = frozenset(
        {"connection", "connection_use", "workspace_integration"}
    )
    SORTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("integration_name", "sorted by integration"),
        ("external_id", "sorted by external id"),
        ("last_used_at", "sorted by last use"),
        ("status", "sorted by state"),
    )
    EMPTY = (
        "No connection yet.\n"
        "A connection is an account at a service: a token, a password, keys.\n"
        "The secret goes into the vault and is never shown again.\n"
        "n makes the first one."
    )

    def __init__(self) -> None:
        super().__init__()
        self._tested: dict[str, Content] = {}

    def columns(self) -> Sequence[Column[ConnectionRow]]:
        """By integration."""
        return tables.connection_columns()

    def row_name(self, row: ConnectionRow) -> str:
        """Its external id."""
        return row.external_id

    def query_for(self, text: str, sort: str) -> PageQuery:
        """Of the whole organisation."""
        return ConnectionQuery(search=text, sort=sort)

    async def page(self, service: Service, query: PageQuery) -> Page[ConnectionRow]:
        """The organisation's connections."""
        assert isinstance(query, ConnectionQuery)
        return await service.connections.list(query)

    def describe(self, row: ConnectionRow) -> None:
        """The record."""
        pane = self.query_one(DetailPane)
        pane.name_shown = row.external_id
        pane.show(0, tables.connection_record(row, self._tested.get(row.id)))

    def do_new(self) -> None:
        """`n`: connect an account."""
        from weavz_tui.console.screens.connections.editor import ConnectionEditor

        self.edit(ConnectionEditor())

    def do_edit(self) -> None:
        """`e`: its name, its address, a new secret."""
        from weavz_tui.console.screens.connections.editor import ConnectionEditor

        if self.row is not None:
            self.edit(ConnectionEditor(row=self.row))

    @property
    def lead(self) -> frozenset[str]:
        """What mends the marked connection."""
        broken = self.row is not None and self.row.status == "ERROR"
        return frozenset({"authorise"}) if broken else frozenset()

    def allows(self, command: str) -> bool:
        """Only OAuth 2 is authorised once more; any other secret is given by `e`."""
        if command == "authorise" and self.row is not None:
            return self.row.type in OAUTH2_TYPES or self.row.status == "ERROR"
        return super().allows(command)

    def do_authorise(self) -> None:
        """`o`: authorise the account once more, or give it a new secret."""
        if self.row is not None:
            self._mend(self.row)

    @work(exclusive=True, group="modal", exit_on_error=False)
    async def _mend(self, row: ConnectionRow) -> None:
        from weavz_tui.console.screens.connections.reauthorise import mend

        try:
            await mend(self.console, row)
        except WeavzError as error:
            self.post_message(Failed(error))

    def removal(self, row: ConnectionRow) -> Removal:
        """`d`: the secret goes too."""
        return Removal(
            f"{row.integration_name} connection {row.external_id}",
            lambda service: service.connections.dependants(row.id),
            lambda service: service.connections.delete(row.id),
            also="Integrations that name it stay, without a connection.",
            uses=True,
        )

    def do_test(self) -> None:
        """`t`: ask the service whether the credential works."""
        row = self.row
        if row is None:
            return

        def show(test: ConnectionTest) -> None:
            said = f"{test.message}  {duration(test.duration_ms)}"
            self._tested[row.id] = good(plain(said).plain) if test.ok else bad(plain(said).plain)
            self.console.tell(
                f"{row.external_id}: {test.message}",
                severity="information" if test.ok else "error",
            )
            if self.row is not None and self.row.id == row.id:
                self.describe(self.row)

        self.call(f"testing {row.external_id}", lambda service: service.connections.test(row.id),
                  show)  # fmt: skip

    async def other_tab(self) -> None:
        """The end users."""
        from weavz_tui.console.screens.connections.end_users import EndUsersScreen

        await self.console.push_screen(EndUsersScreen())
