"""Calls that are cancelled, lose their workspace, or cannot be recorded."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import Any

import pytest

from tests.engine.conftest import Answers, World
from tests.engine.outcomes.gate import cancelled_at_its_next_write
from tests.engine.outcomes.lab import call, records, set_quota, used
from weavz_tui.home import Home
from weavz_tui.model.enums import ExecutionStatus
from weavz_tui.model.errors import (
    ActionFailed,
)


async def test_quota_reserved_for_a_cancelled_call_is_given_back(world: World) -> None:
    await set_quota(world.service, 5)
    await cancelled_at_its_next_write(world.service, call(world, "give", input={"what": "set"}))
    assert await used(world.service) == 0
    (record,) = await records(world.service)
    assert record.status is ExecutionStatus.CANCELED


async def test_a_key_claimed_for_a_cancelled_call_is_given_back(
    world: World, answers: Answers
) -> None:
    request = call(world, "post_twice", idempotency_key="once")
    await cancelled_at_its_next_write(world.service, request)
    assert not answers.requests
    assert (await world.service.actions.execute(request)).success


async def test_a_call_cancelled_while_its_success_is_recorded_is_a_success(
    world: World, answers: Answers
) -> None:
    world.service.parts.store.backlog.close()
    await cancelled_at_its_next_write(world.service, call(world, "post_twice"))
    assert len(answers.requests) == 2
    (record,) = await records(world.service)
    assert record.status is ExecutionStatus.SUCCESS
    assert (await world.service.usage()).counted == 1


async def test_a_success_that_cannot_be_recorded_is_still_told(
    world: World, answers: Answers
) -> None:
    """An error would make the caller do it again."""
    with sqlite3.connect(Home.find().database) as connection:
        connection.execute(
            "create trigger full before insert on execution begin select raise(abort, 'full'); end"
        )
    connection.close()
    world.service.parts.store.backlog.close()
    result = await world.service.actions.execute(call(world, "post_twice"))
    assert result.success
    assert [each.partition(":")[0] for each in result.warnings] == ["not recorded"]
    assert len(answers.requests) == 2


async def test_a_workspace_deleted_during_a_call_does_not_spoil_it(world: World) -> None:
    service = world.service
    started, go_on = asyncio.Event(), asyncio.Event()

    class Slow:
        async def send(self, request: Any, *, proxy: str | None = None) -> Any:
            started.set()
            await go_on.wait()
            raise AssertionError("the answer does not matter")

    service.parts.executor._transport = Slow()
    running = asyncio.create_task(service.actions.execute(call(world, "post_twice")))
    await started.wait()
    await service.workspaces.delete(world.workspace_id)
    go_on.set()
    with pytest.raises(ActionFailed):
        await running
    assert [each.error_code for each in await records(service)] == ["ACTION_FAILED"]
