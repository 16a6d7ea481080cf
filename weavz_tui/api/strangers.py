"""Callers without a key, by address."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from ipaddress import IPv6Address

from weavz_tui.engine.calls.limits import WINDOW, RateState
from weavz_tui.model.errors import RateLimited

PER_MINUTE = 60
MOST = 100_000


class Strangers:
    """Requests without a valid key, counted by address in windows of 60 s (wire C.7), so that
    neither keys nor links can be guessed at leisure."""

    def __init__(self, limit: int = PER_MINUTE, clock: Callable[[], float] = time.time) -> None:
        self._limit = limit
        self._clock = clock
        self._counts: Counter[str] = Counter()
        self._until = 0.0

    def state(self, address: str) -> RateState:
        """How much is left to an address."""
        self._renew()
        left = max(0, self._limit - self._counts[_network(address)])
        return RateState(self._limit, left, int(self._until) + 1)

    def count(self, address: str) -> RateState:
        """Count a request; raises RateLimited."""
        self._renew()
        network = _network(address)
        if self._counts[network] >= self._limit:
            wait = max(0.0, self._until - self._clock())
            raise RateLimited(
                "Too many requests from this address",
                details={"limit": self._limit, "retryAfter": round(wait, 3)},
                hint=f"try again in {wait:.0f} s",
            )
        self._counts[network] += 1
        return self.state(address)

    def _renew(self) -> None:
        now = self._clock()
        if now >= self._until or len(self._counts) > MOST:
            self._counts.clear()
            self._until = now + WINDOW


def _network(address: str) -> str:
    """An IPv4 address, or the part of an IPv6 one that is given out to one customer."""
    if ":" not in address:
        return address
    try:
        found = IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
