"""Several processes on one file, and processes that are killed."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from tests.store import made
from weavz_tui.model.status import Change
from weavz_tui.store import executions, settings, workspaces
from weavz_tui.store.protocol import Rows
from weavz_tui.store.sqlite import SqliteStore

COUNT_UP = """
import asyncio, sys
from weavz_tui.store import settings
from weavz_tui.store.sqlite import SqliteStore

def count_up(rows):
    settings.put(rows, "org", "count", settings.get(rows, "org", "count", 0) + 1)

async def main():
    store = SqliteStore(sys.argv[1])
    for _ in range(150):
        await store.write(count_up)
    await store.close()

asyncio.run(main())
"""

WRITE_PAIRS = """
import asyncio, sys
from weavz_tui.store import settings
from weavz_tui.store.sqlite import SqliteStore

def pair(number, rows):
    settings.put(rows, "left", str(number), number)
    settings.put(rows, "right", str(number), number)

async def one(store, number):
    await store.write(lambda rows: pair(number, rows))
    print(number, flush=True)

async def main():
    store = SqliteStore(sys.argv[1])
    first = int(sys.argv[2])
    for start in range(first, first + 100_000, 8):
        await asyncio.gather(*(one(store, start + n) for n in range(8)))

asyncio.run(main())
"""

RENAME = """
import asyncio, sys
from weavz_tui.store import executions, workspaces
from weavz_tui.store.sqlite import SqliteStore
from tests.store import made

async def main():
    store = SqliteStore(sys.argv[1])
    if sys.argv[2] == "workspace":
        changes = {"name": "New name"}
        await store.write(lambda rows: workspaces.change(rows, made.ORG, "w", changes))
    else:
        await store.write(lambda rows: executions.insert(rows, made.ORG, made.execution()))
    await store.close()

asyncio.run(main())
"""


def start(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True
    )


async def run(code: str, *arguments: str) -> None:
    process = start(code, *arguments)
    assert await asyncio.to_thread(process.wait) == 0
    assert process.stdout is not None
    process.stdout.close()


async def next_change(changes: AsyncIterator[Change]) -> Change:
    return await asyncio.wait_for(anext(changes), 30)


async def test_two_processes_count_without_losing_one(store: SqliteStore) -> None:
    await asyncio.gather(*(run(COUNT_UP, str(store.path)) for _ in range(2)))

    counted = await store.read(lambda rows: settings.get(rows, made.ORG, "count"))
    assert counted == 300


async def test_another_process_moves_the_version_and_is_told(store: SqliteStore) -> None:
    before, configuration = store.version(), store.configuration()
    changes = store.changes()

    await run(RENAME, str(store.path), "workspace")

    assert await next_change(changes) == Change(kind="workspace", workspace_id="w")
    assert store.version() != before
    assert store.configuration() != configuration


async def test_an_execution_elsewhere_is_told_but_is_no_configuration(store: SqliteStore) -> None:
    before, configuration = store.version(), store.configuration()
    changes = store.changes()

    await run(RENAME, str(store.path), "execution")

    assert await next_change(changes) == Change(kind="execution", workspace_id="w")
    assert store.version() != before
    assert store.configuration() == configuration


async def test_changes_by_another_program_are_told_as_anything(store: SqliteStore) -> None:
    told = asyncio.create_task(next_change(store.changes()))
    configuration = store.configuration()

    # The first may fall together with the commit that made the home, and be taken for it.
    while not told.done():
        edit_by_hand(store.path)
        await asyncio.wait({told}, timeout=0.3)

    assert await told == Change(kind="*")
    assert store.configuration() != configuration


def edit_by_hand(path: Path) -> None:
    raw = sqlite3.connect(path)
    raw.execute("update workspace set name = name || '!'")
    raw.commit()
    raw.close()


async def test_own_changes_are_told_at_the_commit_and_merged(store: SqliteStore) -> None:
    before = store.version()
    changes = store.changes()

    await asyncio.gather(
        *(
            store.write(lambda rows, n=n: insert(rows, n))  # type: ignore[misc]
            for n in range(50)
        )
    )

    assert store.version() != before
    assert await next_change(changes) == Change(kind="execution", workspace_id="w")
    await store.write(lambda rows: workspaces.change(rows, made.ORG, "w", {"name": "New"}))
    told = [await next_change(changes)]
    while told[-1].kind == "execution":
        told.append(await next_change(changes))
    assert told[-1] == Change(kind="workspace", workspace_id="w")
    assert len(told) <= 2


def insert(rows: Rows, number: int) -> None:
    executions.insert(rows, made.ORG, made.execution(str(number)))


async def test_nothing_is_lost_or_halved_when_a_writer_is_killed(path: Path) -> None:
    told: set[str] = set()
    for turn in range(5):
        process = start(WRITE_PAIRS, str(path), str(turn * 1_000_000))
        assert process.stdout is not None
        for _ in range(40 + 37 * turn):
            told.add(process.stdout.readline().strip())
        process.send_signal(signal.SIGKILL)
        told |= {line.strip() for line in process.stdout if line.endswith("\n")}
        process.wait()
        process.stdout.close()

    store = SqliteStore(path)
    left, right = [
        {row["name"] for row in await store.read(lambda rows, org=org: names(rows, org))}  # type: ignore[misc]
        for org in ("left", "right")
    ]
    check = await store.read(lambda rows: rows.all("pragma integrity_check"))
    await store.close()

    assert check == [{"integrity_check": "ok"}]
    assert left == right
    assert told - {""} <= left


def names(rows: Rows, org_id: str) -> list[dict[str, str]]:
    return [dict(row) for row in rows.all("select name from setting where org_id = ?", (org_id,))]
