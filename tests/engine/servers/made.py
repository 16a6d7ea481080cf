"""MCP servers of a world, and what they show."""

from __future__ import annotations

from typing import Any

from tests.engine.conftest import World
from weavz_tui.engine.local import LocalService
from weavz_tui.model.servers import (
    McpAccess,
    McpServerRow,
    ServerCreate,
)


async def server(world: World, **fields: Any) -> McpServerRow:
    given = {"name": "agents", "workspace_id": world.workspace_id, **fields}
    made = await world.service.servers.create(ServerCreate(**given))
    return await world.service.servers.get(made.server.id)


async def access(world: World, made: McpServerRow, end_user: str | None = None) -> McpAccess:
    return await world.service.access.mcp_local(made, end_user)


async def names(service: LocalService, id: str) -> list[str]:
    return [each.name for each in await service.servers.exposed(id)]
