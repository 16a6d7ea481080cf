"""Whose turn it is, where there are fewer places than callers."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from weavz_tui.model.errors import RateLimited

RETRY_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Places:
    """How many may be taken at once, how many of them by one caller, and how many may wait.

    A caller who holds a place gets another one only while more than `kept` are free: these are for
    callers who hold none.
    """

    most: int = 8
    of_one: int = 2
    kept: int = 4
    waiting: int = 200
    waiting_of_one: int = 20


class Turns:
    """Places, given in turn: first to each caller who waits, then to the next round of them."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._taken: Counter[str] = Counter()
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, caller: str) -> AsyncIterator[None]:
        """A place for as long as the block runs. Raises RateLimited where too many wait already."""
        await self._take(caller)
        try:
            yield
        finally:
            self._give_back(caller)

    async def _take(self, caller: str) -> None:
        if caller not in self._waiting and self._may(caller):
            self._taken[caller] += 1
            return
        self._check(caller)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(caller, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give_back(caller)  # it came at the moment at which nobody wanted it any more
            else:
                self._leave(caller, turn)
            raise

    def _may(self, caller: str) -> bool:
        free = self._places.most - self._taken.total()
        held = self._taken[caller]
        if held == 0:
            return free > 0
        return held < self._places.of_one and free > self._places.kept

    def _check(self, caller: str) -> None:
        own = len(self._waiting.get(caller, ()))
        every = sum(map(len, self._waiting.values()))
        if own < self._places.waiting_of_one and every < self._places.waiting:
            return
        raise RateLimited(
            "Too much code waits to be run already",
            details={"waiting": own or every, "retryAfter": RETRY_SECONDS},
            hint=f"{self._places.of_one} runs of one caller go on at once; try again later",
        )

    def _give_back(self, caller: str) -> None:
        self._taken[caller] -= 1
        if not self._taken[caller]:
            del self._taken[caller]
        while (next_one := next(filter(self._may, self._waiting), None)) is not None:
            turn = self._waiting[next_one].popleft()
            self._waiting.move_to_end(next_one)
            if not self._waiting[next_one]:
                del self._waiting[next_one]
            if not turn.done():
                self._taken[next_one] += 1
                turn.set_result(None)

    def _leave(self, caller: str, turn: asyncio.Future[None]) -> None:
        waiting = self._waiting.get(caller)
        if waiting is not None and turn in waiting:
            waiting.remove(turn)
            if not waiting:
                del self._waiting[caller]
