"""MCP servers as a remote console sees them (wire E.17)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from weavz_tui.api.answers.base import DeletedAnswer, DependantsAnswer
from weavz_tui.api.answers.servers import ExposedList, ServerRowAnswer, TokenList, ToolList
from weavz_tui.api.callers import Engine
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute
from weavz_tui.api.routes.servers import server_shown

router = APIRouter(
    prefix="/api/v1/local/mcp/servers/{server_id}",
    tags=["local: MCP servers"],
    route_class=ApiRoute,
)


@router.get("", response_model=ServerRowAnswer)
async def get_server_alone(engine: Engine, request: Request, server_id: str) -> Response:
    """One server, by id or name."""
    return reply({"server": server_shown(request, await engine.servers.get(server_id))})


@router.get("/dependants", response_model=DependantsAnswer)
async def get_server_dependants(engine: Engine, server_id: str) -> Response:
    """Tokens and changed tools that would go with a server."""
    return reply({"dependants": (await engine.servers.dependants(server_id)).wire()})


@router.get("/tokens", response_model=TokenList)
async def list_server_tokens(engine: Engine, server_id: str) -> Response:
    """The end users' tokens that are in force, without their values."""
    found = await engine.servers.tokens(server_id)
    return reply({"tokens": [each.wire() for each in found], "total": len(found)})


@router.delete("/tokens/{token_id}", response_model=DeletedAnswer)
async def revoke_server_token(engine: Engine, server_id: str, token_id: str) -> Response:
    """Refuse a token from now on."""
    return reply((await engine.servers.revoke_token(server_id, token_id)).wire())


@router.get("/tools", response_model=ToolList)
async def list_server_tools(engine: Engine, server_id: str) -> Response:
    """Every tool of a server."""
    found = await engine.servers.tools(server_id)
    return reply({"tools": [each.wire() for each in found], "total": len(found)})


@router.get("/exposed", response_model=ExposedList)
async def list_exposed_tools(engine: Engine, server_id: str) -> Response:
    """The tools exactly as a client of the server sees them."""
    found = await engine.servers.exposed(server_id)
    return reply({"tools": [each.wire() for each in found], "total": len(found)})
