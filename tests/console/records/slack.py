"""A home with something in it."""

from __future__ import annotations

from tests.console.engine import opened
from weavz_tui.home import Home
from weavz_tui.model.enums import ConnectionStrategy, ConnectionType
from weavz_tui.model.requests import (
    ConnectionCreate,
    EndUserCreate,
    IntegrationCreate,
)

SECRET = "xoxb-canary-secret-1234567890"


async def with_slack(home: Home, **given: object) -> None:
    """A workspace with a connection of slack, an alias on it and two end users."""
    service = await opened(home)
    workspace = await service.workspaces.get("default")
    connection = await service.connections.create(
        ConnectionCreate(
            type=ConnectionType.SECRET_TEXT,
            external_id="slack-bot-prod",
            display_name="Bot",
            integration_name="slack",
            secret={"secretText": SECRET},
        )
    )
    for name in ("user_42", "user_7"):
        await service.end_users.create(EndUserCreate(workspace_id=workspace.id, external_id=name))
    await service.integrations.create(
        workspace.id,
        IntegrationCreate(
            integration_name="slack",
            integration_alias="slack_bot",
            connection_strategy=ConnectionStrategy.FIXED,
            connection_id=connection.id,
        ),
    )
    await service.close()
