"""Credentials kept in memory for a short while, because a keyring answers in 20 to 30 ms."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

TTL = 60.0
SIZE = 1024

Secret = Mapping[str, Any]


class _Held(NamedTuple):
    generation: int
    until: float
    values: Secret


class SecretCache:
    """One credential a connection, by generation, for `ttl` seconds and at most `size` of them.

    Callers that miss at the same time share one refill. Belongs to one event loop.
    """

    def __init__(
        self, *, ttl: float = TTL, size: int = SIZE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._ttl = ttl
        self._size = size
        self._clock = clock
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._refills: dict[tuple[str, int], asyncio.Task[Secret]] = {}

    def __repr__(self) -> str:
        return f"SecretCache({len(self._held)} held)"

    def get(self, id: str, generation: int) -> Secret | None:
        """What is held of this generation, without waiting for anything."""
        held = self._held.get(id)
        if held is None or held.generation != generation or held.until <= self._clock():
            return None
        return held.values

    async def fill(self, id: str, generation: int, load: Callable[[], Awaitable[Secret]]) -> Secret:
        """What `load` gives, held from now on; its error goes to everybody who waits."""
        key = (id, generation)
        refill = self._refills.get(key)
        if refill is None:
            refill = asyncio.ensure_future(self._load(key, load))
            self._refills[key] = refill
            refill.add_done_callback(lambda done: self._ended(key, done))
        return await asyncio.shield(refill)

    def put(self, id: str, generation: int, values: Secret) -> Secret:
        """Hold values that are known to be in force."""
        kept: Secret = MappingProxyType(dict(values))
        self._forget_expired()
        self._held[id] = _Held(generation, self._clock() + self._ttl, kept)
        self._held.move_to_end(id)
        while len(self._held) > self._size:
            self._held.popitem(last=False)
        return kept

    def forget(self, id: str) -> None:
        """Let one connection's values go, those on their way included."""
        self._held.pop(id, None)
        for key in [key for key in self._refills if key[0] == id]:
            del self._refills[key]

    def clear(self) -> None:
        """Let everything go."""
        self._held.clear()
        self._refills.clear()

    async def _load(self, key: tuple[str, int], load: Callable[[], Awaitable[Secret]]) -> Secret:
        values = await load()
        if self._refills.get(key) is asyncio.current_task():
            return self.put(*key, values)
        return MappingProxyType(dict(values))

    def _ended(self, key: tuple[str, int], refill: asyncio.Task[Secret]) -> None:
        if self._refills.get(key) is refill:
            del self._refills[key]
        if not refill.cancelled():
            # Looked at, so that an error after every caller has gone is not reported as lost.
            refill.exception()

    def _forget_expired(self) -> None:
        # In order of entry, which with one time to live is the order of expiry.
        now = self._clock()
        while self._held and next(iter(self._held.values())).until <= now:
            self._held.popitem(last=False)
