"""What calls leave for the garbage collector, which a server lets run seldom for that reason."""

from __future__ import annotations

import gc

import httpx
import pytest

from tests.engine.calls import message
from tests.engine.conftest import Answers, World
from weavz_tui.model.entities import Connection
from weavz_tui.model.errors import ActionFailed

CALLS = 100


async def test_successful_calls_leave_no_cycles(slack: Connection, world: World) -> None:
    execute = world.service.actions.execute
    await execute(message(world))
    await world.service.usage()
    gc.collect()
    for _ in range(CALLS):
        await execute(message(world))
    await world.service.usage()
    assert gc.collect() < CALLS


async def test_failed_calls_leave_no_cycles(
    slack: Connection, world: World, answers: Answers
) -> None:
    answers.answers = [httpx.Response(200, json={"ok": False, "error": "channel_not_found"})]
    for count in (1, CALLS):
        gc.collect()
        for _ in range(count):
            with pytest.raises(ActionFailed):
                await world.service.actions.execute(message(world))
        await world.service.usage()
    assert gc.collect() < CALLS
