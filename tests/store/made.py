"""Records for tests, each valid as it stands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from weavz_tui.model.entities import (
    Connection,
    EndUser,
    Organisation,
    Partial,
    Workspace,
    WorkspaceIntegration,
)
from weavz_tui.model.enums import ConnectionStrategy, ConnectionType, ExecutionStatus, Source
from weavz_tui.model.execution import ExecutionRecord
from weavz_tui.store import connections, organisations, workspaces
from weavz_tui.store.protocol import Rows

ORG = "org"
AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def workspace(id: str = "w", **changes: Any) -> Workspace:
    given = {"id": id, "org_id": ORG, "name": id, "slug": id, "created_at": AT, "updated_at": AT}
    return Workspace(**{**given, **changes})


def integration(id: str = "i", **changes: Any) -> WorkspaceIntegration:
    given = {
        "id": id,
        "org_id": ORG,
        "workspace_id": "w",
        "integration_name": "slack",
        "integration_alias": id,
        "connection_strategy": ConnectionStrategy.FIXED,
        "created_at": AT,
        "updated_at": AT,
    }
    return WorkspaceIntegration(**{**given, **changes})


def connection(id: str = "c", **changes: Any) -> Connection:
    given = {
        "id": id,
        "org_id": ORG,
        "external_id": id,
        "display_name": id,
        "integration_name": "slack",
        "type": ConnectionType.SECRET_TEXT,
        "created_at": AT,
        "updated_at": AT,
    }
    return Connection(**{**given, **changes})


def end_user(id: str = "u", **changes: Any) -> EndUser:
    given = {"id": id, "workspace_id": "w", "external_id": id, "created_at": AT, "updated_at": AT}
    return EndUser(**{**given, **changes})


def partial(id: str = "p", **changes: Any) -> Partial:
    given = {
        "id": id,
        "org_id": ORG,
        "workspace_id": "w",
        "integration_name": "slack",
        "name": id,
        "created_at": AT,
        "updated_at": AT,
    }
    return Partial(**{**given, **changes})


def execution(id: str = "e", **changes: Any) -> ExecutionRecord:
    given = {
        "id": id,
        "workspace_id": "w",
        "integration_name": "slack",
        "integration_alias": "slack",
        "action_name": "send_channel_message",
        "status": ExecutionStatus.SUCCESS,
        "source": Source.CLI,
        "created_at": AT,
    }
    return ExecutionRecord(**{**given, **changes})


def home(rows: Rows) -> None:
    """An organisation with the workspace `w`."""
    organisation = Organisation(id=ORG, name="Org", slug="org", created_at=AT, updated_at=AT)
    organisations.insert(rows, organisation)
    workspaces.insert(rows, workspace())


def connect(rows: Rows, id: str = "c", **changes: Any) -> Connection:
    """An active connection."""
    made = connection(id, **changes)
    connections.insert_creating(rows, made)
    connections.activate(rows, ORG, id, 1)
    return made
