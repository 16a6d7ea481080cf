"""The driver: group commit, lanes, event loops, closing, failures."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path

import pytest

from tests.store import made
from weavz_tui.model.errors import NotFound, StoreError, ValidationError
from weavz_tui.store import end_users, settings, workspaces
from weavz_tui.store.protocol import Lane, Rows
from weavz_tui.store.sqlite import SqliteStore


def put(name: str, rows: Rows) -> None:
    settings.put(rows, made.ORG, name, name)


async def names(store: SqliteStore) -> set[str]:
    found = await store.read(lambda rows: rows.all("select name from setting"))
    return {row["name"] for row in found}


async def test_a_failing_item_leaves_the_others_of_its_batch_alone(store: SqliteStore) -> None:
    def work(number: int, rows: Rows) -> int:
        put(str(number), rows)
        if number % 3 == 0:
            raise ValidationError(f"{number} is not wanted")
        return number

    outcomes = await asyncio.gather(
        *(store.write(lambda rows, n=n: work(n, rows)) for n in range(30)),  # type: ignore[misc]
        return_exceptions=True,
    )

    kept = {n for n in range(30) if n % 3}
    assert {n for n in outcomes if isinstance(n, int)} == kept
    assert [type(n) for n in outcomes].count(ValidationError) == 10
    assert await names(store) == {str(n) for n in kept}


async def test_what_failed_within_an_item_is_undone_as_a_whole(store: SqliteStore) -> None:
    def work(rows: Rows) -> None:
        workspaces.insert(rows, made.workspace("new"))
        workspaces.insert(rows, made.workspace("other", slug="w"))

    with pytest.raises(Exception, match="slug"):
        await store.write(work)

    assert await store.read(lambda rows: workspaces.get(rows, made.ORG, "new")) is None


async def test_a_full_disk_fails_everything_that_was_not_committed(store: SqliteStore) -> None:
    limit = await store.write(lambda rows: rows.one("pragma max_page_count = 60"))
    assert limit is not None

    def fill(number: int, rows: Rows) -> None:
        settings.put(rows, made.ORG, str(number), "x" * 400_000)

    outcomes = await asyncio.gather(
        *(store.write(lambda rows, n=n: fill(n, rows)) for n in range(5)),  # type: ignore[misc]
        return_exceptions=True,
    )

    assert {type(outcome) for outcome in outcomes} == {StoreError}
    errors = [outcome for outcome in outcomes if isinstance(outcome, StoreError)]
    assert "full" in errors[0].message
    assert str(store.path) in errors[0].hint
    await store.write(lambda rows: put("afterwards", rows))
    assert await names(store) == {"afterwards"}


async def test_a_commit_that_fails_fails_its_whole_batch(store: SqliteStore) -> None:
    def orphan(rows: Rows) -> None:
        rows.run("pragma defer_foreign_keys = on")
        workspaces.insert(rows, made.workspace("parent"))
        end_users.insert(rows, made.end_user(workspace_id="parent"))
        rows.run("delete from workspace where id = 'parent'")

    tasks = await held(store, lambda rows: put("good", rows), orphan)
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [NotFound, NotFound]
    assert await names(store) == set()
    before = store.version()
    await store.write(lambda rows: put("afterwards", rows))
    assert store.version() != before


async def held(
    store: SqliteStore, *works: Callable[[Rows], object], lanes: Sequence[Lane] = ()
) -> list[asyncio.Task[object]]:
    """Writes that come together in one batch: the writer is held up until all are queued."""
    loop, entered = asyncio.get_running_loop(), asyncio.Event()
    gate = threading.Event()

    def hold(rows: Rows) -> None:
        loop.call_soon_threadsafe(entered.set)
        gate.wait()

    holding = asyncio.create_task(store.write(hold, lane=Lane.LOG))
    await entered.wait()
    tasks = [
        asyncio.create_task(store.write(work, lane=lane))
        for work, lane in zip_longest(works, lanes, fillvalue=Lane.LOG)
        if callable(work)
    ]
    await asyncio.sleep(0)
    gate.set()
    await holding
    return tasks


def synchronous(rows: Rows) -> int:
    row = rows.one("pragma synchronous")
    assert row is not None
    return int(row["synchronous"])


async def test_the_lane_decides_how_a_commit_is_synced(store: SqliteStore) -> None:
    log, durable, again = [
        await store.write(synchronous, lane=lane) for lane in (Lane.LOG, Lane.DURABLE, Lane.LOG)
    ]

    assert (log, durable, again) == (1, 2, 1)


async def test_one_durable_item_makes_its_whole_batch_durable(store: SqliteStore) -> None:
    lanes = (Lane.LOG, Lane.DURABLE, Lane.LOG)
    batch = await held(store, *[synchronous] * 3, lanes=lanes)

    assert await asyncio.gather(*batch) == [2, 2, 2]


async def test_a_cancelled_caller_does_not_disturb_the_writer(store: SqliteStore) -> None:
    task = asyncio.create_task(store.write(lambda rows: put("given up", rows)))
    await asyncio.sleep(0)
    task.cancel()

    await store.write(lambda rows: put("kept", rows))

    assert await names(store) == {"given up", "kept"}


async def test_a_reader_refuses_to_write(store: SqliteStore) -> None:
    with pytest.raises(StoreError, match="not written"):
        await store.read(lambda rows: put("no", rows))


def test_a_store_serves_one_event_loop_after_another(path: Path) -> None:
    store = SqliteStore(path)
    for number in range(3):
        asyncio.run(store.write(lambda rows, n=number: put(str(n), rows)))  # type: ignore[misc]

    assert asyncio.run(names(store)) == {"0", "1", "2"}
    asyncio.run(store.close())


async def test_closing_commits_what_is_queued(path: Path) -> None:
    store = SqliteStore(path)
    tasks = [
        asyncio.create_task(store.write(lambda rows, n=n: put(str(n), rows)))  # type: ignore[misc]
        for n in range(500)
    ]
    await asyncio.sleep(0)

    await store.close()
    await asyncio.gather(*tasks)

    again = SqliteStore(path)
    assert len(await names(again)) == 500
    await again.close()


async def test_a_closed_store_says_so(path: Path) -> None:
    store = SqliteStore(path)
    await store.close()
    await store.close()

    with pytest.raises(StoreError, match="closed"):
        await store.read(lambda rows: rows.all("select 1"))


async def test_a_read_that_the_end_overtakes_says_so(path: Path) -> None:
    store = SqliteStore(path)
    held = asyncio.get_running_loop().create_future()
    waits = [None, held]
    store.ahead(lambda: waits.pop() if waits else None)
    reading = asyncio.create_task(store.read(lambda rows: rows.all("select 1")))
    await asyncio.sleep(0)
    await store.close()
    held.set_result(None)

    async with asyncio.timeout(5):
        with pytest.raises(StoreError, match="closed"):
            await reading


async def test_the_file_is_for_its_owner_alone(store: SqliteStore) -> None:
    modes = {entry.name: entry.stat().st_mode & 0o777 for entry in store.path.parent.iterdir()}

    assert set(modes.values()) == {0o600}


OPEN_AS_NOBODY = """
import os, sys
from weavz_tui.model.errors import StoreError
from weavz_tui.store.sqlite import SqliteStore
if os.geteuid() == 0:
    os.setuid(65534)
