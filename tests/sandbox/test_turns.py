"""Places shared out between callers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from weavz_tui.model.errors import RateLimited
from weavz_tui.sandbox.turns import Places, Turns


class Crowd:
    """Callers who take turns and keep them until they are told to leave."""

    def __init__(self, places: Places) -> None:
        self.turns = Turns(places)
        self.inside: list[str] = []
        self._leaving: dict[str, list[asyncio.Event]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def comes(self, caller: str) -> asyncio.Task[None]:
        """Somebody asks for a turn."""
        task = asyncio.create_task(self._stay(caller))
        self._tasks.append(task)
        await settle()
        return task

    async def leaves(self, caller: str) -> None:
        """The one of a caller who came first leaves."""
        self._leaving[caller].pop(0).set()
        await settle()

    async def go(self) -> None:
        """Everybody leaves."""
        for each in self._tasks:
            each.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _stay(self, caller: str) -> None:
        async with self.turns.turn(caller):
            leaving = asyncio.Event()
            self._leaving.setdefault(caller, []).append(leaving)
            self.inside.append(caller)
            try:
                await leaving.wait()
            finally:
                self.inside.remove(caller)


async def settle() -> None:
    """Until whoever can go on has gone on."""
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.fixture
async def crowd() -> AsyncIterator[Crowd]:
    """Three places, two of them at most for one, and the second only while two are free."""
    made = Crowd(Places(most=3, of_one=2, kept=1, waiting=4, waiting_of_one=3))
    yield made
    await made.go()


async def test_one_caller_leaves_room_for_the_others(crowd: Crowd) -> None:
    for caller in ("greedy", "greedy", "greedy", "other"):
        await crowd.comes(caller)
    assert crowd.inside == ["greedy", "greedy", "other"]


async def test_the_last_places_are_for_those_who_have_none(crowd: Crowd) -> None:
    for caller in ("a", "b", "b", "c"):
        await crowd.comes(caller)
    assert crowd.inside == ["a", "b", "c"]


async def test_a_place_that_is_free_goes_round(crowd: Crowd) -> None:
    for caller in ("a", "b", "c", "d", "d", "e"):
        await crowd.comes(caller)
    await crowd.leaves("a")
    assert crowd.inside == ["b", "c", "d"]
    await crowd.leaves("d")
    assert crowd.inside == ["b", "c", "e"]
    await crowd.leaves("e")
    assert crowd.inside == ["b", "c", "d"]


@pytest.mark.parametrize("callers", ["aaaaaa", "aaabbbcccc"])
async def test_too_many_are_turned_away_with_a_reason(crowd: Crowd, callers: str) -> None:
    with pytest.raises(RateLimited) as refused:
        for caller in callers:
            task = await crowd.comes(caller)
            if task.done():
                await task
    assert refused.value.details["retryAfter"] > 0
    assert "try again" in refused.value.hint


async def test_whoever_gives_up_waiting_takes_no_place(crowd: Crowd) -> None:
    for caller in "abc":
        await crowd.comes(caller)
    gone = await crowd.comes("gone")
    await crowd.comes("next")
    gone.cancel()
    await settle()
    await crowd.leaves("a")
    assert crowd.inside == ["b", "c", "next"]


async def test_a_turn_that_comes_too_late_is_passed_on(crowd: Crowd) -> None:
    for caller in "abc":
        await crowd.comes(caller)
    gone = await crowd.comes("gone")
    await crowd.comes("next")
    async with AsyncExitStack() as stack:
        stack.callback(gone.cancel)
        crowd._leaving["a"].pop(0).set()
        await asyncio.sleep(0)
        # The place has been given by now, and its new holder has not heard of it.
    await settle()
    assert crowd.inside == ["b", "c", "next"]
    assert crowd.turns._taken.total() == 3
