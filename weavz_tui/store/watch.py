"""Noticing commits: this process's at once, another's within a tenth of a second."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import sqlite3
import threading
import weakref
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from weavz_tui.store.journal import Journal, is_configuration
from weavz_tui.store.migrations import version_of
from weavz_tui.store.opening import connect_reader
from weavz_tui.store.rows import ChangeKey
from weavz_tui.store.writer import LATEST

if TYPE_CHECKING:
    from weavz_tui.model.status import Change

POLL_SECONDS = 0.1
MERGE_SECONDS = 0.1
POLLS_PER_CHECKPOINT = 10
ANYTHING: ChangeKey = ("", "*")
UPGRADED: ChangeKey = ("", "schema")

NEWER = "select workspace_id, kind, number from revision where number > ?"


class Subscriber:
    """One follower of changes, on one event loop; what it has not seen yet is merged."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()
        self._lock = threading.Lock()
        self._pending: dict[ChangeKey, None] = {}

    def tell(self, changes: Iterable[ChangeKey]) -> None:
        """Add changes, from any thread; the loop is woken once a burst."""
        with self._lock:
            is_first = not self._pending
            self._pending.update(dict.fromkeys(changes))
        if is_first:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._woken.set)

    async def follow(self) -> AsyncIterator[Change]:
        """Each change, at most one round of them every `MERGE_SECONDS`."""
        while True:
            await self._woken.wait()
            from weavz_tui.model.status import Change  # noqa: PLC0415 - no start needs it

            self._woken.clear()
            with self._lock:
                pending, self._pending = self._pending, {}
            for workspace_id, kind in pending:
                yield Change(kind=kind, workspace_id=workspace_id or None)
            await asyncio.sleep(MERGE_SECONDS)


class Watcher:
    """Counts commits and tells followers what they changed.

    A thread polls `PRAGMA data_version`, which moves with every commit of another connection, this
    process's writer included; the revision table tells what another process changed.

    Its thread also brings the log of writes into the file now and then: it takes a sync, which the
    writer, and whoever waits for it, need not sit through.
    """

    def __init__(self, path: Path, journal: Journal) -> None:
        self._journal = journal
        self._foreign = 0
        self._foreign_configured = 0
        self._subscribers: weakref.WeakSet[Subscriber] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._connection = connect_reader(path)
        try:
            self._schema = version_of(self._connection)
            self._seen_version = self._data_version()
            self._seen_number: int = self._connection.execute(LATEST).fetchone()[0]
        except sqlite3.Error:
            self._connection.close()
            raise
        self._seen_finished = journal.finished
        self._is_unexplained = False
        self.is_upgraded = False
        self._thread = threading.Thread(target=self._run, name="weavz-watcher", daemon=True)
        self._thread.start()

    @property
    def version(self) -> int:
        """Differs after any commit."""
        return self._journal.finished + self._foreign

    @property
    def configuration(self) -> int:
        """Differs after any commit that changed more than what calls leave behind."""
        return self._journal.configured + self._foreign_configured

    def subscribe(self) -> Subscriber:
        """A follower, from now on; it is forgotten when nobody holds it."""
        subscriber = Subscriber()
        with self._lock:
            self._subscribers.add(subscriber)
        return subscriber

    def announce(self, changes: Iterable[ChangeKey]) -> None:
        """Tell every follower; from any thread."""
        with self._lock:
            subscribers = list(self._subscribers)
        for subscriber in subscribers:
            subscriber.tell(changes)

    def stop(self) -> None:
        """End the thread; blocks for as long as a poll takes."""
        self._stopped.set()
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        checkpointed = self._journal.finished
        for poll in itertools.count(1):
            if self._stopped.wait(POLL_SECONDS):
                return
            # A busy or failing disk is told by whoever reads or writes; the next poll looks again.
            with contextlib.suppress(sqlite3.Error):
                self._poll()
                if poll % POLLS_PER_CHECKPOINT == 0 and checkpointed != self._journal.finished:
                    checkpointed = self._journal.finished
                    self._connection.execute("pragma wal_checkpoint(passive)").fetchall()

    def _poll(self) -> None:
        finished = self._journal.finished
        version = self._data_version()
        if version == self._seen_version and not self._is_unexplained:
            self._seen_finished = finished
            return
        self._seen_version = version
        changes = self._foreign_changes()
        if changes:
            self._is_unexplained = False
        # A commit of our own can be behind the move when one started since, or had not finished by,
        # the previous look. Otherwise it was somebody who keeps no revisions, sqlite3's shell, say,
        # or a write that begins anew in the log, which moves it before its commit: the next look
        # tells.
        elif self._journal.started == self._seen_finished:
            if self._is_unexplained:
                changes = {ANYTHING: None}
            self._is_unexplained = not self._is_unexplained
        self._seen_finished = finished
        self._foreign += 1
        if is_configuration(changes):
            self._foreign_configured += 1
        if version_of(self._connection) > self._schema:
            self.is_upgraded = True
            changes[UPGRADED] = None
        if changes:
            self.announce(changes)

    def _data_version(self) -> int:
        version: int = self._connection.execute("pragma data_version").fetchone()[0]
        return version

    def _foreign_changes(self) -> dict[ChangeKey, None]:
        moved = self._connection.execute(NEWER, (self._seen_number,)).fetchall()
        if not moved:
            return {}
        own = self._journal.own
        self._seen_number = max(number for _, _, number in moved)
        changes: dict[ChangeKey, None] = {
            (workspace_id, kind): None for workspace_id, kind, number in moved if number not in own
        }
        own -= {number for number in list(own) if number <= self._seen_number}
        return changes
