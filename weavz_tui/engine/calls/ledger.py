"""Writing down what calls leave behind; what comes within a moment shares one transaction."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from weavz_tui.model.errors import StoreError
from weavz_tui.store import connections
from weavz_tui.store.entries import Entry, Used, used_by, write, write_missing
from weavz_tui.store.protocol import Lane, Store

MOMENT_SECONDS = 0.05
RETRY_SECONDS = 1.0
MOST_WAITING = 1000
TOUCHES = 10_000

_log = logging.getLogger(__name__)


class Ledger:
    """Keeps entries: at once in the store's backlog, which a killed process leaves to the next one,
    and within `MOMENT_SECONDS` in the tables. Belongs to one event loop.

    Nobody here sees the difference: whatever is read after a call is read after its entry is in the
    tables (see `Store.ahead`). One batch is on its way at a time; what comes meanwhile is the next.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._backlog = store.backlog
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: list[Entry] = []
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Future[None] | None = None
        self._next: asyncio.Future[None] | None = None
        self._is_stuck = False
        self._touched: dict[tuple[str, str], datetime] = {}
        store.ahead(self.flush)

    async def keep(self, entry: Entry) -> None:
        """Keep an entry; from when this returns, no kill can lose it.

        One with an idempotency key is synced to disk by then. Raises the WeavzError that kept it
        from being written.
        """
        if entry.settle is not None or not self._hold(entry):
            lane = Lane.LOG if entry.settle is None else Lane.DURABLE
            used = self._due([entry])
            await self._store.write(lambda rows: write(rows, [entry], used), lane=lane)
            self._touched.update(used)
        elif len(self._waiting) >= MOST_WAITING and (written := self.flush()) is not None:
            await asyncio.shield(written)

    def flush(self) -> asyncio.Future[None] | None:
        """Have everything written that has been kept. Done when it is; None: nothing to wait for,
        or the database takes nothing now."""
        if self._is_stuck or self._loop is not asyncio.get_running_loop():
            return None
        if self._writing is None:
            self._hand_in()
            return self._writing
        if not self._waiting:
            return self._writing
        self._next = self._next or self._loop.create_future()
        return self._next

    def _hold(self, entry: Entry) -> bool:
        """Take an entry into the backlog; whether that was possible."""
        if self._is_stuck:
            return False
        try:
            self._backlog.add(entry.text())
        except StoreError as failure:
            _log.warning("the backlog of calls takes nothing: %s", failure.message)
            return False
        self._waiting.append(entry)
        if self._timer is None and self._writing is None:
            self._wait()
        return True

    def _wait(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._timer = self._loop.call_later(MOMENT_SECONDS, self._hand_in)

    def _hand_in(self) -> None:
        """Send everything that waits on its way to the tables."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiting:
            self._writing = self._next or asyncio.get_running_loop().create_future()
            self._next = None
            batch, self._waiting = self._waiting, []
            self._backlog.turn()
            self._submit(batch)

    def _submit(self, batch: list[Entry]) -> None:
        used = self._due(batch)
        # What was tried before may be there after all.
        work = write_missing if self._is_stuck else partial(write, used=used)

        def told(error: BaseException | None) -> None:
            if error is None:
                self._touched.update(used)
                self._written()
            elif isinstance(error, StoreError):
                self._get_stuck(len(batch), error)
                asyncio.get_running_loop().call_later(RETRY_SECONDS, self._submit, batch)
            else:
                self._submit_apart(batch)

        try:
            self._store.submit(lambda rows: work(rows, batch), told)
        except StoreError as error:
            # Closed, or upgraded by another process: whoever opens it next finds the backlog.
            self._get_stuck(len(batch), error)

    def _submit_apart(self, batch: list[Entry]) -> None:
        """One of them spoils it: let every other one stand by itself."""
        left = len(batch)

        def told(error: BaseException | None) -> None:
            nonlocal left
            left -= 1
            if error is not None:
                _log.error("an execution could not be recorded: %s", type(error).__name__)
            if not left:
                self._written()

        for entry in batch:
            self._store.submit(partial(write_missing, entries=[entry]), told)

    def _written(self) -> None:
        """A batch is in the tables."""
        self._is_stuck = False
        self._backlog.forget()
        done, self._writing = self._writing, None
        _settle(done)
        if self._next is not None:
            self._hand_in()
        elif self._waiting:
            self._wait()

    def _get_stuck(self, count: int, error: StoreError) -> None:
        """Nobody waits for a database that takes nothing; later calls are told so themselves."""
        self._is_stuck = True
        _log.error("%s executions are in the backlog only: %s", count, error.message)
        _settle(self._writing)
        _settle(self._next)
        self._next = None

    def _due(self, entries: Sequence[Entry]) -> Used:
        """The connections whose last use has to be written: most were used a moment before."""
        if len(self._touched) > TOUCHES:
            self._touched.clear()
        return {
            key: moment
            for key, moment in used_by(entries).items()
            if (touched := self._touched.get(key)) is None
            or moment - touched > connections.USE_EXACTNESS
        }


def _settle(done: asyncio.Future[None] | None) -> None:
    if done is not None and not done.done():
        done.set_result(None)
