"""Homes of a chosen size for measuring the console."""

from __future__ import annotations

from datetime import timedelta

from weavz_tui.engine.local import LocalService, open_local
from weavz_tui.home import Home
from weavz_tui.model.base import now
from weavz_tui.model.entities import (
    Connection,
    EndUser,
    Partial,
    Workspace,
    WorkspaceIntegration,
)
from weavz_tui.model.enums import ConnectionStrategy, ConnectionType, ExecutionStatus, Source
from weavz_tui.model.execution import ExecutionRecord
from weavz_tui.store import (
    connections,
    end_users,
    executions,
    integrations,
    partials,
    workspaces,
)
from weavz_tui.store.protocol import Rows

FEW = {name: 10 for name in ("workspaces", "integrations", "connections", "end users", "partials")}
FEW["executions"] = 10
MANY = {
    "workspaces": 10_000,
    "integrations": 100,
    "connections": 200,
    "end users": 500,
    "partials": 50,
    "executions": 100_000,
}
BATCH = 5_000
START = now() - timedelta(days=1)


async def filled(home: Home, counts: dict[str, int]) -> None:
    """Fill an empty home's `default` workspace, and make workspaces beside it."""
    service = await open_local(home, source=Source.PLAYGROUND, tidy_after=3600)
    workspace = await service.workspaces.get("default")
    org_id = service.parts.org_id
    await service.parts.store.write(lambda rows: _records(rows, org_id, workspace.id, counts))
    for first in range(0, counts["executions"], BATCH):
        await _executions(service, workspace.id, first, min(first + BATCH, counts["executions"]))
    await service.close()


async def _executions(service: LocalService, workspace_id: str, first: int, stop: int) -> None:
    def write(rows: Rows) -> None:
        for number in range(first, stop):
            executions.insert(rows, service.parts.org_id, execution(number, workspace_id))

    await service.parts.store.write(write)


def execution(number: int, workspace_id: str) -> ExecutionRecord:
    """One of many executions; every tenth failed."""
    is_bad = number % 10 == 0
    return ExecutionRecord(
        id=f"6a6f1c0e-4c0e-4a4e-8f6e-{number:012}",
        workspace_id=workspace_id,
        integration_name="slack",
        integration_alias=f"slack-{number % 7}",
        action_name=f"action_{number % 40}",
        status=ExecutionStatus.ERROR if is_bad else ExecutionStatus.SUCCESS,
        source=Source.REST,
        end_user_id=f"user-{number % 1000}",
        connection_external_id="team-account",
        error_code="ACTION_FAILED" if is_bad else None,
        error_message="channel_not_found: there is no such channel" if is_bad else None,
        status_code=200,
        duration_ms=12.5,
        created_at=START + timedelta(milliseconds=number),
        input={"channel": "C123", "text": "hello"},
        output={"ok": True},
    )


def _records(rows: Rows, org_id: str, workspace_id: str, counts: dict[str, int]) -> None:
    at = {"created_at": START, "updated_at": START}
    for number in range(counts["workspaces"]):
        named = {"name": f"Space {number}", "slug": f"space-{number}"}
        workspaces.insert(rows, Workspace(id=f"w{number}", org_id=org_id, **named, **at))
    for number in range(counts["connections"]):
        made = Connection(
            id=f"c{number}",
            org_id=org_id,
            external_id=f"account-{number}",
            display_name=f"Account {number}",
            integration_name="slack",
            type=ConnectionType.SECRET_TEXT,
            **at,
        )
        connections.insert_creating(rows, made)
        connections.activate(rows, org_id, made.id, 1)
    inside = {"workspace_id": workspace_id, **at}
    for number in range(counts["integrations"]):
        configured = WorkspaceIntegration(
            id=f"i{number}",
            org_id=org_id,
            integration_name="slack",
            integration_alias=f"slack-{number}",
            connection_strategy=ConnectionStrategy.FIXED,
            connection_id=f"c{number % counts['connections']}",
            **inside,
        )
        integrations.insert(rows, configured)
    for number in range(counts["end users"]):
        end_users.insert(rows, EndUser(id=f"u{number}", external_id=f"user-{number}", **inside))
    for number in range(counts["partials"]):
        saved = {"integration_name": "slack", "name": f"Partial {number}", "values": {"text": "1"}}
        partials.insert(rows, Partial(id=f"p{number}", org_id=org_id, **saved, **inside))
