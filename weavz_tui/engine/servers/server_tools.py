"""Changing the tools of an MCP server by hand (wire B.9, C.1, C.9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from weavz_tui.engine.names import check_alias, default_alias
from weavz_tui.engine.parts import Parts
from weavz_tui.engine.servers.tool_list import CHANGEABLE
from weavz_tui.model.base import now
from weavz_tui.model.entities import new_id
from weavz_tui.model.errors import (
    AliasConflict,
    ConnectionNotFound,
    Duplicate,
    NotFound,
    NoUpdates,
    ValidationError,
)
from weavz_tui.model.lists import Deleted
from weavz_tui.model.servers import McpServer, McpTool, ToolCreate, ToolUpdate
from weavz_tui.store import mcp_tools
from weavz_tui.store.mcp_tools import StoredTool


class ServerTools:
    """Adds, changes and hides tools of servers that the caller reaches."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def add(self, server: McpServer, data: ToolCreate) -> McpTool:
        """A tool added by hand; whether its action exists is not asked. One that comes from the
        workspace and was hidden comes back, as it is given now.

        Raises IntegrationNotFound, ValidationError for the form of the alias, AliasConflict when
        the alias stands for another integration on the server, Duplicate when it has the action
        already, ConnectionNotFound.
        """
        integration = self._parts.registry.get(data.integration_name)
        alias = data.integration_alias or default_alias(integration.name)
        check_alias(alias)
        if not data.action_name.strip():
            raise ValidationError.of("Invalid tool", actionName="must not be empty")
        await self._check_connection(server, data.connection_id, integration.name)
        visible = await self._parts.shared.toolbox.tools(server)
        _check_place(visible, alias, integration.name, data.action_name)
        hidden = await self._hidden(server, visible, alias, data.action_name)
        moment = now()
        stored = StoredTool(
            id=hidden.id if hidden else new_id(),
            org_id=server.org_id,
            mcp_server_id=server.id,
            integration_name=integration.name,
            integration_alias=alias,
            action_name=data.action_name,
            connection_id=data.connection_id,
            display_name=data.display_name,
            description=data.description,
            input_defaults=data.input_defaults,
            partial_ids=data.partial_ids,
            sort_order=data.sort_order,
            source_workspace_integration_id=hidden.source_workspace_integration_id
            if hidden
            else None,
            created_at=moment,
            updated_at=moment,
        )
        if hidden is not None and hidden.integration_alias == alias:
            # It follows its instance when that is renamed.
            stored.integration_alias = None
        await self._put(server, stored)
        return await self._tool(server, stored.id)

    async def update(self, server: McpServer, tool_id: str, data: ToolUpdate) -> McpTool:
        """Change a tool; null takes a change of one that comes from the workspace back. Raises
        NoUpdates, NotFound and the errors of `add`."""
        if not data.model_fields_set:
            raise NoUpdates("No fields provided to update", hint="give a field to change")
        tool = await self._tool(server, tool_id)
        changes: dict[str, Any] = {key: getattr(data, key) for key in data.model_fields_set}
        if (alias := changes.get("integration_alias")) is not None:
            check_alias(alias)
            others = [
                each
                for each in await self._parts.shared.toolbox.tools(server)
                if each.id != tool.id
            ]
            _check_place(others, alias, tool.integration_name, tool.action_name)
        await self._check_connection(server, changes.get("connection_id"), tool.integration_name)
        await self._change(server, tool, changes)
        return await self._tool(server, tool_id)

    async def delete(self, server: McpServer, tool_id: str) -> Deleted:
        """Remove a tool added by hand, or hide one that comes from the workspace. Raises
        NotFound."""
        tool = await self._tool(server, tool_id)
        before = await self._stored(server, tool_id)
        if tool.source_workspace_integration_id is None:
            await self._remove(server, tool_id)
        else:
            await self._change(server, tool, {"is_hidden": True})

        async def restore() -> None:
            if before is None:
                await self._remove(server, tool_id)
            else:
                await self._put(server, before)

        return Deleted(id=tool_id, undo=self._parts.undo.keep(restore))

    async def _tool(self, server: McpServer, tool_id: str) -> McpTool:
        for each in await self._parts.shared.toolbox.tools(server):
            if each.id == tool_id:
                return each
        raise NotFound(
            f"Tool '{tool_id}' not found",
            details={"toolId": tool_id},
            hint="`weavz-tui servers tools` shows every tool of a server",
        )

    async def _stored(self, server: McpServer, tool_id: str) -> StoredTool | None:
        known = await self._parts.shared.toolbox.stored(server)
        return next((each for each in known if each.id == tool_id), None)

    async def _hidden(
        self, server: McpServer, visible: Sequence[McpTool], alias: str, action_name: str
    ) -> McpTool | None:
        shown = {each.id for each in visible}
        known = await self._parts.shared.toolbox.tools(server, hidden=True)
        return next(
            (
                each
                for each in known
                if each.id not in shown
                and each.integration_alias == alias
                and each.action_name == action_name
            ),
            None,
        )

    async def _check_connection(
        self, server: McpServer, connection_id: str | None, integration_name: str
    ) -> None:
        if connection_id is None:
            return
        found = await self._parts.directory.connection(server.org_id, connection_id)
        if found is None or found.workspace_id not in {None, server.workspace_id}:
            raise ConnectionNotFound(
                f"Connection '{connection_id}' not found",
                details={"connectionId": connection_id},
                hint="`weavz-tui connections list` shows every connection",
            )
        if found.integration_name != integration_name:
            raise ValidationError.of(
                f"Connection '{found.external_id}' belongs to '{found.integration_name}'",
                connectionId=f"is a connection of {found.integration_name}",
            )

    async def _put(self, server: McpServer, stored: StoredTool) -> None:
        await self._parts.write(lambda rows: mcp_tools.put(rows, stored, server.workspace_id))

    async def _change(self, server: McpServer, tool: McpTool, changes: dict[str, Any]) -> None:
        stored, changes = _unchanged(server, tool), {**changes, "updated_at": now()}
        await self._parts.write(
            lambda rows: mcp_tools.change(rows, stored, changes, server.workspace_id)
        )

    async def _remove(self, server: McpServer, tool_id: str) -> None:
        await self._parts.write(
            lambda rows: mcp_tools.delete(rows, server.org_id, tool_id, server.workspace_id)
        )


def _check_place(
    tools: Sequence[McpTool], alias: str, integration_name: str, action_name: str
) -> None:
    for each in tools:
        if each.integration_alias != alias:
            continue
        if each.integration_name != integration_name:
            raise AliasConflict(
                f"'{alias}' already stands for {each.integration_name} on this server",
                details={"integrationAlias": alias, "integrationName": each.integration_name},
                hint="give the tool another alias",
            )
        if each.action_name == action_name:
            raise Duplicate(
                f"The server already has '{action_name}' under '{alias}'",
                details={"integrationAlias": alias, "actionName": action_name, "toolId": each.id},
                hint="change the tool there is, or give this one another alias",
            )


def _unchanged(server: McpServer, tool: McpTool) -> StoredTool:
    """What is kept of a tool of the workspace of which nothing is changed."""
    moment = now()
    nothing = dict.fromkeys(CHANGEABLE)
    return StoredTool(
        id=tool.id,
        org_id=server.org_id,
        mcp_server_id=server.id,
        integration_name=tool.integration_name,
        action_name=tool.action_name,
        source_workspace_integration_id=tool.source_workspace_integration_id,
        created_at=moment,
        updated_at=moment,
        **nothing,
    )
