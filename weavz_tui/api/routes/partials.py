"""Partials (wire B.6)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from weavz_tui.api.answers.base import DeletedAnswer
from weavz_tui.api.answers.records import PartialAnswer, PartialList
from weavz_tui.api.bodies.records import DefaultBody, PartialBody, PartialChange
from weavz_tui.api.callers import Engine
from weavz_tui.api.paging import WholeList, listed
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.pages import PartialQuery

router = APIRouter(prefix="/api/v1/partials", tags=["partials"], route_class=ApiRoute)


@router.get("", response_model=PartialList)
async def list_partials(
    engine: Engine,
    paging: Annotated[WholeList, Depends()],
    workspace_id: Annotated[str, Query(alias="workspaceId")],
    integration_name: Annotated[str | None, Query(alias="integrationName")] = None,
    workspace_integration_id: Annotated[str | None, Query(alias="workspaceIntegrationId")] = None,
    integration_alias: Annotated[str | None, Query(alias="integrationAlias")] = None,
    action_name: Annotated[str | None, Query(alias="actionName")] = None,
    trigger_name: Annotated[str | None, Query(alias="triggerName")] = None,
) -> Response:
    """The partials of a workspace."""
    if workspace_integration_id is not None and integration_alias is not None:
        raise ValidationError.of(
            "Name the instance once", integrationAlias="not together with workspaceIntegrationId"
        )
    query = PartialQuery(
        workspace_id=workspace_id,
        integration_name=integration_name,
        workspace_integration_id=workspace_integration_id,
        integration_alias=integration_alias,
        action_name=action_name,
        trigger_name=trigger_name,
    )
    return reply(listed("partials", await paging.read(engine.partials.list, query)))


@router.post("", response_model=PartialAnswer, status_code=201)
async def create_partial(engine: Engine, body: PartialBody) -> Response:
    """A new partial of a configured integration."""
    return reply({"partial": (await engine.partials.create(body.model())).wire()}, 201)


@router.get("/{partial_id}", response_model=PartialAnswer)
async def get_partial(engine: Engine, partial_id: str) -> Response:
    """One partial."""
    return reply({"partial": (await engine.partials.get(partial_id)).wire()})


@router.patch("/{partial_id}", response_model=PartialAnswer)
async def update_partial(engine: Engine, partial_id: str, body: PartialChange) -> Response:
    """Change a partial; `values` replaces all of them."""
    return reply({"partial": (await engine.partials.update(partial_id, body.model())).wire()})


@router.delete("/{partial_id}", response_model=DeletedAnswer)
async def delete_partial(engine: Engine, partial_id: str) -> Response:
    """Delete a partial."""
    return reply((await engine.partials.delete(partial_id)).wire())


@router.post("/{partial_id}/set-default", response_model=PartialAnswer)
async def set_default_partial(engine: Engine, partial_id: str, body: DefaultBody) -> Response:
    """Make a partial the default of its scope, or let it be none."""
    return reply({"partial": (await engine.partials.update(partial_id, body.model())).wire()})
