"""MCP servers (wire B.9)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from weavz_tui.api.answers.base import DeletedAnswer
from weavz_tui.api.answers.servers import (
    DeclarationsAnswer,
    ServerDetail,
    ServerList,
    ServerSaved,
    TokenIssued,
    TokenRegenerated,
)
from weavz_tui.api.bodies.servers import ServerBody, ServerChange, TokenBody
from weavz_tui.api.callers import Engine
from weavz_tui.api.options import options_of
from weavz_tui.api.paging import Paging, listed
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute
from weavz_tui.model.pages import ServerQuery
from weavz_tui.model.servers import IssuedToken, McpServer, SavedServer

router = APIRouter(prefix="/api/v1/mcp/servers", tags=["MCP servers"], route_class=ApiRoute)


@router.get("", response_model=ServerList)
async def list_servers(
    engine: Engine,
    request: Request,
    paging: Annotated[Paging, Depends()],
    workspace_id: Annotated[str | None, Query(alias="workspaceId")] = None,
    include_suspended: Annotated[bool, Query(alias="includeSuspended")] = False,
) -> Response:
    """MCP servers, of one workspace or of all."""
    page = await paging.read(engine.servers.list, ServerQuery(workspace_id=workspace_id))
    return reply(listed("servers", page, lambda each: server_shown(request, each)))


@router.post("", response_model=ServerSaved, status_code=201)
async def create_server(engine: Engine, request: Request, body: ServerBody) -> Response:
    """A new server, with the tools of its workspace. `bearerToken` comes when it has one."""
    return reply(_saved(request, await engine.servers.create(body.model())), 201)


@router.get("/{server_id}", response_model=ServerDetail)
async def get_server(engine: Engine, request: Request, server_id: str) -> Response:
    """One server with its tools."""
    found = await engine.servers.get(server_id)
    tools = await engine.servers.tools(found.id)
    return reply({"server": server_shown(request, found), "tools": [each.wire() for each in tools]})


@router.patch("/{server_id}", response_model=ServerSaved)
async def update_server(
    engine: Engine, request: Request, server_id: str, body: ServerChange
) -> Response:
    """Change a server."""
    return reply(_saved(request, await engine.servers.update(server_id, body.model())))


@router.delete("/{server_id}", response_model=DeletedAnswer)
async def delete_server(engine: Engine, server_id: str) -> Response:
    """Delete a server with its tokens."""
    return reply((await engine.servers.delete(server_id)).wire())


@router.post("/{server_id}/regenerate-token", response_model=TokenRegenerated)
async def regenerate_token(engine: Engine, request: Request, server_id: str) -> Response:
    """A new static token; the old one is refused."""
    saved = await engine.servers.regenerate_token(server_id)
    endpoint = options_of(request).absolute(request, saved.mcp_endpoint)
    return reply({"bearerToken": saved.bearer_token, "mcpEndpoint": endpoint})


@router.post("/{server_id}/access-tokens", response_model=TokenIssued, status_code=201)
async def create_access_token(
    engine: Engine, request: Request, server_id: str, body: TokenBody
) -> Response:
    """A bearer token for an end user."""
    issued = await engine.servers.issue_access_token(server_id, body.model())
    return reply(_issued(request, issued) | {"bearerToken": issued.access_token}, 201)


@router.post("/{server_id}/oauth-tokens", response_model=TokenIssued, status_code=201)
async def create_oauth_token(
    engine: Engine, request: Request, server_id: str, body: TokenBody
) -> Response:
    """An OAuth access token for an end user."""
    issued = await engine.servers.issue_oauth_token(server_id, body.model())
    return reply(_issued(request, issued), 201)


@router.get("/{server_id}/declarations/{alias}", response_model=DeclarationsAnswer)
async def get_declarations(engine: Engine, server_id: str, alias: str) -> Response:
    """The typed functions of an alias, as scripts see them."""
    return reply({"declarations": await engine.servers.declarations(server_id, alias)})


def server_shown(request: Request, server: McpServer) -> dict[str, Any]:
    """A server with its whole address."""
    endpoint = options_of(request).absolute(request, server.mcp_endpoint)
    return server.wire() | {"mcpEndpoint": endpoint}


def _saved(request: Request, saved: SavedServer) -> dict[str, Any]:
    shown = server_shown(request, saved.server)
    token = {"bearerToken": saved.bearer_token} if saved.bearer_token is not None else {}
    return {"server": shown, "mcpEndpoint": shown["mcpEndpoint"], **token}


def _issued(request: Request, issued: IssuedToken) -> dict[str, Any]:
    return {
        "accessToken": issued.access_token,
        "token": issued.token.wire(),
        "mcpEndpoint": options_of(request).absolute(request, issued.mcp_endpoint),
    }
