"""Doing a call once per key (wire E.9)."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from tests.engine.calls import digest, message
from tests.engine.conftest import Answers, World
from weavz_tui.model.entities import Connection
from weavz_tui.model.errors import (
    ActionFailed,
    Duplicate,
    IdempotencyInDoubt,
)


async def test_a_known_key_gives_the_first_result_again(
    world: World, slack: Connection, answers: Answers
) -> None:
    answers.answers = [httpx.Response(200, json={"ok": True, "ts": "1.2"})]
    request = message(world, idempotency_key="once")
    first = await world.service.actions.execute(request)
    again = await world.service.actions.execute(request)
    assert len(answers.requests) == 1
    assert (again.output, again.replayed, first.replayed) == (first.output, True, False)
    assert (await world.service.usage()).counted == 1


async def test_a_replay_needs_no_connection(
    world: World, slack: Connection, answers: Answers
) -> None:
    request = message(world, idempotency_key="once")
    await world.service.actions.execute(request)
    await world.service.connections.delete(slack.id)
    assert (await world.service.actions.execute(request)).replayed


async def test_a_key_with_another_input_is_refused(world: World) -> None:
    await world.service.actions.execute(digest(world, idempotency_key="once"))
    other = digest(world, idempotency_key="once")
    other.input["text"] = "bye"
    with pytest.raises(Duplicate):
        await world.service.actions.execute(other)


async def test_a_call_whose_outcome_is_unknown_is_never_sent_again(
    world: World, slack: Connection, answers: Answers
) -> None:
    answers.answers = [httpx.ReadTimeout("slow")]
    request = message(world, idempotency_key="once")
    with pytest.raises(ActionFailed):
        await world.service.actions.execute(request)
    answers.answers = [httpx.Response(200, json={"ok": True})]
    with pytest.raises(IdempotencyInDoubt):
        await world.service.actions.execute(request)
    assert len(answers.requests) == 1


async def test_a_refused_call_gives_its_key_back(
    world: World, slack: Connection, answers: Answers
) -> None:
    answers.answers = [
        httpx.Response(200, json={"ok": False, "error": "channel_not_found"}),
        httpx.Response(200, json={"ok": True}),
    ]
    request = message(world, idempotency_key="once")
    with pytest.raises(ActionFailed):
        await world.service.actions.execute(request)
    assert (await world.service.actions.execute(request)).success


async def test_many_callers_with_one_key_send_once(
    world: World, slack: Connection, answers: Answers
) -> None:
    request = message(world, idempotency_key="once")
    outcomes = await asyncio.gather(
        *[world.service.actions.execute(request) for _ in range(20)], return_exceptions=True
    )
    assert len(answers.requests) == 1
    for each in outcomes:
        assert not isinstance(each, BaseException) or isinstance(each, IdempotencyInDoubt)
