"""What was run, and what it adds up to (wire E.11, E.12)."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from weavz_tui.api.answers.actions import ActivityList, UsageAnswer
from weavz_tui.api.bodies.records import moment
from weavz_tui.api.callers import Engine
from weavz_tui.api.paging import Paging, listed
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute
from weavz_tui.api.shapes import EXECUTED, event, usage
from weavz_tui.model.enums import ExecutionStatus, Source
from weavz_tui.model.execution import ExecutionRow
from weavz_tui.model.pages import ActivityQuery, Page

EventType = Literal[
    "ACTION_EXECUTED",
    "CONNECTION_CREATED",
    "CONNECTION_DELETED",
    "TRIGGER_ENABLED",
    "TRIGGER_DISABLED",
    "TRIGGER_FIRED",
    "MCP_TOOL_CALLED",
    "MCP_CODE_EXECUTED",
    "MCP_SERVER_CREATED",
]

router = APIRouter(prefix="/api/v1", tags=["activity"], route_class=ApiRoute)


@router.get("/activity", response_model=ActivityList)
async def list_activity(
    engine: Engine,
    paging: Annotated[Paging, Depends()],
    type: Annotated[EventType | None, Query()] = None,
    workspace_id: Annotated[str | None, Query(alias="workspaceId")] = None,
    integration_name: Annotated[str | None, Query(alias="integrationName")] = None,
    integration_alias: Annotated[str | None, Query(alias="integrationAlias")] = None,
    action_name: Annotated[str | None, Query(alias="actionName")] = None,
    status: Annotated[ExecutionStatus | None, Query()] = None,
    source: Annotated[Source | None, Query()] = None,
    server_id: Annotated[
        str | None, Query(alias="serverId", description="That came through this MCP server.")
    ] = None,
    since: Annotated[str | None, Query(max_length=64, description="An ISO 8601 moment.")] = None,
) -> Response:
    """Events, the newest first. Every execution is recorded, whatever door it came through;
    other types of events are not, so a list of one of these is empty."""
    query = ActivityQuery(
        workspace_id=workspace_id,
        integration_name=integration_name,
        integration_alias=integration_alias,
        action_name=action_name,
        status=status,
        source=source,
        server_id=server_id,
        since=moment("since", since),
    )
    if type not in {None, EXECUTED}:
        nothing: Page[ExecutionRow] = Page([], 0)
        return reply(listed("events", nothing, event))
    return reply(listed("events", await paging.read(engine.activity.list, query), event))


@router.get("/billing/usage", response_model=UsageAnswer, tags=["usage"])
async def get_usage(
    engine: Engine,
    month: Annotated[
        str, Query(max_length=16, description="A calendar month, `2026-11`; else the present one.")
    ] = "",
) -> Response:
    """Executions of a calendar month (UTC)."""
    return reply(usage(await engine.usage(month)))
