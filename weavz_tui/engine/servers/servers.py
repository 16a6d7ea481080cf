"""MCP servers (wire A.2, B.9, C.9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from weavz_tui.engine.parts import Parts
from weavz_tui.engine.servers.server_tokens import ServerTokens
from weavz_tui.engine.servers.server_tools import ServerTools
from weavz_tui.model.base import now
from weavz_tui.model.entities import new_id
from weavz_tui.model.errors import (
    EndUserNotFound,
    NotFound,
    NoUpdates,
    ValidationError,
)
from weavz_tui.model.lists import Deleted, Dependants, Page, ServerQuery
from weavz_tui.model.servers import (
    ExposedTool,
    IssuedToken,
    McpServer,
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
from weavz_tui.store import end_users, mcp_servers, mcp_tokens
from weavz_tui.store.protocol import Rows

NAME_LENGTH = 200
CLEARABLE = frozenset({"description", "end_user_id"})


class LocalServers:
    """The MCP servers of the caller's workspaces."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._tools = ServerTools(parts)
        self._tokens = ServerTokens(parts)

    async def list(self, query: ServerQuery) -> Page[McpServerRow]:
        """A page, by name."""
        wanted = await self._parts.placed(query)
        within = self._parts.principal.workspace_ids
        page = await self._parts.read(
            lambda rows: mcp_servers.page(rows, self._parts.org_id, wanted, within)
        )
        items = [await self._described(each) for each in page.items]
        return Page(items, page.total, page.next, page.previous)

    async def get(self, ref: str) -> McpServerRow:
        """One server by id, with or without `srv_`, or by a name that only one has. Raises
        NotFound, ScopeDenied, ValidationError for a name that several have."""
        found = await self.find(ref)
        row = await self._parts.read(
            lambda rows: mcp_servers.row(rows, self._parts.org_id, found.id)
        )
        if row is None:
            raise _not_found(ref)
        return await self._described(row)

    async def create(self, data: ServerCreate) -> SavedServer:
        """A new server; where its mode has one and it is safe, with a token of its own. Raises
        NotFound, ScopeDenied, ValidationError, EndUserNotFound."""
        workspace = await self._parts.workspace(data.workspace_id)
        moment = now()
        made = McpServer(
            id=new_id(),
            org_id=self._parts.org_id,
            workspace_id=workspace.id,
            name=_checked_name(data.name),
            description=data.description,
            mode=data.mode,
            settings=data.settings,
            auth_mode=data.auth_mode,
            end_user_access=data.end_user_access,
            created_by=data.created_by,
            end_user_id=await self._end_user(workspace.id, data.end_user_id),
            created_at=moment,
            updated_at=moment,
        )
        await self._parts.write(lambda rows: mcp_servers.insert(rows, made))
        return await self._saved(made)

    async def update(self, id: str, data: ServerUpdate) -> SavedServer:
        """Change a server; a mode that newly allows a token of its own gives one. Raises NoUpdates,
        NotFound, ScopeDenied, ValidationError, EndUserNotFound."""
        if not data.model_fields_set:
            raise NoUpdates("No fields provided to update", hint="give a field to change")
        found = await self.find(id)
        changes: dict[str, Any] = {
            key: getattr(data, key)
            for key in data.model_fields_set
            if key in CLEARABLE or getattr(data, key) is not None
        }
        if "name" in changes:
            changes["name"] = _checked_name(changes["name"])
        if "end_user_id" in changes:
            changes["end_user_id"] = await self._end_user(
                found.workspace_id, changes["end_user_id"]
            )
        changes["updated_at"] = now()
        changed = await self._parts.write(
            lambda rows: mcp_servers.change(rows, found.org_id, found.id, changes)
        )
        if changed is None:
            raise _not_found(id)
        return await self._saved(changed)

    async def dependants(self, id: str) -> Dependants:
        """Its tokens and the tools changed by hand."""
        found = await self.find(id)
        tokens = await self._tokens.list(found)
        stored = await self._parts.shared.toolbox.stored(found)
        names = [
            f"{each.integration_alias or each.integration_name}.{each.action_name}"
            for each in stored
        ]
        return Dependants(
            counts={"tokens": len(tokens), "changed tools": len(stored)},
            names={"tokens": [each.token_prefix for each in tokens], "changed tools": names},
        )

    async def delete(self, id: str) -> Deleted:
        """Delete a server; its tokens open nothing from this moment on."""
        found = await self.find(id)
        goes_with = await self.dependants(found.id)
        await self._parts.write(lambda rows: mcp_servers.delete(rows, self._parts.org_id, found.id))
        return Deleted(id=found.id, dependants=goes_with)

    async def regenerate_token(self, id: str) -> SavedServer:
        """A new token of the server's own; the old one is refused. Raises McpBearerDisabled,
        McpStaticBearerIncompatible."""
        found = await self.find(id)
        return await self._tokens.renew_static(found)

    async def tokens(self, id: str) -> Sequence[McpToken]:
        """The end users' tokens that are in force."""
        return await self._tokens.list(await self.find(id))

    async def issue_access_token(self, id: str, data: TokenRequest) -> IssuedToken:
        """A bearer token for an end user. Raises McpBearerDisabled, EndUserNotFound,
        InvalidMcpScopes, ValidationError."""
        return await self._tokens.issue(await self.find(id), data, "bearer")

    async def issue_oauth_token(self, id: str, data: TokenRequest) -> IssuedToken:
        """An OAuth access token for an end user. Raises McpOauthDisabled, EndUserNotFound,
        InvalidMcpScopes, ValidationError."""
        return await self._tokens.issue(await self.find(id), data, "oauth")

    async def revoke_token(self, id: str, token_id: str) -> Deleted:
        """The token is refused from this moment on. Raises NotFound."""
        return await self._tokens.revoke(await self.find(id), token_id)

    async def tools(self, id: str) -> Sequence[McpTool]:
        """Every tool: those of the workspace, changed or not, and those added by hand."""
        return await self._parts.shared.toolbox.tools(await self.find(id))

    async def add_tool(self, id: str, data: ToolCreate) -> McpTool:
        """See `ServerTools.add`."""
        return await self._tools.add(await self.find(id), data)

    async def update_tool(self, id: str, tool_id: str, data: ToolUpdate) -> McpTool:
        """See `ServerTools.update`."""
        return await self._tools.update(await self.find(id), tool_id, data)

    async def delete_tool(self, id: str, tool_id: str) -> Deleted:
        """See `ServerTools.delete`."""
        return await self._tools.delete(await self.find(id), tool_id)

    async def exposed(self, id: str) -> Sequence[ExposedTool]:
        """The tools exactly as a client of the server sees them."""
        return await self._parts.shared.toolbox.exposed(await self.find(id))

    async def declarations(self, id: str, alias: str) -> str:
        """The functions of an alias as CODE mode declares them, as Python stubs. Raises
        NotFound."""
        from weavz_tui.engine.servers.callables import callables, declarations  # noqa: PLC0415

        shown = await self._parts.shared.toolbox.shown(await self.find(id))
        wanted = [
            each
            for each in callables(shown.actions, self._parts.registry)
            if alias in {each.alias, each.integration_alias, each.integration_name}
        ]
        if not wanted:
            raise NotFound(
                f"The server has no tools under '{alias}'",
                details={"alias": alias},
                hint="`weavz-tui servers tools` shows what it has",
            )
        return declarations(wanted)

    async def find(self, ref: str) -> McpServer:
        """The record of a server as `get` finds it, with its auth flags and endpoint."""
        org_id, id = self._parts.org_id, ref.removeprefix("srv_")

        def read(rows: Rows) -> Sequence[McpServer]:
            found = mcp_servers.get(rows, org_id, id)
            return [found] if found else mcp_servers.named(rows, org_id, ref)

        found = await self._parts.read(read)
        seen = [each for each in found if self._parts.principal.reaches(each.workspace_id)]
        if not found:
            raise _not_found(ref)
        if not seen:
            self._parts.principal.require(found[0].workspace_id)
        if len(seen) > 1:
            raise ValidationError(
                f"{len(seen)} servers are named '{ref}'",
                details={"ids": [each.id for each in seen]},
                hint="give the id",
            )
        return await self._completed(seen[0])

    async def _completed(self, server: McpServer) -> McpServer:
        return await self._parts.shared.access.completed(server)

    async def _described(self, row: McpServerRow) -> McpServerRow:
        await self._completed(row)
        row.tool_count = len(await self._parts.shared.toolbox.tools(row))
        return row

    async def _saved(self, server: McpServer) -> SavedServer:
        """A server after a change, with a token of its own where it may have one and has none."""
        server = await self._completed(server)
        assert server.auth is not None
        token = None
        if server.auth.static_bearer_enabled:
            has = await self._parts.read(
                lambda rows: mcp_tokens.has_static(rows, server.org_id, server.id)
            )
            token = None if has else await self._tokens.make_static(server)
        return SavedServer(server=server, mcp_endpoint=server.mcp_endpoint, bearer_token=token)

    async def _end_user(self, workspace_id: str, ref: str | None) -> str | None:
        """The external id of an end user named by external or internal id."""
        if ref is None:
            return None
        org_id = self._parts.org_id
        found = await self._parts.read(
            lambda rows: end_users.known_as(rows, org_id, workspace_id, ref)
        )
        if found is None:
            raise EndUserNotFound(
                f"End user '{ref}' not found",
                details={"endUserId": ref},
                hint="`weavz-tui end-users list` shows every end user of the workspace",
            )
        return found.external_id


def _checked_name(name: str) -> str:
    if not 0 < len(name.strip()) <= NAME_LENGTH:
        raise ValidationError.of("Invalid server", name=f"1 to {NAME_LENGTH} characters")
    return name.strip()


def _not_found(ref: str) -> NotFound:
    return NotFound(
        f"MCP server '{ref}' not found",
        details={"serverId": ref},
        hint="`weavz-tui servers list` shows every server",
    )
