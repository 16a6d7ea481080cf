"""Connections (wire B.4)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from weavz_tui.api.answers.base import DeletedAnswer
from weavz_tui.api.answers.records import ConnectionAnswer, ConnectionList, ConnectionRowAnswer
from weavz_tui.api.bodies.connections import ConnectionBody, ResolveBody
from weavz_tui.api.callers import Engine
from weavz_tui.api.paging import Paging, listed
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute
from weavz_tui.model.pages import ConnectionQuery

router = APIRouter(prefix="/api/v1/connections", tags=["connections"], route_class=ApiRoute)


@router.get("", response_model=ConnectionList | ConnectionRowAnswer)
async def list_connections(
    engine: Engine,
    paging: Annotated[Paging, Depends()],
    id: Annotated[str | None, Query(description="Answer this one alone.")] = None,
    workspace_id: Annotated[str | None, Query(alias="workspaceId")] = None,
    integration_name: Annotated[str | None, Query(alias="integrationName")] = None,
    end_user_id: Annotated[str | None, Query(alias="endUserId")] = None,
    include_suspended: Annotated[bool, Query(alias="includeSuspended")] = False,
) -> Response:
    """Connections, or with `id` one of them. Their secrets are never shown."""
    if id is not None:
        return reply({"connection": (await engine.connections.get(id)).wire()})
    query = ConnectionQuery(
        workspace_id=workspace_id, integration_name=integration_name, end_user_id=end_user_id
    )
    return reply(listed("connections", await paging.read(engine.connections.list, query)))


@router.post("", response_model=ConnectionAnswer, status_code=201)
async def create_connection(engine: Engine, body: ConnectionBody) -> Response:
    """A new connection; its secret goes to the vault."""
    created = await engine.connections.create(body.model())
    return reply({"connection": created.wire()}, 201)


@router.delete("/{connection_id}", response_model=DeletedAnswer)
async def delete_connection(engine: Engine, connection_id: str) -> Response:
    """Delete a connection and its secret."""
    return reply((await engine.connections.delete(connection_id)).wire())


@router.post("/resolve", response_model=ConnectionAnswer)
async def resolve_connection(engine: Engine, body: ResolveBody) -> Response:
    """The connection that an external id, an end user, or nothing at all means in a workspace."""
    found = await engine.connections.resolve(
        body.integration_name,
        body.workspace_id,
        external_id=body.external_id,
        end_user_id=body.end_user_id,
        auth_method_key=body.auth_method_key,
    )
    return reply({"connection": found.wire()})
