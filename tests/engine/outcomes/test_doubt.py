"""What was partly done is not done again under the same key (wire E.9)."""

from __future__ import annotations

import httpx
import pytest

from tests.engine.conftest import Answers, World
from tests.engine.outcomes.lab import call
from weavz_tui.model.errors import (
    ActionFailed,
    IdempotencyInDoubt,
)


@pytest.mark.parametrize(
    ("action", "second"),
    [
        ("post_twice", httpx.Response(404, json={"error": "gone"})),
        ("post_twice", httpx.Response(500)),
        ("post_and_stumble", httpx.Response(200, json={})),
    ],
)
async def test_what_was_partly_done_is_in_doubt(
    world: World, answers: Answers, action: str, second: httpx.Response
) -> None:
    answers.answers = [httpx.Response(200, json={}), second]
    request = call(world, action, idempotency_key="once")
    with pytest.raises(ActionFailed):
        await world.service.actions.execute(request)
    before = len(answers.requests)
    with pytest.raises(IdempotencyInDoubt):
        await world.service.actions.execute(request)
    assert len(answers.requests) == before


async def test_what_may_be_repeated_is_never_in_doubt(world: World, answers: Answers) -> None:
    answers.answers = [
        httpx.Response(200, json={}),
        httpx.Response(404, json={"error": "gone"}),
        httpx.Response(200, json={}),
    ]
    request = call(world, "put_twice", idempotency_key="once")
    with pytest.raises(ActionFailed):
        await world.service.actions.execute(request)
    assert (await world.service.actions.execute(request)).success
