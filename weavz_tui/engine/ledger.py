"""Writing down what calls leave behind; calls that end together share one transaction."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from weavz_tui.engine.limits import day_of, month_of
from weavz_tui.engine.principal import FREE_OF_QUOTA, Principal
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.execution import ExecutionRecord
from weavz_tui.store import connections, executions, usage
from weavz_tui.store.protocol import Lane, Rows, Store
from weavz_tui.store.usage import Tally


@dataclass(slots=True)
class Entry:
    """What one call leaves: its record, its usage, and what its idempotency key asks for."""

    principal: Principal
    record: ExecutionRecord
    reserved: bool
    success: bool
    settle: Callable[[Rows], None] | None = None

    @property
    def used(self) -> tuple[str, str] | None:
        """Organisation and id of the connection that something was sent with."""
        resolution = self.record.resolution
        if resolution is None or resolution.connection is None or not self.record.requests:
            return None
        return self.principal.org_id, resolution.connection.id

    @property
    def tally(self) -> Tally:
        """Where its usage is counted."""
        record, source = self.record, self.principal.source
        return Tally(
            org_id=self.principal.org_id,
            month=month_of(record.created_at),
            day=day_of(record.created_at),
            source=source,
            action=f"{record.integration_alias or record.integration_name}.{record.action_name}",
            counted=source not in FREE_OF_QUOTA,
            reserved=self.reserved,
            success=self.success,
        )


class Ledger:
    """One write is under way at a time; what comes meanwhile goes into the next one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[Entry, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def keep(self, entry: Entry) -> None:
        """Write an entry; returns after its commit. Not taken back when the caller is cancelled.

        An entry with an idempotency key is synced to disk before this returns.
        """
        if entry.settle is not None:
            await self._store.write(lambda rows: write([entry], rows), lane=Lane.DURABLE)
            return
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((entry, done))
        if self._writer is None:
            self._writer = asyncio.create_task(self._drain())
        await asyncio.shield(done)

    async def close(self) -> None:
        """Wait for what is being written."""
        if self._writer is not None:
            await asyncio.shield(self._writer)

    async def _drain(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._write(batch)
        finally:
            self._writer = None

    async def _write(self, batch: Sequence[tuple[Entry, asyncio.Future[None]]]) -> None:
        entries = [entry for entry, _ in batch]
        try:
            await self._store.write(lambda rows: write(entries, rows), lane=Lane.LOG)
        except WeavzError as error:
            if len(batch) > 1:
                # One of them spoils it: let every other one stand by itself.
                for each in batch:
                    await self._write([each])
            else:
                _settle(batch[0][1], error)
        else:
            for _, done in batch:
                _settle(done, None)


def write(entries: Sequence[Entry], rows: Rows) -> None:
    """Records, usage, keys of some calls and when connections were used, in a transaction."""
    for entry in entries:
        executions.insert(rows, entry.principal.org_id, entry.record)
    used = {used: entry.record.created_at for entry in entries if (used := entry.used)}
    for (org_id, connection_id), moment in used.items():
        connections.touch(rows, org_id, connection_id, moment)
    for tally, runs in Counter(entry.tally for entry in entries).items():
        usage.settle(rows, tally, runs)
    for entry in entries:
        if entry.settle is not None:
            entry.settle(rows)


def _settle(done: asyncio.Future[None], error: WeavzError | None) -> None:
    if done.done():
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)
