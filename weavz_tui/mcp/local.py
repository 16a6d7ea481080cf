"""The engine of this machine behind the MCP door."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from weavz_tui.engine.servers.code_mode import code_answer
from weavz_tui.engine.servers.exposing import EXECUTE_TOOL, READ_TOOL, SEARCH_TOOL
from weavz_tui.mcp import results
from weavz_tui.mcp.backend import UnknownTool
from weavz_tui.mcp.code_tools import program_of, read_api, search
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.servers import ExposedTool, McpAccess, McpServer, ServerMode
from weavz_tui.store import mcp_servers, workspaces
from weavz_tui.store.journal import LEFT_BY_CALLS

if TYPE_CHECKING:
    from weavz_tui.engine.local import LocalService
    from weavz_tui.model.entities import Workspace
    from weavz_tui.model.status import Change

APART = LEFT_BY_CALLS | {
    "api_key",
    "approval_policy",
    "connect_session",
    "connection",
    "oauth_app",
    "portal_token",
    "setting",
    "trigger_source",
}
CODE_TOOLS = {SEARCH_TOOL: search, READ_TOOL: read_api}


def of_workspace(workspace: Workspace, mode: ServerMode) -> McpServer:
    """A server that no record stands for: the tools of a workspace as they are."""
    return McpServer(
        id=workspace.id,
        org_id=workspace.org_id,
        workspace_id=workspace.id,
        name=workspace.name,
        mode=mode,
        created_at=workspace.created_at,
        updated_at=workspace.updated_at,
    )


class LocalBackend:
    """Serves the MCP servers of every organisation of a home, and workspaces as if they were."""

    def __init__(self, service: LocalService) -> None:
        self._shared = service.parts.shared

    async def admit(self, server_id: str, token: str) -> McpAccess:
        """What a bearer token opens on a server; raises Unauthorized."""
        return await self._shared.access.mcp_token(server_id, token)

    async def server(self, server: McpServer) -> McpServer | None:
        """The record as it is by now; None when it was deleted."""
        org_id, id = server.org_id, server.id
        if id == server.workspace_id:
            known = await self._shared.store.read(lambda rows: workspaces.get(rows, org_id, id))
            return server if known is not None else None
        return await self._shared.store.read(lambda rows: mcp_servers.get(rows, org_id, id))

    async def exposed(self, server: McpServer) -> Sequence[ExposedTool]:
        """The tools of a server."""
        return await self._shared.toolbox.exposed(server)

    async def call(
        self,
        access: McpAccess,
        name: str,
        arguments: Mapping[str, Any],
        *,
        base: str | None = None,
    ) -> results.Content:
        """The result of a tool, errors included. Raises UnknownTool."""
        is_code = access.server.mode is ServerMode.CODE
        try:
            if not is_code:
                found = await self._shared.toolbox.call(access, name, arguments)
                return results.of_success(found)
            if name == EXECUTE_TOOL:
                return await self._execute(access, arguments, base)
            if name in CODE_TOOLS:
                return await CODE_TOOLS[name](self._shared.code, access, arguments)
        except WeavzError as error:
            if not is_code and await self._is_unknown(access, name):
                raise UnknownTool from None
            return results.of_error(error, base)
        raise UnknownTool

    async def _execute(
        self, access: McpAccess, arguments: Mapping[str, Any], base: str | None
    ) -> results.Content:
        """Running code is a request of its own, besides the calls that it makes."""
        program = program_of(arguments)
        await self._shared.access.admit(self._shared.toolbox.principal(access, Source.MCP_CODE))
        found = await self._shared.code.execute(access, program)
        for each in found.traces:
            each.connect_url = results.absolute(each.connect_url, base)
        return code_answer(found)

    async def _is_unknown(self, access: McpAccess, name: str) -> bool:
        known = await self._shared.toolbox.exposed(access.server)
        return all(each.name != name for each in known)

    async def changes(self) -> AsyncIterator[Change]:
        """What was committed, without what neither tools nor tokens can depend on: to look at a
        large server again takes some time."""
        async for change in self._shared.store.changes():
            if change.kind not in APART:
                yield change
