"""What a demo begins with: a workspace as a small company has it."""

from __future__ import annotations

import contextlib
from typing import Any

from weavz_tui.demo.desk import NAME
from weavz_tui.demo.provider import CLIENT_ID
from weavz_tui.engine.local import LocalService
from weavz_tui.engine.principal import Principal
from weavz_tui.model.authorisations import OAuthAppCreate
from weavz_tui.model.enums import ConnectionStrategy, ConnectionType, Source
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.requests import (
    ConnectionCreate,
    EndUserCreate,
    IntegrationCreate,
    PartialCreate,
    WorkspaceCreate,
)
from weavz_tui.model.servers import AuthMode, ServerCreate

SLUG = "demo"
TEAM, OWN = "desk", "desk_own"
CONNECTED, NOT_CONNECTED = "jane", "bob"
FIRST = f"{TEAM}.list_tickets"
FIRST_INPUT = {"project": "harbour"}

# Alias, action, input, end user, the door it came through.
CALLS: tuple[tuple[str, str, dict[str, Any], str | None, Source], ...] = (
    (TEAM, "who_am_i", {}, None, Source.CLI),
    (TEAM, "get_ticket", {"number": 99}, None, Source.CLI),
    (OWN, "list_tickets", {"project": "pier"}, CONNECTED, Source.REST),
    (OWN, "list_tickets", {"project": "pier"}, NOT_CONNECTED, Source.REST),
    (TEAM, "create_ticket", {"title": "Rope is missing", "kind": "question"}, None, Source.SDK),
    (TEAM, "make_error", {"kind": "server_error"}, None, Source.MCP_TOOLS),
)


async def furnish(service: LocalService) -> None:
    """Fill a fresh home. Its sample service has to be there: some calls are really made."""
    workspace = await service.workspaces.create(WorkspaceCreate(name="Demo", slug=SLUG))
    people = {CONNECTED: "Jane Cooper", NOT_CONNECTED: "Bob Fox"}
    for external_id, name in people.items():
        await service.end_users.create(
            EndUserCreate(workspace_id=workspace.id, external_id=external_id, display_name=name)
        )
    team = await _connect(service, workspace.id, "desk-team", "The team's account")
    await _connect(service, workspace.id, "desk-jane", "Jane's account", CONNECTED)
    await _connect(service, workspace.id, "desk-expired", "A token that has ended")
    await service.oauth_apps.create(OAuthAppCreate(integration_name=NAME, client_id=CLIENT_ID))
    for alias, strategy, connection in (
        (TEAM, ConnectionStrategy.FIXED, team),
        (OWN, ConnectionStrategy.PER_USER, None),
    ):
        await service.integrations.create(
            workspace.id,
            IntegrationCreate(
                integration_name=NAME,
                integration_alias=alias,
                connection_strategy=strategy,
                connection_id=connection,
            ),
        )
    await service.partials.create(
        PartialCreate(
            workspace_id=workspace.id,
            integration_name=NAME,
            integration_alias=TEAM,
            action_name="create_ticket",
            name="harbour",
            description="Tickets of the harbour, whoever calls",
            values={"project": "harbour", "kind": "bug"},
            enforced_keys=["project"],
            is_default=True,
        )
    )
    agents = await service.servers.create(
        ServerCreate(name="agents", workspace_id=workspace.id, auth_mode=AuthMode.BEARER)
    )
    await _call_some(service, workspace.id, agents.server.id)


async def _connect(
    service: LocalService, workspace: str, external_id: str, name: str, user: str | None = None
) -> str:
    made = await service.connections.create(
        ConnectionCreate(
            type=ConnectionType.SECRET_TEXT,
            external_id=external_id,
            display_name=name,
            integration_name=NAME,
            workspace_id=workspace,
            end_user_id=user,
            secret={"secretText": f"{external_id}-token"},
        )
    )
    return made.id


async def _call_some(service: LocalService, workspace: str, server: str) -> None:
    for alias, action, given, user, source in CALLS:
        request = ExecuteRequest(
            integration_name=NAME,
            integration_alias=alias,
            action_name=action,
            workspace_id=workspace,
            end_user_id=user,
            input=given,
        )
        through = server if source is Source.MCP_TOOLS else None
        caller = service.acting(Principal(service.parts.org_id, source, server_id=through))
        # Some of them fail, so that there are errors to look at.
        with contextlib.suppress(WeavzError):
            await caller.actions.execute(request)
