"""Calls of an action, and what is kept of them."""

from __future__ import annotations

from typing import Any

from tests.engine.conftest import World
from weavz_tui.engine.local import LocalService
from weavz_tui.model.entities import Organisation
from weavz_tui.model.execution import ExecuteRequest, ExecutionRecord
from weavz_tui.model.lists import ActivityQuery
from weavz_tui.store import organisations


def message(world: World, **fields: Any) -> ExecuteRequest:
    given: dict[str, Any] = {
        "integration_name": "slack",
        "integration_alias": "slack_bot",
        "action_name": "send_channel_message",
        "workspace_id": world.workspace_id,
        "input": {"channel": "C01", "text": "hello"},
    }
    return ExecuteRequest(**{**given, **fields})


def digest(world: World, **fields: Any) -> ExecuteRequest:
    given: dict[str, Any] = {
        "integration_name": "hash-encode",
        "action_name": "hash",
        "workspace_id": world.workspace_id,
        "input": {"text": "hello", "algorithm": "sha256", "encoding": "hex"},
    }
    return ExecuteRequest(**{**given, **fields})


async def latest(service: LocalService) -> ExecutionRecord:
    page = await service.activity.list(ActivityQuery(limit=1))
    return await service.activity.get(page.items[0].id)


async def limit(service: LocalService, **fields: Any) -> None:
    org_id = service.parts.org_id
    found = await service.parts.directory.organisation(org_id)
    changed: Organisation = found.model_copy(update=fields)
    await service.parts.write(lambda rows: organisations.update(rows, changed))
