"""Workspaces (wire B.2)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from weavz_tui.api.answers.base import DeletedAnswer
from weavz_tui.api.answers.records import WorkspaceAnswer, WorkspaceList, WorkspaceRowAnswer
from weavz_tui.api.bodies.records import WorkspaceBody, WorkspaceChange
from weavz_tui.api.callers import Engine
from weavz_tui.api.paging import Paging, listed
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute
from weavz_tui.model.pages import PageQuery

router = APIRouter(prefix="/api/v1/workspaces", tags=["workspaces"], route_class=ApiRoute)


@router.get("", response_model=WorkspaceList)
async def list_workspaces(
    engine: Engine,
    paging: Annotated[Paging, Depends()],
    include_suspended: Annotated[bool, Query(alias="includeSuspended")] = False,
) -> Response:
    """Workspaces, by slug. None is ever suspended here."""
    page = await paging.read(engine.workspaces.list, PageQuery())
    return reply(listed("workspaces", page))


@router.post("", response_model=WorkspaceAnswer, status_code=201)
async def create_workspace(engine: Engine, body: WorkspaceBody) -> Response:
    """A new workspace."""
    created = await engine.workspaces.create(body.model())
    return reply({"workspace": created.wire()}, 201)


@router.get("/{workspace_id}", response_model=WorkspaceRowAnswer)
async def get_workspace(engine: Engine, workspace_id: str) -> Response:
    """One workspace, by id or slug."""
    return reply({"workspace": (await engine.workspaces.get(workspace_id)).wire()})


@router.patch("/{workspace_id}", response_model=WorkspaceAnswer)
async def update_workspace(engine: Engine, workspace_id: str, body: WorkspaceChange) -> Response:
    """Rename a workspace."""
    changed = await engine.workspaces.update(workspace_id, body.model())
    return reply({"workspace": changed.wire()})


@router.delete("/{workspace_id}", response_model=DeletedAnswer)
async def delete_workspace(engine: Engine, workspace_id: str) -> Response:
    """Delete a workspace with everything in it."""
    return reply((await engine.workspaces.delete(workspace_id)).wire())
