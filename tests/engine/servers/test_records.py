"""Servers as records: found, counted, deleted (wire B.9)."""

from __future__ import annotations

import pytest

from tests.engine.conftest import World
from tests.engine.servers.made import server
from weavz_tui.model.errors import (
    NotFound,
    Unauthorized,
    ValidationError,
)
from weavz_tui.model.lists import PageQuery, ServerQuery
from weavz_tui.model.servers import (
    AuthMode,
    ServerCreate,
    ServerUpdate,
    TokenRequest,
    ToolUpdate,
)


async def test_a_server_is_found_by_id_prefix_and_name(world: World) -> None:
    made = await server(world)
    servers = world.service.servers
    assert (await servers.get(f"srv_{made.id}")).id == (await servers.get("agents")).id == made.id
    assert made.mcp_endpoint == f"/mcp/srv_{made.id}"
    await server(world)
    with pytest.raises(ValidationError, match="2 servers"):
        await servers.get("agents")
    with pytest.raises(NotFound):
        await servers.get("nothing")


async def test_counts_and_names_are_those_of_the_servers(world: World) -> None:
    service = world.service
    made = await server(world)
    assert (await service.workspaces.get("default")).server_count == 1
    assert (await service.integrations.get(world.workspace_id, "rss")).servers == ["agents"]
    assert (await service.workspaces.dependants(world.workspace_id)).counts["servers"] == 1
    await world.end_user("u1")
    await service.servers.update(made.id, ServerUpdate(auth_mode=AuthMode.BEARER))
    await service.servers.issue_access_token(made.id, TokenRequest(end_user_id="u1"))
    listed = (await service.servers.list(ServerQuery(workspace_id="default"))).items[0]
    assert (listed.token_count, listed.has_static_token, listed.workspace_slug) == (
        1,
        True,
        "default",
    )
    assert (await service.servers.dependants(made.id)).counts == {"tokens": 1, "changed tools": 0}


async def test_deleting_a_workspace_takes_its_servers_along(world: World) -> None:
    service = world.service
    made = await service.servers.create(
        ServerCreate(name="s", workspace_id=world.workspace_id, auth_mode=AuthMode.BEARER)
    )
    tool = (await service.servers.tools(made.server.id))[0]
    await service.servers.update_tool(made.server.id, tool.id, ToolUpdate(display_name="x"))
    await service.workspaces.delete(world.workspace_id)
    with pytest.raises(Unauthorized):
        await service.access.mcp_token(made.server.id, made.bearer_token)
    assert (await service.servers.list(ServerQuery())).total == 0
    left = await service.parts.read(
        lambda rows: [
            rows.all(f"select * from {table}")
            for table in ("mcp_server", "mcp_tool", "mcp_token", "token_hash")
        ]
    )
    assert left == [[], [], [], []]
    assert (await service.workspaces.list(PageQuery())).total == 0
