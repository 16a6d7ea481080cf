"""MCP servers of a remote engine (wire B.9, E.17)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from weavz_tui.client.door import API, LOCAL, part
from weavz_tui.client.reading import Resource, given
from weavz_tui.model.lists import Deleted, Dependants, Page, ServerQuery
from weavz_tui.model.servers import (
    ExposedTool,
    IssuedToken,
    McpServerRow,
    McpToken,
    McpTool,
    SavedServer,
    ServerCreate,
    ServerUpdate,
    TokenRequest,
    ToolCreate,
    ToolUpdate,
)

SERVERS = f"{API}/mcp/servers"


class RemoteServers(Resource):
    """MCP servers at the other end."""

    async def list(self, query: ServerQuery) -> Page[McpServerRow]:
        """A page, by name."""
        return await self._page(
            SERVERS, "servers", McpServerRow, query, workspaceId=query.workspace_id
        )

    async def get(self, ref: str) -> McpServerRow:
        """One by id or name; raises NotFound."""
        return self._read(McpServerRow, await self._door.get(_local(ref)), "server")

    async def create(self, data: ServerCreate) -> SavedServer:
        """A new one."""
        return self._read(SavedServer, await self._door.post(SERVERS, given(data)))

    async def update(self, id: str, data: ServerUpdate) -> SavedServer:
        """Change it."""
        answer = await self._door.patch(f"{SERVERS}/{part(id)}", given(data))
        return self._read(SavedServer, answer)

    async def dependants(self, id: str) -> Dependants:
        """Its tokens and the tools changed by hand."""
        answer = await self._door.get(f"{_local(id)}/dependants")
        return self._read(Dependants, answer, "dependants")

    async def delete(self, id: str) -> Deleted:
        """Delete it."""
        return self._read(Deleted, await self._door.delete(f"{SERVERS}/{part(id)}"))

    async def regenerate_token(self, id: str) -> SavedServer:
        """A new static token."""
        made = await self._door.post(f"{SERVERS}/{part(id)}/regenerate-token")
        server = await self.get(id)
        return self._read(SavedServer, {**made, "server": server.wire()})

    async def tokens(self, id: str) -> Sequence[McpToken]:
        """The end users' tokens in force."""
        return self._every(McpToken, await self._door.get(f"{_local(id)}/tokens"), "tokens")

    async def issue_access_token(self, id: str, data: TokenRequest) -> IssuedToken:
        """A bearer token for an end user."""
        answer = await self._door.post(f"{SERVERS}/{part(id)}/access-tokens", given(data))
        return self._read(IssuedToken, answer)

    async def issue_oauth_token(self, id: str, data: TokenRequest) -> IssuedToken:
        """An OAuth access token for an end user."""
        answer = await self._door.post(f"{SERVERS}/{part(id)}/oauth-tokens", given(data))
        return self._read(IssuedToken, answer)

    async def revoke_token(self, id: str, token_id: str) -> Deleted:
        """Refuse a token from now on."""
        return self._read(Deleted, await self._door.delete(f"{_local(id)}/tokens/{part(token_id)}"))

    async def tools(self, id: str) -> Sequence[McpTool]:
        """Every tool."""
        return self._every(McpTool, await self._door.get(f"{_local(id)}/tools"), "tools")

    async def add_tool(self, id: str, data: ToolCreate) -> McpTool:
        """Add one by hand."""
        return self._tool(await self._door.post(f"{SERVERS}/{part(id)}/tools", given(data)))

    async def update_tool(self, id: str, tool_id: str, data: ToolUpdate) -> McpTool:
        """Change one."""
        path = f"{SERVERS}/{part(id)}/tools/{part(tool_id)}"
        return self._tool(await self._door.patch(path, given(data)))

    async def delete_tool(self, id: str, tool_id: str) -> Deleted:
        """Remove one, or hide it."""
        path = f"{SERVERS}/{part(id)}/tools/{part(tool_id)}"
        return self._read(Deleted, await self._door.delete(path))

    async def exposed(self, id: str) -> Sequence[ExposedTool]:
        """The tools as a client sees them."""
        return self._every(ExposedTool, await self._door.get(f"{_local(id)}/exposed"), "tools")

    async def declarations(self, id: str, alias: str) -> str:
        """The functions of an alias, as scripts see them."""
        answer = await self._door.get(f"{SERVERS}/{part(id)}/declarations/{part(alias)}")
        return str(answer.get("declarations", ""))

    def _tool(self, answer: dict[str, Any]) -> McpTool:
        return self._read(McpTool, answer, "tool")


def _local(ref: str) -> str:
    return f"{LOCAL}/mcp/servers/{part(ref)}"
