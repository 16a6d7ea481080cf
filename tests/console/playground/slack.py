"""A loopback server that answers as Slack does, and homes that are connected to it."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from tests.console.engine import opened
from weavz_tui.engine.local import LocalService
from weavz_tui.home import Home
from weavz_tui.model.enums import ConnectionStrategy, ConnectionType
from weavz_tui.model.requests import (
    ConnectionCreate,
    IntegrationCreate,
)

CANARY = "xoxb-canary-5Kd9"


class Slack:
    """A loopback server that answers as Slack does; `answer` is its next answer to a message."""

    def __init__(self) -> None:
        self.url = ""
        self.messages: list[dict[str, Any]] = []
        self.tokens: list[str] = []
        self.answer: dict[str, Any] = {"ok": True, "ts": "1.2", "channel": "C1"}

    async def message(self, request: web.Request) -> web.Response:
        self.messages.append(dict(await request.post()))
        self.tokens.append(request.headers.get("Authorization", ""))
        return web.json_response(self.answer)

    async def channels(self, request: web.Request) -> web.Response:
        listed = [{"id": "C1", "name": "general"}, {"id": "C2", "name": "random"}]
        return web.json_response({"ok": True, "channels": listed})


async def seed(home: Home, slack: Slack, **fields: Any) -> None:
    """Slack in the `default` workspace, and nothing else beside what a new home has."""
    service = await opened(home)
    made = await connect(service, slack, "bot")
    await service.integrations.create(
        "default",
        IntegrationCreate(
            **{
                "integration_name": "slack",
                "integration_alias": "slack_bot",
                "connection_strategy": ConnectionStrategy.FIXED,
                "connection_id": made,
                **fields,
            }
        ),
    )
    await service.close()


async def connect(service: LocalService, slack: Slack, name: str) -> str:
    made = await service.connections.create(
        ConnectionCreate(
            type=ConnectionType.SECRET_TEXT,
            external_id=name,
            display_name=name,
            integration_name="slack",
            base_url=slack.url,
            secret={"secretText": CANARY},
        )
    )
    return made.id
