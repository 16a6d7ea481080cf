"""Writing down what calls leave behind; calls that end together share one transaction."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from weavz_tui.model.errors import WeavzError
from weavz_tui.store import connections, executions, usage
from weavz_tui.store.lines import Line
from weavz_tui.store.protocol import Lane, Rows, Store
from weavz_tui.store.usage import Tally

TOUCHES = 10_000

Used = Mapping[tuple[str, str], datetime]


@dataclass(slots=True)
class Entry:
    """What one call leaves: its record, its usage, the connection that something was sent with,
    and what its idempotency key asks for."""

    line: Line
    moment: datetime
    counted: bool
    reserved: bool
    success: bool
    connection_id: str | None = None
    settle: Callable[[Rows], None] | None = None

    @property
    def tally(self) -> Tally:
        """Where its usage is counted."""
        line = self.line
        return Tally(
            org_id=line.org_id,
            month=line.created_at[:7],
            day=line.created_at[:10],
            source=line.source,
            action=line.action,
            counted=self.counted,
            reserved=self.reserved,
            success=self.success,
        )


Waiting = tuple[Entry, "asyncio.Future[None]"]


class Ledger:
    """One write is under way at a time; what comes meanwhile goes into the next one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[Waiting] = []
        self._spoilt: list[Waiting] = []
        self._is_writing = False
        self._idle: asyncio.Future[None] | None = None
        self._touched: dict[tuple[str, str], datetime] = {}

    async def keep(self, entry: Entry) -> None:
        """Write an entry; returns after its commit. Not taken back when the caller is cancelled.

        An entry with an idempotency key is synced to disk before this returns.
        """
        if entry.settle is not None:
            used = self._due((entry,))
            await self._store.write(lambda rows: write((entry,), used, rows), lane=Lane.DURABLE)
            return
        # It belongs to this caller alone, so that who is cancelled takes nothing else along.
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((entry, done))
        if not self._is_writing:
            self._write_next()
        await done

    async def close(self) -> None:
        """Wait for what is being written."""
        if self._is_writing:
            self._idle = self._idle or asyncio.get_running_loop().create_future()
            await asyncio.shield(self._idle)

    def _write_next(self) -> None:
        while batch := self._next():
            self._is_writing = True
            try:
                self._submit(batch)
            except WeavzError as error:
                _settle(batch, error)
            else:
                return
        self._is_writing = False
        if self._idle is not None:
            _settle_one(self._idle, None)

    def _next(self) -> list[Waiting]:
        """Everything that waits; what was in a batch that failed, one by one."""
        if self._spoilt:
            return [self._spoilt.pop(0)]
        batch, self._waiting = self._waiting, []
        return batch

    def _submit(self, batch: list[Waiting]) -> None:
        entries = [entry for entry, _ in batch]
        used = self._due(entries)

        def told(error: BaseException | None) -> None:
            if error is None:
                self._remember(used)
                _settle(batch, None)
            elif len(batch) > 1:
                self._spoilt = batch
            else:
                _settle(batch, error)
            self._write_next()

        self._store.submit(lambda rows: write(entries, used, rows), told)

    def _due(self, entries: Sequence[Entry]) -> Used:
        """The connections whose last use has to be written: most were used a moment before."""
        used: dict[tuple[str, str], datetime] = {}
        for entry in entries:
            if entry.connection_id is None:
                continue
            key = (entry.line.org_id, entry.connection_id)
            touched = self._touched.get(key)
            if touched is None or entry.moment - touched > connections.USE_EXACTNESS:
                used[key] = entry.moment
        return used

    def _remember(self, used: Used) -> None:
        if used and len(self._touched) > TOUCHES:
            self._touched.clear()
        self._touched.update(used)


def write(entries: Sequence[Entry], used: Used, rows: Rows) -> None:
    """Records, usage, keys of some calls and when connections were used, in a transaction."""
    executions.insert_lines(rows, [entry.line for entry in entries])
    for (org_id, connection_id), moment in used.items():
        connections.touch(rows, org_id, connection_id, moment)
    for tally, runs in Counter(entry.tally for entry in entries).items():
        usage.settle(rows, tally, runs)
    for entry in entries:
        if entry.settle is not None:
            entry.settle(rows)


def _settle(batch: Sequence[Waiting], error: BaseException | None) -> None:
    for _, done in batch:
        _settle_one(done, error)


def _settle_one(done: asyncio.Future[None], error: BaseException | None) -> None:
    if done.done():
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)
