"""Reader threads: each with a connection, each read in one snapshot."""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from weavz_tui.store.failures import explained
from weavz_tui.store.opening import connect_reader
from weavz_tui.store.protocol import Rows
from weavz_tui.store.rows import SqliteRows
from weavz_tui.store.worker import Item, settle

Result = TypeVar("Result")


class Readers:
    """`count` threads that run reads from one queue."""

    def __init__(self, path: Path, count: int = 2) -> None:
        self._path = path
        self._queue: queue.SimpleQueue[Item | None] = queue.SimpleQueue()
        self._own: sqlite3.Connection | None = None
        self._own_lock = threading.Lock()
        self._running: dict[Item, sqlite3.Connection] = {}
        self._running_lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._run, name=f"weavz-reader-{number}", daemon=True)
            for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, item: Item) -> None:
        """Queue a read."""
        self._queue.put(item)

    def give_up(self, item: Item) -> None:
        """Nobody waits for a read any more: its query ends where it is, or never begins."""
        with self._running_lock:
            if (connection := self._running.get(item)) is not None:
                connection.interrupt()

    def run(self, work: Callable[[Rows], Result]) -> Result:
        """Do a read in the calling thread, on a connection that is kept for this."""
        with self._own_lock:
            if self._own is None:
                self._own = connect_reader(self._path)
            self._own.execute("begin")
            try:
                return work(SqliteRows(self._own, self._path))
            except sqlite3.Error as error:
                raise explained(error, self._path) from error
            finally:
                if self._own.in_transaction:
                    self._own.execute("rollback")

    def stop(self) -> None:
        """Finish what is queued, then end the threads; blocks."""
        with self._own_lock:
            if self._own is not None:
                self._own.close()
                self._own = None
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        connection: sqlite3.Connection | None = None
        while (item := self._queue.get()) is not None:
            try:
                connection = connection or connect_reader(self._path)
                item.result = self._read(connection, item)
            except sqlite3.Error as error:
                item.error = explained(error, self._path)
            except Exception as error:
                item.error = error
            settle((item,))
        if connection is not None:
            connection.close()

    def _read(self, connection: sqlite3.Connection, item: Item) -> object:
        connection.execute("begin")
        try:
            return self._result(connection, item)
        finally:
            if connection.in_transaction:
                connection.execute("rollback")

    def _result(self, connection: sqlite3.Connection, item: Item) -> object:
        """What the work comes to; it can be given up for as long as this takes and no longer."""
        with self._running_lock:
            if item.future.cancelled():
                return None
            self._running[item] = connection
        try:
            result: object = item.work(SqliteRows(connection, self._path))
            return result
        finally:
            with self._running_lock:
                del self._running[item]