try:
    SqliteStore(sys.argv[1])
except StoreError as error:
    print(error.message, "|", error.hint)
"""

USE = """
import asyncio, sys
from weavz_tui.store.sqlite import SqliteStore
store = SqliteStore(sys.argv[1])
asyncio.run(store.read(lambda rows: rows.all("select 1")))
asyncio.run(store.close())
print([name for name in ("sqlite_utils", "textual", "httpx", "keyring") if name in sys.modules])
"""


def run(code: str, path: Path) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_a_file_without_write_access_says_what_to_do(path: Path) -> None:
    asyncio.run(SqliteStore(path).close())
    for folder in list(path.parents)[:3]:
        folder.chmod(0o755)
    path.chmod(0o444)
    path.parent.chmod(0o555)

    told = run(OPEN_AS_NOBODY, path)
    path.parent.chmod(0o700)

    assert "database" in told
    assert str(path) in told.partition("|")[2]


def test_opening_and_using_a_home_does_not_import_what_comes_later(path: Path) -> None:
    asyncio.run(SqliteStore(path).close())

    assert run(USE, path) == "[]"


async def test_sqlite_utils_sees_the_tables(store: SqliteStore) -> None:
    tables = store.tables()

    assert [row["slug"] for row in tables["workspace"].rows] == ["w"]
    tables.close()
