"""Reads that nobody waits for any more: the count of a filter that has a letter more by now."""

from __future__ import annotations

import asyncio
import threading

from weavz_tui.store.protocol import Row, Rows
from weavz_tui.store.rows import SqliteRows
from weavz_tui.store.sqlite import SqliteStore

READERS = 2
ENDLESS = """
with recursive n(i) as (select began() union all select i + 1 from n) select count(*) from n
"""


class EndlessRead:
    """A query without an end, which tells when it is under way."""

    def __init__(self, store: SqliteStore) -> None:
        self._began = threading.Event()
        self.task = asyncio.create_task(store.read(self._work))

    async def began(self) -> None:
        """Once SQLite is at it."""
        assert await asyncio.to_thread(self._began.wait, 60)

    def _work(self, rows: Rows) -> Row | None:
        assert isinstance(rows, SqliteRows)
        rows._connection.create_function("began", 0, self._tell)
        return rows.one(ENDLESS)

    def _tell(self) -> int:
        self._began.set()
        return 0


def one(rows: Rows) -> Row | None:
    """A read of no length."""
    return rows.one("select 1 as one")


async def test_a_query_ends_with_the_one_who_asked(store: SqliteStore) -> None:
    reads = [EndlessRead(store) for _ in range(READERS)]
    for each in reads:
        await each.began()
        each.task.cancel()

    async with asyncio.timeout(60):
        assert await store.read(one) == {"one": 1}


async def test_a_read_that_was_given_up_in_the_queue_never_begins(store: SqliteStore) -> None:
    reads = [EndlessRead(store) for _ in range(READERS)]
    for each in reads:
        await each.began()
    seen: list[str] = []
    waiting = asyncio.create_task(store.read(lambda _: seen.append("given up")))
    await asyncio.sleep(0)
    for task in (waiting, *(each.task for each in reads)):
        task.cancel()

    async with asyncio.timeout(60):
        await store.read(lambda _: seen.append("wanted"))
    assert seen == ["wanted"]


async def test_the_next_read_is_not_the_one_that_is_given_up(store: SqliteStore) -> None:
    for _ in range(200):
        task = asyncio.create_task(store.read(one))
        await asyncio.sleep(0)
        task.cancel()
        assert await store.read(one) == {"one": 1}
