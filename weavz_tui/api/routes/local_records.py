"""Records as a remote console sees them, where the public API has no such route (wire E.17)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from weavz_tui.api.answers.base import DependantsAnswer
from weavz_tui.api.answers.records import (
    AliasAnswer,
    ConnectionAnswer,
    ConnectionRowAnswer,
    ConnectionTestAnswer,
    EndUserRowAnswer,
    IntegrationRowAnswer,
    OrganisationAnswer,
    WhoAnswer,
    WhoEverywhereAnswer,
)
from weavz_tui.api.bodies.connections import ConnectionChange
from weavz_tui.api.bodies.local import WhoBody
from weavz_tui.api.callers import Engine
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute
from weavz_tui.api.shapes import integration_row

router = APIRouter(prefix="/api/v1/local", tags=["local: records"], route_class=ApiRoute)

WORKSPACE = "/workspaces/{workspace_id}"
INTEGRATION = f"{WORKSPACE}/integrations/{{integration_id}}"


@router.get("/organisation", response_model=OrganisationAnswer)
async def get_own_organisation(engine: Engine) -> Response:
    """The caller's organisation, whose id they need not know."""
    return reply({"org": (await engine.organisations.get(engine.parts.org_id)).wire()})


@router.get(f"{WORKSPACE}/dependants", response_model=DependantsAnswer)
async def get_workspace_dependants(engine: Engine, workspace_id: str) -> Response:
    """What would go with a workspace."""
    return reply({"dependants": (await engine.workspaces.dependants(workspace_id)).wire()})


@router.get(f"{WORKSPACE}/who", response_model=WhoEverywhereAnswer)
async def get_who_everywhere(
    engine: Engine,
    workspace_id: str,
    end_user_id: Annotated[str | None, Query(alias="endUserId")] = None,
) -> Response:
    """Who would be used, for every alias of a workspace."""
    rows = await engine.integrations.who_everywhere(workspace_id, end_user_id)
    return reply({"rows": [each.wire() for each in rows]})


@router.get(f"{WORKSPACE}/aliases/{{alias}}", response_model=AliasAnswer)
async def check_alias(
    engine: Engine,
    workspace_id: str,
    alias: str,
    integration_name: Annotated[str, Query(alias="integrationName")],
    except_id: Annotated[str | None, Query(alias="exceptId")] = None,
) -> Response:
    """Whether an alias may be taken, without taking it."""
    found = await engine.integrations.check_alias(
        workspace_id, alias, integration_name, except_id=except_id
    )
    return reply({"check": found.wire()})


@router.get(INTEGRATION, response_model=IntegrationRowAnswer)
async def get_workspace_integration(
    engine: Engine, workspace_id: str, integration_id: str
) -> Response:
    """One workspace integration, by id or alias."""
    found = await engine.integrations.get(workspace_id, integration_id)
    return reply({"integration": integration_row(found)})


@router.get(f"{INTEGRATION}/dependants", response_model=DependantsAnswer)
async def get_integration_dependants(
    engine: Engine, workspace_id: str, integration_id: str
) -> Response:
    """What follows the alias of a workspace integration."""
    found = await engine.integrations.dependants(workspace_id, integration_id)
    return reply({"dependants": found.wire()})


@router.post(f"{INTEGRATION}/who", response_model=WhoAnswer)
async def get_who(
    engine: Engine, workspace_id: str, integration_id: str, body: WhoBody
) -> Response:
    """Who would be used for a workspace integration, now and after saving a draft."""
    found = await engine.integrations.who(
        workspace_id,
        integration_id,
        end_user_id=body.end_user_id,
        draft=body.draft.model() if body.draft else None,
        limit=body.limit,
    )
    return reply({"who": found.wire()})


@router.get(f"{WORKSPACE}/end-users/{{end_user_id:path}}", response_model=EndUserRowAnswer)
async def get_workspace_end_user(engine: Engine, workspace_id: str, end_user_id: str) -> Response:
    """One end user of a workspace, by internal or external id."""
    return reply({"endUser": (await engine.end_users.get(workspace_id, end_user_id)).wire()})


@router.get("/end-users/{end_user_id}/dependants", response_model=DependantsAnswer)
async def get_end_user_dependants(engine: Engine, end_user_id: str) -> Response:
    """The connections that would go with an end user."""
    return reply({"dependants": (await engine.end_users.dependants(end_user_id)).wire()})


@router.get("/connections/find", response_model=ConnectionAnswer)
async def find_connection(
    engine: Engine,
    integration_name: Annotated[str, Query(alias="integrationName")],
    external_id: Annotated[str, Query(alias="externalId")],
    workspace_id: Annotated[str, Query(alias="workspaceId")],
) -> Response:
    """The connection that an external id means in a workspace."""
    found = await engine.connections.find(integration_name, external_id, workspace_id)
    return reply({"connection": found.wire()})


@router.get("/connections/{connection_id}", response_model=ConnectionRowAnswer)
async def get_connection(engine: Engine, connection_id: str) -> Response:
    """One connection."""
    return reply({"connection": (await engine.connections.get(connection_id)).wire()})


@router.patch("/connections/{connection_id}", response_model=ConnectionAnswer)
async def update_connection(engine: Engine, connection_id: str, body: ConnectionChange) -> Response:
    """Change a connection, or give it another secret."""
    changed = await engine.connections.update(connection_id, body.model())
    return reply({"connection": changed.wire()})


@router.get("/connections/{connection_id}/dependants", response_model=DependantsAnswer)
async def get_connection_dependants(engine: Engine, connection_id: str) -> Response:
    """The workspace integrations that name a connection."""
    return reply({"dependants": (await engine.connections.dependants(connection_id)).wire()})


@router.post("/connections/{connection_id}/test", response_model=ConnectionTestAnswer)
async def test_connection(engine: Engine, connection_id: str) -> Response:
    """Call the service with a connection."""
    return reply({"test": (await engine.connections.test(connection_id)).wire()})
