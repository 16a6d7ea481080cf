"""Triggers (wire B.10). They are kept; nothing fires them yet."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from weavz_tui.api.answers.gates import DisabledAnswer, SampleAnswer, TriggerAnswer, TriggerList
from weavz_tui.api.bodies.gates import DisableBody, SampleBody, TriggerBody
from weavz_tui.api.callers import Engine
from weavz_tui.api.paging import Paging, listed
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute
from weavz_tui.model.gates import TriggerQuery

router = APIRouter(prefix="/api/v1/triggers", tags=["triggers"], route_class=ApiRoute)


@router.get("", response_model=TriggerList)
async def list_triggers(
    engine: Engine,
    paging: Annotated[Paging, Depends()],
    workspace_id: Annotated[str | None, Query(alias="workspaceId")] = None,
) -> Response:
    """Triggers that were enabled."""
    page = await paging.read(engine.triggers.list, TriggerQuery(workspace_id=workspace_id))
    return reply(listed("triggers", page))


@router.post("/enable", response_model=TriggerAnswer, status_code=201)
async def enable_trigger(engine: Engine, body: TriggerBody) -> Response:
    """Enable a trigger."""
    return reply({"triggerSource": (await engine.triggers.enable(body.model())).wire()}, 201)


@router.post("/disable", response_model=DisabledAnswer)
async def disable_trigger(engine: Engine, body: DisableBody) -> Response:
    """Let a trigger go."""
    id = await engine.triggers.disable(body.trigger_source_id)
    return reply({"disabled": True, "triggerSourceId": id})


@router.post("/test", response_model=SampleAnswer)
async def sample_trigger(engine: Engine, body: SampleBody) -> Response:
    """What a trigger would send."""
    found = engine.triggers.sample(body.integration_name, body.trigger_name)
    return reply({"sampleData": found})
