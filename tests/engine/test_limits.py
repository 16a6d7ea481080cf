"""How much may run: quota and rate (wire E.3, E.10)."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from tests.engine.calls import digest, limit, message
from tests.engine.conftest import Answers, World
from weavz_tui.engine.principal import Principal
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import (
    ActionFailed,
    QuotaExceeded,
    RateLimited,
)


async def test_concurrent_callers_never_overshoot_the_quota(world: World) -> None:
    await limit(world.service, monthly_quota=10)
    outcomes = await asyncio.gather(
        *[world.service.actions.execute(digest(world)) for _ in range(30)], return_exceptions=True
    )
    succeeded = [each for each in outcomes if not isinstance(each, BaseException)]
    refused = [each for each in outcomes if isinstance(each, QuotaExceeded)]
    assert (len(succeeded), len(refused)) == (10, 20)
    assert (await world.service.usage()).counted == 10


async def test_a_failed_call_gives_its_quota_back(
    world: World, slack: Connection, answers: Answers
) -> None:
    await limit(world.service, monthly_quota=1)
    answers.answers = [httpx.Response(200, json={"ok": False, "error": "no"})]
    with pytest.raises(ActionFailed):
        await world.service.actions.execute(message(world))
    assert (await world.service.actions.execute(digest(world))).success


async def test_the_playground_is_free_of_the_quota(world: World) -> None:
    service = world.service
    await limit(service, monthly_quota=0)
    service.parts.principal = Principal(service.parts.org_id, Source.PLAYGROUND)
    assert (await service.actions.execute(digest(world))).success
    usage = await service.usage()
    assert (usage.actions, usage.counted) == (1, 0)


async def test_rest_callers_are_limited_per_minute(world: World) -> None:
    service = world.service
    await limit(service, rate_limit=3)
    service.parts.principal = Principal(service.parts.org_id, Source.REST)
    for _ in range(3):
        await service.actions.execute(digest(world))
    with pytest.raises(RateLimited) as caught:
        await service.actions.execute(digest(world))
    assert 0 < caught.value.details["retryAfter"] <= 60
