"""End users (wire B.7)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from weavz_tui.api.answers.records import (
    EndUserAnswer,
    EndUserDeleted,
    EndUserDetail,
    EndUserList,
    InviteAnswer,
    LinkAnswer,
)
from weavz_tui.api.bodies.connections import InviteBody, PortalBody
from weavz_tui.api.bodies.records import EndUserBody, EndUserChange
from weavz_tui.api.callers import Engine
from weavz_tui.api.links import link_shown
from weavz_tui.api.paging import Paging, listed
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute
from weavz_tui.model.lists import EndUserRow
from weavz_tui.model.pages import Page, PageQuery

router = APIRouter(prefix="/api/v1/end-users", tags=["end users"], route_class=ApiRoute)


@router.get("", response_model=EndUserList)
async def list_end_users(
    engine: Engine,
    paging: Annotated[Paging, Depends()],
    workspace_id: Annotated[str, Query(alias="workspaceId")],
) -> Response:
    """The end users of a workspace, by external id."""

    async def read(query: PageQuery) -> Page[EndUserRow]:
        return await engine.end_users.list(workspace_id, query)

    return reply(listed("endUsers", await paging.read(read, PageQuery())))


@router.post("", response_model=EndUserAnswer, status_code=201)
async def create_end_user(engine: Engine, body: EndUserBody) -> Response:
    """A new end user."""
    return reply({"endUser": (await engine.end_users.create(body.model())).wire()}, 201)


@router.get("/{end_user_id}", response_model=EndUserDetail)
async def get_end_user(engine: Engine, end_user_id: str) -> Response:
    """One end user, by internal id, with their connections."""
    found, connections = await engine.end_users.with_connections(end_user_id)
    return reply({"endUser": found.wire(), "connections": [each.wire() for each in connections]})


@router.patch("/{end_user_id}", response_model=EndUserAnswer)
async def update_end_user(engine: Engine, end_user_id: str, body: EndUserChange) -> Response:
    """Change an end user; null clears."""
    return reply({"endUser": (await engine.end_users.update(end_user_id, body.model())).wire()})


@router.delete("/{end_user_id}", response_model=EndUserDeleted)
async def delete_end_user(engine: Engine, end_user_id: str) -> Response:
    """Delete an end user with their connections."""
    deleted = await engine.end_users.delete(end_user_id)
    count = deleted.dependants.counts.get("connections", 0)
    return reply(deleted.wire() | {"connectionsDeleted": count})


@router.post("/{end_user_id}/connect-token", response_model=LinkAnswer)
async def create_portal_link(
    engine: Engine, request: Request, end_user_id: str, body: PortalBody
) -> Response:
    """A link to the end user's portal."""
    link = await engine.connect.portal(end_user_id, body.model())
    return reply(link_shown(request, link))


@router.post("/{end_user_id}/invite", response_model=InviteAnswer)
async def invite_end_user(
    engine: Engine, request: Request, end_user_id: str, body: InviteBody
) -> Response:
    """The same link for someone with an address; it is yours to send, nothing is sent from here."""
    link = await engine.connect.portal(end_user_id, body.model())
    return reply(link_shown(request, link) | {"emailSent": False})
