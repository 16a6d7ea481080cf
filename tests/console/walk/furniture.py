"""A home with something of everything, for the walk."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from tests.console.authorising import acme, opened_with, register
from tests.net.servers import http
from weavz_tui.console.app import ConsoleApp
from weavz_tui.contexts import Context, ContextFile
from weavz_tui.engine.service import Service
from weavz_tui.home import Home
from weavz_tui.model.base import now
from weavz_tui.model.enums import ConnectionStrategy, ConnectionType, Source
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.requests import (
    ConnectionCreate,
    EndUserCreate,
    IntegrationCreate,
    PartialCreate,
    WorkspaceCreate,
)
from weavz_tui.model.servers import AuthMode, ServerCreate
from weavz_tui.store import connections, usage

PROVIDER = "https://acme.example"
TEAS = [{"tea": name, "grams": number} for number, name in enumerate(("Assam", "Yunnan", "Uji"))]


@asynccontextmanager
async def slack() -> AsyncIterator[str]:
    """A loopback service that answers as Slack does; its address."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": True, "team": "Acme", "user": "bot", "channels": []})

    async with http(answer) as url:
        yield url


async def furnish(home: Home, slack_url: str) -> None:
    """Workspaces, end users, connections (one in error), aliases, a partial, a server, two runs."""
    integration = acme(PROVIDER)
    await register(home, integration)
    service = await opened_with(home, integration)
    workspace = await service.workspaces.get("default")
    await service.workspaces.create(WorkspaceCreate(name="Acme", slug="acme"))
    for name in ("user_42", "user_7"):
        await service.end_users.create(EndUserCreate(workspace_id=workspace.id, external_id=name))
    bot = await service.connections.create(_connection("slack-bot", slack_url))
    await service.connections.create(_connection("slack-old", slack_url))
    await _break(service, "slack-old")
    for alias, strategy, connection in (
        ("slack_bot", ConnectionStrategy.FIXED, bot.id),
        ("slack_own", ConnectionStrategy.PER_USER, None),
    ):
        await service.integrations.create(
            workspace.id,
            IntegrationCreate(
                integration_name="slack",
                integration_alias=alias,
                connection_strategy=strategy,
                connection_id=connection,
            ),
        )
    await service.partials.create(
        PartialCreate(
            workspace_id=workspace.id,
            integration_name="hash-encode",
            integration_alias="hash-encode",
            action_name="hash",
            name="house",
            values={"algorithm": "sha256", "encoding": "hex"},
        )
    )
    await service.servers.create(
        ServerCreate(name="Assistant", workspace_id=workspace.id, auth_mode=AuthMode.BEARER)
    )
    for text in ("one", "two"):
        await service.actions.execute(request(workspace.id, text))
    await service.actions.execute(
        ExecuteRequest(
            integration_name="data-transformer",
            integration_alias="data-transformer",
            workspace_id=workspace.id,
            action_name="filter_array",
            input={"array": TEAS, "conditions": {"grams": {"gte": 0}}},
        )
    )
    await _last_month(service, workspace.id)
    await service.close()
    ContextFile(home.data).add(Context("far", "https://far.example", "ctx_far"))


def request(workspace_id: str, text: str) -> ExecuteRequest:
    """A run that needs no account."""
    return ExecuteRequest(
        integration_name="hash-encode",
        integration_alias="hash-encode",
        workspace_id=workspace_id,
        action_name="hash",
        input={"text": text, "algorithm": "sha256", "encoding": "hex"},
    )


def curl(text: str) -> str:
    """What a person copies elsewhere and pastes into the playground."""
    body = {
        "integrationName": "hash-encode",
        "actionName": "hash",
        "input": {"text": text, "algorithm": "sha1", "encoding": "hex"},
    }
    return f"curl -X POST https://h.example/api/v1/actions/execute -d '{json.dumps(body)}'"


def walked(home: Home) -> ConsoleApp:
    """A console on that home; `acme` is in its catalogue."""

    async def opener() -> Service:
        return await opened_with(home, acme(PROVIDER))

    return ConsoleApp(opener, home=home, first_place="workspaces")


def _connection(name: str, url: str) -> ConnectionCreate:
    return ConnectionCreate(
        type=ConnectionType.SECRET_TEXT,
        external_id=name,
        display_name=name,
        integration_name="slack",
        base_url=url,
        secret={"secretText": "xoxb-not-a-token"},
    )


def last_month() -> datetime:
    """A moment in it."""
    return now().replace(day=1) - timedelta(days=3)


async def _last_month(service: Any, workspace_id: str) -> None:
    """One run, before this month began."""
    org_id, hour = service.parts.org_id, f"{last_month():%Y-%m-%dT%H}"
    tally = usage.Tally(org_id, workspace_id, hour, Source.REST, "a.b", True, True, True, False)
    await service.parts.write(lambda rows: usage.settle(rows, tally))


async def _break(service: Any, name: str) -> None:
    """As when the service has refused its secret."""
    parts = service.parts
    found = (await parts.directory.explicit(parts.org_id, name, None))[0]
    assert await parts.write(
        lambda rows: connections.refuse(rows, found.org_id, found.id, found.generation)
    )
