"""Screen 6: the MCP servers of the workspace in force."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work

from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.lists.removal import Removal
from weavz_tui.console.lists.screen import ListScreen
from weavz_tui.console.screens.servers import detail, table
from weavz_tui.model.client_configs import client_configs
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.lists import ActivityQuery, ServerQuery
from weavz_tui.model.servers import TokenRequest

if TYPE_CHECKING:
    from weavz_tui.console.editing.screen import EditorScreen
    from weavz_tui.console.widgets.columns import Column
    from weavz_tui.engine.service import Service
    from weavz_tui.model.execution import ExecutionRow
    from weavz_tui.model.lists import Page, PageQuery
    from weavz_tui.model.servers import ExposedTool, McpServerRow, McpToken, SavedServer

SERVER, TOOLS, CLIENTS, CALLS = range(4)
LATEST = 20
STATIC = "\0own"
USE = "Clients send it as `Authorization: Bearer …`."


class ServersScreen(ListScreen["McpServerRow"]):
    """`t` makes a token, `Y` copies a client's configuration."""

    PLACE = "servers"
    TITLE_WORD = "MCP servers"
    ROWS = "servers"
    IN_WORKSPACE = True
    TABS: ClassVar[tuple[str, ...]] = ("Server", "Tools", "Clients", "Calls")
    KINDS: ClassVar[frozenset[str]] = frozenset(
        {"mcp_server", "mcp_tool", "mcp_token", "workspace", "workspace_integration", "partial",
         "execution"}
    )  # fmt: skip
    SORTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("name", "sorted by name"),
        ("created_at", "sorted by when made"),
    )
    EMPTY = (
        "No MCP server in this workspace yet.\n"
        "A server gives the workspace's allowed actions to an agent as tools; they\n"
        "follow the workspace by themselves.\n"
        "n makes the first one."
    )

    def __init__(self) -> None:
        super().__init__()
        self._editor: EditorScreen | None = None
        self._tools: Sequence[ExposedTool] = ()

    def columns(self) -> Sequence[Column[McpServerRow]]:
        """Name, mode, tools, sign-in."""
        return table.columns()

    def row_name(self, row: McpServerRow) -> str:
        """Its name."""
        return row.name

    def query_for(self, text: str, sort: str) -> PageQuery:
        """Those of the workspace in force."""
        return ServerQuery(search=text, sort=sort, workspace_id=self.console.session.workspace_id)

    async def page(self, service: Service, query: PageQuery) -> Page[McpServerRow]:
        """One page of them."""
        assert isinstance(query, ServerQuery)
        return await service.servers.list(query)

    def describe(self, row: McpServerRow) -> None:
        """The server at once; its tokens, tools and calls as soon as they are read."""
        pane = self.query_one(DetailPane)
        pane.name_shown = row.name
        pane.show(SERVER, detail.record(row, ()))
        pane.show(CLIENTS, detail.clients(client_configs(row)))

        async def read(service: Service) -> tuple[Any, Any, Any]:
            return (
                await service.servers.tokens(row.id),
                await service.servers.exposed(row.id),
                await _calls(service, row),
            )

        def show(found: tuple[Any, Any, Any]) -> None:
            if self.row is not None and self.row.id == row.id:
                self._show_more(row, *found)

        self.call("server", read, show, group="detail", quiet=True)

    def _show_more(
        self,
        row: McpServerRow,
        tokens: Sequence[McpToken],
        tools: Sequence[ExposedTool],
        calls: Sequence[ExecutionRow],
    ) -> None:
        pane = self.query_one(DetailPane)
        self._tools = tools
        pane.show(SERVER, detail.record(row, tokens))
        pane.show(TOOLS, detail.tools(tools))
        pane.show(CALLS, detail.calls(calls))

    def do_new(self) -> None:
        """`n`."""
        from weavz_tui.console.screens.servers.editor import ServerEditor

        self.edit(ServerEditor())

    def do_edit(self) -> None:
        """`e`."""
        from weavz_tui.console.screens.servers.editor import ServerEditor

        if self.row is not None:
            self.edit(ServerEditor(self.row))

    def edit(self, editor: EditorScreen) -> None:
        """Keep the editor: a token that saving made is shown when it is gone."""
        self._editor = editor
        super().edit(editor)

    def edit_done(self, saved: str) -> None:
        """Mark what was saved, and show its token, once."""
        super().edit_done(saved)
        made: SavedServer | None = getattr(self._editor, "made", None)
        self._editor = None
        if saved and made is not None and made.bearer_token:
            self._show_token(f"Token of {made.server.name}", made.bearer_token)

    def _show_token(self, title: str, value: str) -> None:
        from weavz_tui.console.frame.once import ShownOnce

        self.console.push_screen(ShownOnce(title, value, USE))

    def removal(self, row: McpServerRow) -> Removal:
        """`d`: its tokens open nothing from then on."""
        return Removal(
            f"MCP server {row.name}",
            lambda service: service.servers.dependants(row.id),
            lambda service: service.servers.delete(row.id),
            also="Clients that are connected are let go.",
        )

    @work(exclusive=True, group="token", exit_on_error=False)
    async def do_token(self) -> None:
        """`t`: a new token, the server's own or an end user's."""
        from weavz_tui.console.frame.ask import choose
        from weavz_tui.model.lists import PageQuery

        row = self.row
        if row is None:
            return
        service = await self.console.session.service()

        async def find(text: str) -> Sequence[tuple[str, str, Any]]:
            page = await service.end_users.list(row.workspace_id, PageQuery(limit=50, search=text))
            users = [(each.external_id, each.display_name or "", each) for each in page.items]
            has_own = row.auth is not None and row.auth.static_bearer_enabled and not text
            word = "the one in force is refused then" if row.has_static_token else "acts for nobody"
            return [("the server's own", word, STATIC), *users] if has_own else users

        try:
            if (chosen := await choose(self.console, "A new token for", find)) is None:
                return
            made = await _token(service, row, chosen)
        except WeavzError as error:
            self.console.tell_error(error)
        else:
            self.post_message(self.Answered(made, lambda found: self._show_token(*found)))

    def word_of(self, command: str) -> str:
        """`Y` copies what a client is configured with."""
        return "config" if command == "copy_as" else super().word_of(command)

    def rank_of(self, command: str) -> int:
        """That is what a server is made for: beside its token."""
        near = "token" if command == "copy_as" else command
        return super().rank_of(near)

    def do_copy_as(self) -> None:
        """`Y`: a client's configuration, the endpoint, or the tools as a client is sent them."""
        from weavz_tui.console.frame.ask import choose
        from weavz_tui.console.screens.servers.copies import copies

        row = self.row
        if self.marked:
            super().do_copy_as()
            return
        if row is None:
            return
        offered = copies(row, self._tools)

        async def find(_: str) -> Sequence[tuple[str, str, Any]]:
            return [(each.name, each.about, each) for each in offered]

        self.ask_then(
            choose(self.console, "Copy", find, searching=False),
            lambda chosen: self.console.copy(chosen.text, chosen.name),
        )


async def _token(service: Service, row: McpServerRow, chosen: Any) -> tuple[str, str]:
    """A new token's title and value."""
    if chosen == STATIC:
        saved = await service.servers.regenerate_token(row.id)
        return f"Token of {row.name}", saved.bearer_token or ""
    issue = service.servers.issue_oauth_token
    if row.auth is not None and row.auth.bearer_enabled:
        issue = service.servers.issue_access_token
    issued = await issue(row.id, TokenRequest(end_user_id=chosen.external_id))
    return f"Token of {chosen.external_id} for {row.name}", issued.access_token


async def _calls(service: Service, row: McpServerRow) -> Sequence[ExecutionRow]:
    """The latest calls that came through a server, newest first."""
    query = ActivityQuery(
        limit=LATEST, workspace_id=row.workspace_id, server_id=row.id, counted=False
    )
    return (await service.activity.list(query)).items
