"""Workspace integrations (specification, workspace integrations; wire B.3)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from weavz_tui.api.answers.base import DeletedAnswer
from weavz_tui.api.answers.records import IntegrationAnswer, IntegrationList
from weavz_tui.api.bodies.connections import IntegrationBody, IntegrationChange
from weavz_tui.api.callers import Engine
from weavz_tui.api.paging import WholeList, listed
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute
from weavz_tui.api.shapes import integration, integration_row
from weavz_tui.model.lists import IntegrationRow
from weavz_tui.model.pages import Page, PageQuery

router = APIRouter(
    prefix="/api/v1/workspaces/{workspace_id}/integrations",
    tags=["workspace integrations"],
    route_class=ApiRoute,
)


@router.get("", response_model=IntegrationList)
async def list_workspace_integrations(
    engine: Engine, workspace_id: str, paging: Annotated[WholeList, Depends()]
) -> Response:
    """The integrations of a workspace, by alias."""

    async def read(query: PageQuery) -> Page[IntegrationRow]:
        return await engine.integrations.list(workspace_id, query)

    return reply(listed("integrations", await paging.read(read, PageQuery()), integration_row))


@router.post("", response_model=IntegrationAnswer, status_code=201)
async def add_workspace_integration(
    engine: Engine, workspace_id: str, body: IntegrationBody
) -> Response:
    """Configure an integration under an alias."""
    created = await engine.integrations.create(workspace_id, body.model())
    return reply({"integration": integration(created)}, 201)


@router.patch("/{integration_id}", response_model=IntegrationAnswer)
async def update_workspace_integration(
    engine: Engine, workspace_id: str, integration_id: str, body: IntegrationChange
) -> Response:
    """Change strategy, connection, actions, alias."""
    changed = await engine.integrations.update(workspace_id, integration_id, body.model())
    return reply({"integration": integration(changed)})


@router.delete("/{integration_id}", response_model=DeletedAnswer)
async def remove_workspace_integration(
    engine: Engine, workspace_id: str, integration_id: str
) -> Response:
    """Remove an integration from a workspace; its connections stay."""
    return reply((await engine.integrations.delete(workspace_id, integration_id)).wire())
