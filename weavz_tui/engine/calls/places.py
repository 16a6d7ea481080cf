"""Places in the month's quota, taken out of the database many at a time (wire E.10)."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weavz_tui.engine.calls.limits import month_of, quota_exceeded
from weavz_tui.model.errors import WeavzError
from weavz_tui.store import usage
from weavz_tui.store.protocol import Lane, Store

MOST_AHEAD = 256
IDLE_SECONDS = 1.0

Key = tuple[str, str]

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Block:
    """The `free` places of an organisation's month; `ahead` is how many there are to be beyond
    those that are waited for."""

    limit: int
    free: int = 0
    waiting: int = 0
    ahead: int = 0
    was_used: bool = False
    refill: asyncio.Task[bool] | None = None
    timer: asyncio.TimerHandle | None = None


class Places:
    """Hands places out to calls. One for the process; belongs to one event loop.

    A block is used up in the database from the commit that takes it, so that processes together
    never exceed a quota. It is filled up from when half of it is left, so that calls need not wait
    for commits. What nobody needs for a second goes back, as all does at the end; and no block
    takes more ahead than a sixteenth of what is left, so that nobody is refused for places that
    another process does not need. A process that is killed leaves the rest of its block, at most
    `MOST_AHEAD` places, used for that month, as it does those of the calls it was doing.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._blocks: dict[Key, _Block] = {}
        self._returning: set[asyncio.Task[None]] = set()

    async def take(self, org_id: str, limit: int, moment: datetime) -> None:
        """Take a place in the month of a moment; raises QuotaExceeded. A caller that is cancelled
        meanwhile has taken none."""
        key = org_id, month_of(moment)
        block = await self._block(key, limit)
        block.waiting += 1
        try:
            while not block.free:
                if await asyncio.shield(self._refill(key, block)) and not block.free:
                    raise quota_exceeded(limit, moment)
        finally:
            block.waiting -= 1
        block.free -= 1
        block.was_used = True
        if block.free < block.ahead // 2:
            self._refill(key, block)

    def give_back(self, org_id: str, limit: int, moment: datetime) -> None:
        """A call has not consumed the place that it took."""
        key = org_id, month_of(moment)
        block = self._blocks.setdefault(key, _Block(limit))
        if block.limit == limit:
            block.free += 1
            self._watch(key, block)
        else:
            self._start_return(key, 1)

    async def close(self) -> None:
        """Give back whatever is free."""
        for key, block in list(self._blocks.items()):
            if block.refill is not None:
                await asyncio.wait({block.refill})
            if block.timer is not None:
                block.timer.cancel()
                block.timer = None
            self._empty(key, block)
        await asyncio.gather(*self._returning)

    async def _block(self, key: Key, limit: int) -> _Block:
        block = self._blocks.setdefault(key, _Block(limit))
        if block.limit != limit:
            # Places of the former limit may be beyond this one.
            block.limit = limit
            self._empty(key, block)
            await asyncio.gather(*self._returning)
        return block

    def _refill(self, key: Key, block: _Block) -> asyncio.Task[bool]:
        if block.refill is None:
            block.refill = asyncio.ensure_future(self._reserve(key, block))
            block.refill.add_done_callback(_looked_at)
        return block.refill

    async def _reserve(self, key: Key, block: _Block) -> bool:
        """Fill a block up; whether there was no place for those who waited."""
        limit, ahead = block.limit, max(0, block.ahead - block.free)
        wanted = usage.Wanted(block.waiting, ahead)
        try:
            taken = await self._store.write(lambda rows: usage.reserve(rows, *key, limit, wanted))
        finally:
            block.refill = None
        if block.limit == limit:
            block.free += taken
            is_full = taken == wanted.needed + ahead
            block.ahead = min(MOST_AHEAD, 2 * block.ahead + 1) if is_full else 1
            self._watch(key, block)
        else:
            self._start_return(key, taken)
        return wanted.needed > 0 and not taken

    def _watch(self, key: Key, block: _Block) -> None:
        if block.timer is None:
            loop = asyncio.get_running_loop()
            block.timer = loop.call_later(IDLE_SECONDS, self._look, key, block)

    def _look(self, key: Key, block: _Block) -> None:
        """Keep a block that was used within the last second."""
        block.timer = None
        if block.was_used or block.waiting or block.refill is not None:
            block.was_used = False
            self._watch(key, block)
            return
        self._empty(key, block)
        if self._blocks.get(key) is block:
            del self._blocks[key]

    def _empty(self, key: Key, block: _Block) -> None:
        count, block.free, block.ahead = block.free, 0, 0
        if count:
            self._start_return(key, count)

    def _start_return(self, key: Key, count: int) -> None:
        task = asyncio.ensure_future(self._return(key, count))
        self._returning.add(task)
        task.add_done_callback(self._returning.discard)

    async def _return(self, key: Key, count: int) -> None:
        try:
            await self._store.write(lambda rows: usage.give_back(rows, *key, count), lane=Lane.LOG)
        except WeavzError as error:
            _log.warning("%s places of the quota could not be given back: %s", count, error.code)


def _looked_at(refill: asyncio.Task[Any]) -> None:
    """So that an error after every caller has gone is not reported as lost."""
    if not refill.cancelled():
        refill.exception()
