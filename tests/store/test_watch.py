"""Noticing what other processes commit, and nothing that they have not committed yet."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from weavz_tui.store.journal import Journal
from weavz_tui.store.sqlite import SqliteStore
from weavz_tui.store.watch import Subscriber, Watcher
from weavz_tui.store.writer import MOVE

LONG = "x" * 4000


async def test_a_write_that_has_only_begun_is_no_change(path: Path) -> None:
    """One that begins anew in an empty log of writes moves `data_version` before its commit."""
    await SqliteStore(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(MOVE, ("w", "kv", 1))
        other.execute("create table filler (text)")
        watcher = Watcher(path, Journal())
        watcher._stopped.set()
        watcher._thread.join()
        watcher._poll()
        heard = Subscriber()
        watcher._subscribers.add(heard)
        other.execute("pragma wal_checkpoint(full)").fetchall()
        before = watcher._data_version()

        other.execute("pragma cache_size = 1")
        other.execute("begin immediate")
        for _ in range(50):
            other.execute("insert into filler values (?)", (LONG,))
        assert watcher._data_version() != before
        watcher._poll()
        assert heard._pending == {}
        other.execute(MOVE, ("w", "execution", 2))
        other.execute("commit")
        watcher._poll()
        assert heard._pending == {("w", "execution"): None}
        watcher.stop()
