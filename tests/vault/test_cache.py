"""Secrets in memory for a short while."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from weavz_tui.model.errors import VaultUnavailable
from weavz_tui.vault.cache import SecretCache

SECRET = {"secretText": "canary-in-the-cache"}


class Source:
    """A vault that answers when it is told to, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.may_answer = asyncio.Event()

    async def load(self) -> Mapping[str, Any]:
        self.asked += 1
        await self.may_answer.wait()
        return SECRET


@pytest.fixture
async def source() -> Source:
    return Source()


async def test_callers_at_once_share_one_refill(source: Source) -> None:
    cache = SecretCache()
    calls = [asyncio.create_task(cache.fill("c", 1, source.load)) for _ in range(50)]
    source.may_answer.set()
    assert [dict(each) for each in await asyncio.gather(*calls)] == [SECRET] * 50
    assert source.asked == 1


async def test_a_caller_that_leaves_does_not_take_the_refill_along(source: Source) -> None:
    cache = SecretCache()
    first = asyncio.create_task(cache.fill("c", 1, source.load))
    second = asyncio.create_task(cache.fill("c", 1, source.load))
    await asyncio.sleep(0)
    first.cancel()
    source.may_answer.set()
    assert dict(await second) == SECRET
    assert source.asked == 1


async def test_an_error_goes_to_everybody_and_is_not_kept(source: Source) -> None:
    cache = SecretCache()

    async def fail() -> Mapping[str, Any]:
        raise VaultUnavailable("no answer")

    outcomes = await asyncio.gather(
        *(cache.fill("c", 1, fail) for _ in range(3)), return_exceptions=True
    )
    assert {type(each) for each in outcomes} == {VaultUnavailable}
    source.may_answer.set()
    assert dict(await cache.fill("c", 1, source.load)) == SECRET


async def test_it_is_held_for_its_time_and_no_longer() -> None:
    moment = 100.0
    cache = SecretCache(ttl=60, clock=lambda: moment)
    cache.put("c", 1, SECRET)
    moment = 159.9
    assert cache.get("c", 1) == SECRET
    moment = 160.0
    assert cache.get("c", 1) is None


async def test_another_generation_is_another_secret() -> None:
    cache = SecretCache()
    cache.put("c", 1, SECRET)
    assert cache.get("c", 2) is None


async def test_the_oldest_give_way_when_it_is_full() -> None:
    cache = SecretCache(size=2)
    for id in ("a", "b", "c"):
        cache.put(id, 1, SECRET)
    assert [cache.get(id, 1) is None for id in ("a", "b", "c")] == [True, False, False]


async def test_a_refill_under_way_does_not_outlive_a_lock(source: Source) -> None:
    cache = SecretCache()
    call = asyncio.create_task(cache.fill("c", 1, source.load))
    await asyncio.sleep(0)
    cache.clear()
    source.may_answer.set()
    await call
    assert cache.get("c", 1) is None


async def test_what_is_held_cannot_be_changed_by_who_gave_it() -> None:
    cache = SecretCache()
    values = dict(SECRET)
    cache.put("c", 1, values)
    values["secretText"] = "other"
    assert cache.get("c", 1) == SECRET


async def test_its_text_shows_no_secret() -> None:
    cache = SecretCache()
    cache.put("c", 1, SECRET)
    assert "canary" not in repr(cache)
