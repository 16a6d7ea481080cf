"""Two engines on one home."""

from __future__ import annotations

import asyncio

import httpx

from tests.engine.conftest import Answers, World
from weavz_tui.engine.local import open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import Source
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.requests import PartialCreate
from weavz_tui.net.httpx_transport import HttpxTransport


async def test_a_change_of_another_process_is_seen_within_a_second(
    world: World, answers: Answers
) -> None:
    """Another engine on the same home has nothing in common with this one but the file."""
    request = ExecuteRequest(
        integration_name="hash-encode",
        action_name="hash",
        workspace_id=world.workspace_id,
        input={"text": "hello"},
    )
    assert not (await world.service.actions.explain(request)).partials
    transport = HttpxTransport(httpx.MockTransport(answers))
    changes = world.service.changes()
    other = await open_local(Home.find(), source=Source.CLI, transport=transport)
    try:
        await other.partials.create(
            PartialCreate(
                workspace_id=world.workspace_id,
                integration_name="hash-encode",
                name="house",
                values={"encoding": "base64"},
                is_default=True,
            )
        )
        async with asyncio.timeout(1):
            await anext(each async for each in changes if each.kind == "partial")
        assert (await world.service.actions.explain(request)).partials == ["house"]
    finally:
        await other.close()
