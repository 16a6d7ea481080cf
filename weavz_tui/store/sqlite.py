"""The store in one SQLite file."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from weavz_tui.model.errors import StoreError
from weavz_tui.store.backlog import Backlog, adopt
from weavz_tui.store.failures import explained
from weavz_tui.store.journal import Journal
from weavz_tui.store.migrations import migrate
from weavz_tui.store.opening import connect, connect_writer, create_private
from weavz_tui.store.protocol import Lane, Rows
from weavz_tui.store.reader import Readers
from weavz_tui.store.rows import SqliteRows
from weavz_tui.store.watch import Watcher
from weavz_tui.store.worker import Item, closed
from weavz_tui.store.writer import Writer

if TYPE_CHECKING:
    from sqlite_utils import Database

    from weavz_tui.model.status import Change

Result = TypeVar("Result")


class SqliteStore:
    """Records in the SQLite file at `path`, made or upgraded as needed; usable from any event loop.

    Opening blocks (milliseconds; longer when an older file is copied and upgraded) and raises
    StoreError with a hint: damaged file, newer version, no access, full disk.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._is_closed = False
        create_private(self.path)
        connection = connect_writer(self.path)
        try:
            migrate(connection, self.path)
            adopt(self.path, lambda text: _take_over(connection, self.path, text))
            journal = Journal()
            self._watcher = Watcher(self.path, journal)
        except sqlite3.Error as error:
            connection.close()
            raise explained(error, self.path) from error
        except BaseException:
            connection.close()
            raise
        self._writer = Writer(connection, self.path, journal, self._watcher.announce)
        self._readers = Readers(self.path)
        self._ahead: list[Callable[[], asyncio.Future[None] | None]] = []
        self.backlog = Backlog(self.path)

    async def read(self, work: Callable[[Rows], Result]) -> Result:
        """Run a read-only piece of work in one snapshot, on a reader thread."""
        self._check()
        await self._caught_up()
        # The end may have come while this waited, and the readers with it.
        self._check()
        item = Item(work)
        self._readers.submit(item)
        try:
            return cast(Result, await item.future)
        except asyncio.CancelledError:
            self._readers.give_up(item)
            raise

    def peek(self, work: Callable[[Rows], Result]) -> Result:
        """Run a small read in one snapshot, in the caller's thread."""
        self._check()
        return self._readers.run(work)

    async def write(self, work: Callable[[Rows], Result], *, lane: Lane = Lane.DURABLE) -> Result:
        """Run a piece of work on the writer thread; returns, or raises, after the commit.

        A caller that is cancelled meanwhile does not take the write back.
        """
        self._check()
        for flush in self._ahead:
            flush()
        item = Item(work, lane)
        self._writer.submit(item)
        return cast(Result, await item.future)

    def submit(
        self, work: Callable[[Rows], object], told: Callable[[BaseException | None], None]
    ) -> None:
        """Have a piece of work for the log done; `told` is called on this event loop after its
        commit, with what went wrong if anything did."""
        self._check()
        self._writer.submit(Item(work, Lane.LOG, told))

    def ahead(self, flush: Callable[[], asyncio.Future[None] | None]) -> None:
        """`flush` is called ahead of whatever is read or written here, and of the end: it submits
        what its owner holds back, and a read waits for the future that it returns."""
        self._ahead.append(flush)

    def version(self) -> int:
        """Differs after any commit: this process's at once, another's within 0.1 s."""
        return self._watcher.version

    def configuration(self) -> int:
        """As `version`, but blind for what calls leave behind (executions, usage, state)."""
        return self._watcher.configuration

    def changes(self) -> AsyncIterator[Change]:
        """What is committed from now on, here or by another process; bursts are merged."""
        return self._watcher.subscribe().follow()

    def tables(self) -> Database:
        """A connection of its own as sqlite-utils sees it: introspection, import and export."""
        from sqlite_utils import Database  # noqa: PLC0415 - 70 ms that a first paint has no use for

        return Database(connect(self.path), execute_plugins=False)

    async def close(self) -> None:
        """Commit what is queued and close every connection; a second time it does nothing."""
        if self._is_closed:
            return
        await self._caught_up()
        self._is_closed = True
        await asyncio.to_thread(self._stop)
        self.backlog.close()

    async def _caught_up(self) -> None:
        for flush in self._ahead:
            if (written := flush()) is not None:
                # It is not this caller's alone.
                await asyncio.shield(written)

    def _stop(self) -> None:
        self._readers.stop()
        self._writer.stop()
        self._watcher.stop()

    def _check(self) -> None:
        if self._is_closed:
            raise closed()
        if self._watcher.is_upgraded:
            raise StoreError(
                "The database was upgraded by a newer version of weavz-tui meanwhile",
                hint="Quit, and start the newer version.",
            )


def _take_over(connection: sqlite3.Connection, path: Path, text: str) -> None:
    """Write what a process left that was killed. It moves no revision: whoever watches sees that
    something has changed and looks at everything."""
    from weavz_tui.store.entries import entries_of, write_missing  # noqa: PLC0415 - seldom needed

    entries = entries_of(text)
    connection.execute("begin immediate")
    try:
        write_missing(SqliteRows(connection, path), entries)
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
