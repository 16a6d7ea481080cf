"""The writer thread: what is queued is committed together, and told only after the commit."""

from __future__ import annotations

import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from weavz_tui.model.errors import StoreError
from weavz_tui.store.failures import explained
from weavz_tui.store.journal import Journal
from weavz_tui.store.protocol import Lane
from weavz_tui.store.rows import ChangeKey, SqliteRows
from weavz_tui.store.worker import Item, settle

BATCH = 200
SYNCHRONOUS = {Lane.DURABLE: "full", Lane.LOG: "normal"}

MOVE = """
insert into revision (workspace_id, kind, number) values (?, ?, ?)
on conflict (workspace_id, kind) do update set number = excluded.number
"""
LATEST = "select coalesce(max(number), 0) from revision"


class RolledBackError(Exception):
    """SQLite gave up the whole transaction, not only the statement."""


class Writer:
    """One thread, one connection. `announce` is called after each commit with what it changed.

    A batch is one transaction: each of several items has a savepoint of its own, so that one that
    fails leaves the others alone. A batch with a DURABLE item is synced before anybody is told; LOG
    batches are with the next sync.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        journal: Journal,
        announce: Callable[[Iterable[ChangeKey]], None],
    ) -> None:
        self._connection = connection
        self._path = path
        self._journal = journal
        self._announce = announce
        self._lane: Lane | None = None
        self._queue: queue.SimpleQueue[Item | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="weavz-writer", daemon=True)
        self._thread.start()

    def submit(self, item: Item) -> None:
        """Queue a write."""
        self._queue.put(item)

    def stop(self) -> None:
        """Commit what is queued, then end the thread; blocks."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        running = True
        while running:
            items, running = self._next_batch()
            if items:
                self._commit(items)
                settle(items)
        self._connection.close()

    def _next_batch(self) -> tuple[list[Item], bool]:
        """At least one item, and more that wait already; False when the end was among them."""
        items: list[Item] = []
        try:
            item = self._queue.get()
            while item is not None:
                items.append(item)
                if len(items) == BATCH:
                    return items, True
                item = self._queue.get_nowait()
        except queue.Empty:
            return items, True
        return items, False

    def _commit(self, items: list[Item]) -> None:
        number = 0
        try:
            self._use_lane(items)
            self._connection.execute("begin immediate")
            changes = self._apply(items)
            number = self._move_revisions(changes)
            self._journal.own.add(number)
            self._journal.started += 1
            self._connection.execute("commit")
        except (sqlite3.Error, RolledBackError) as error:
            self._journal.own.discard(number)
            self._fail(items, error)
        else:
            self._journal.finish(changes)
            if changes:
                self._announce(changes)

    def _use_lane(self, items: list[Item]) -> None:
        """SQLite refuses to change this within a transaction, so it is set before each batch."""
        lane = Lane.DURABLE if any(item.lane is Lane.DURABLE for item in items) else Lane.LOG
        if lane is not self._lane:
            self._connection.execute(f"pragma synchronous = {SYNCHRONOUS[lane]}")
            self._lane = lane

    def _apply(self, items: list[Item]) -> dict[ChangeKey, None]:
        if len(items) == 1:
            return self._apply_alone(items[0])
        changes: dict[ChangeKey, None] = {}
        for item in items:
            rows = SqliteRows(self._connection, self._path)
            self._connection.execute("savepoint item")
            try:
                item.result = item.work(rows)
            except Exception as error:
                item.error = error
                self._require_transaction(error)
                self._connection.execute("rollback to item")
            else:
                changes |= rows.changes
            self._connection.execute("release item")
        return changes

    def _apply_alone(self, item: Item) -> dict[ChangeKey, None]:
        """What has no others to leave alone needs no savepoint: its transaction is given up."""
        rows = SqliteRows(self._connection, self._path)
        try:
            item.result = item.work(rows)
        except Exception as error:
            item.error = error
            self._require_transaction(error)
            self._connection.execute("rollback")
            self._connection.execute("begin immediate")
            return {}
        return rows.changes

    def _require_transaction(self, error: Exception) -> None:
        if not self._connection.in_transaction:
            raise RolledBackError from error

    def _move_revisions(self, changes: dict[ChangeKey, None]) -> int:
        """Give what was changed a new number, larger than any before; 0: nothing was changed."""
        if not changes:
            return 0
        (latest,) = self._connection.execute(LATEST).fetchone()
        number: int = latest + 1
        self._connection.executemany(MOVE, [(*change, number) for change in changes])
        return number

    def _fail(self, items: list[Item], error: Exception) -> None:
        with contextlib.suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("rollback")
        for item in items:
            if item.error is None:
                item.error = self._cause(error)

    def _cause(self, error: BaseException | None) -> BaseException:
        """A new exception for every caller: a shared one would gather all their tracebacks."""
        while error is not None and not isinstance(error, sqlite3.Error):
            error = error.__cause__
        return explained(error, self._path) if error else StoreError("The change was given up")
