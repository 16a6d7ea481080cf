"""What the store costs: round trips, and every list with many records against the same with few.

Run: `python -m tests.benchmarks.bench_store [--workspaces N] [--executions N]`. Times are medians
in milliseconds; `few` is the same list with 10 records, `floor` a bare sqlite3 call.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from weavz_tui.model.base import now
from weavz_tui.model.entities import (
    Connection,
    EndUser,
    Organisation,
    Partial,
    Workspace,
    WorkspaceIntegration,
)
from weavz_tui.model.enums import ConnectionStrategy, ConnectionType, ExecutionStatus, Source
from weavz_tui.model.execution import ExecutionRecord
from weavz_tui.model.lists import ActivityQuery, ConnectionQuery, PageQuery, PartialQuery
from weavz_tui.store import (
    connections,
    end_users,
    executions,
    integrations,
    organisations,
    partials,
    workspaces,
)
from weavz_tui.store.protocol import Lane, Rows
from weavz_tui.store.sqlite import SqliteStore

ORG = "6a6f1c0e-4c0e-4a4e-8f6e-000000000000"
START = now()
LISTS: dict[str, Callable[[Rows], Any]] = {
    "workspaces": lambda rows: workspaces.page(rows, ORG, PageQuery()),
    "workspaces, from the end": lambda rows: workspaces.page(rows, ORG, PageQuery(backwards=True)),
    "workspaces by name": lambda rows: workspaces.page(rows, ORG, PageQuery(sort="name")),
    "workspaces, search": lambda rows: workspaces.page(rows, ORG, PageQuery(search="space 77")),
    "workspaces, no match": lambda rows: workspaces.page(rows, ORG, PageQuery(search="zebra")),
    "integrations": lambda rows: integrations.page(rows, ORG, "w000000", PageQuery()),
    "connections": lambda rows: connections.page(rows, ORG, ConnectionQuery()),
    "connections of one": lambda rows: connections.page(
        rows, ORG, ConnectionQuery(workspace_id="w000000")
    ),
    "connections, search": lambda rows: connections.page(rows, ORG, ConnectionQuery(search="77")),
    "end users": lambda rows: end_users.page(rows, ORG, "w000000", PageQuery()),
    "end users, search": lambda rows: end_users.page(
        rows, ORG, "w000000", PageQuery(search="user 77")
    ),
    "partials": lambda rows: partials.page(rows, ORG, PartialQuery(workspace_id="w000000")),
    "activity": lambda rows: executions.page(rows, ORG, ActivityQuery()),
    "activity of one": lambda rows: executions.page(
        rows, ORG, ActivityQuery(workspace_id="w000000")
    ),
    "activity, failures": lambda rows: executions.page(
        rows, ORG, ActivityQuery(status=ExecutionStatus.ERROR)
    ),
    "activity, one action": lambda rows: executions.page(
        rows, ORG, ActivityQuery(action_name="action_7")
    ),
    "activity, search": lambda rows: executions.page(rows, ORG, ActivityQuery(search="user-77")),
    "activity, no match": lambda rows: executions.page(rows, ORG, ActivityQuery(search="zebra")),
    "activity, second page": lambda rows: executions.page(
        rows,
        ORG,
        replace(ActivityQuery(), cursor=executions.page(rows, ORG, ActivityQuery(limit=5)).next),
    ),
}


def fill(rows: Rows, count: int, runs: int) -> None:
    """`count` workspaces, integrations, connections, `count` end users and partials of the first
    workspace, and `runs` executions over the first twenty."""
    at = {"created_at": START, "updated_at": START}
    organisations.insert(rows, Organisation(id=ORG, name="O", slug="o", **at))
    for number in range(count):
        id = f"w{number:06}"
        workspaces.insert(
            rows, Workspace(id=id, org_id=ORG, name=f"Space {number}", slug=f"space-{number}", **at)
        )
        connections.insert_creating(
            rows,
            Connection(
                id=f"c{number}",
                org_id=ORG,
                external_id=f"c{number}",
                display_name=f"Account {number}",
                integration_name="slack",
                type=ConnectionType.SECRET_TEXT,
                workspace_id=id if number % 2 else None,
                **at,
            ),
        )
        connections.activate(rows, ORG, f"c{number}", 1)
        integrations.insert(
            rows,
            WorkspaceIntegration(
                id=f"i{number}",
                workspace_id=f"w{number % 1000:06}",
                org_id=ORG,
                integration_name="slack",
                integration_alias=f"slack-{number}",
                connection_strategy=ConnectionStrategy.FIXED,
                connection_id=f"c{number}",
                **at,
            ),
        )
        end_users.insert(
            rows,
            EndUser(
                id=f"u{number}",
                workspace_id="w000000",
                external_id=f"user-{number}",
                display_name=f"User {number}",
                **at,
            ),
        )
        partials.insert(
            rows,
            Partial(
                id=f"p{number}",
                org_id=ORG,
                workspace_id="w000000",
                integration_name="slack",
                name=f"Partial {number}",
                values={"channel": "C1"},
                **at,
            ),
        )
    for number in range(runs):
        executions.insert(rows, ORG, execution(number, count))


def execution(number: int, count: int) -> ExecutionRecord:
    """One of many executions; every tenth failed."""
    is_bad = number % 10 == 0
    return ExecutionRecord(
        id=f"6a6f1c0e-4c0e-4a4e-8f6e-{number:012}",
        workspace_id=f"w{number % min(count, 20):06}",
        integration_name="slack",
        integration_alias="slack-team",
        action_name=f"action_{number % 40}",
        status=ExecutionStatus.ERROR if is_bad else ExecutionStatus.SUCCESS,
        source=Source.REST,
        end_user_id=f"user-{number % 1000}",
        connection_external_id="team-account",
        error_code="ACTION_FAILED" if is_bad else None,
        error_message="channel_not_found: there is no such channel" if is_bad else None,
        status_code=200,
        duration_ms=12.5,
        created_at=START + timedelta(milliseconds=number),
        input={"channel": "C123", "text": "hello " * 20},
        output={"ok": True, "ts": "1234.5678", "message": {"text": "hello " * 20}},
    )


async def timed(call: Callable[[], Awaitable[Any]], times: int) -> tuple[float, float]:
    """Median and 99th percentile of a call, in milliseconds."""
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        await call()
        found.append((time.perf_counter() - begin) * 1000)
    return statistics.median(found), sorted(found)[int(len(found) * 0.99)]


async def round_trips(store: SqliteStore, folder: Path) -> None:
    """Single writes and reads, beside a bare connection that does the same."""
    bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
    bare.execute("pragma journal_mode = wal")
    bare.execute("create table kv (key text primary key, value text)")
    numbers = iter(range(1_000_000))
    sql = "insert into setting (org_id, name, value) values (?, ?, ?)"

    async def floor() -> None:
        bare.execute("begin immediate")
        bare.execute("insert into kv values (?, ?)", (str(next(numbers)), "value"))
        bare.execute("commit")

    async def floor_read() -> None:
        bare.execute("select * from kv where key = '7'").fetchone()

    async def write(lane: Lane) -> None:
        name = str(next(numbers))
        await store.write(lambda rows: rows.run(sql, (ORG, name, "1")), lane=lane)

    async def record() -> None:
        made = execution(10_000_000 + next(numbers), 20)
        await store.write(lambda rows: executions.insert(rows, ORG, made), lane=Lane.LOG)

    async def crowd() -> None:
        await asyncio.gather(*(write(Lane.LOG) for _ in range(64)))

    synchronous = {Lane.LOG: "normal", Lane.DURABLE: "full"}
    for lane, level in synchronous.items():
        bare.execute(f"pragma synchronous = {level}")
        base = await timed(floor, 500)
        show(f"write, {lane.value}", await timed(partial(write, lane), 500), base)
    bare.execute("pragma synchronous = normal")
    show("record an execution", await timed(record, 500), await timed(floor, 500))
    show("64 writes at once", await timed(crowd, 50), await timed(floor, 500))
    read = "select value from setting where org_id = ? and name = ?"
    show(
        "read",
        await timed(lambda: store.read(lambda rows: rows.one(read, (ORG, "7"))), 500),
        await timed(floor_read, 500),
    )
    begin = time.perf_counter()
    for _ in range(100_000):
        store.version()
    print_line(f"{'version()':28}{(time.perf_counter() - begin) * 10:10.3f} us")
    bare.close()


def show(name: str, found: tuple[float, float], base: tuple[float, float]) -> None:
    """A line: median, 99th percentile, ratio to the base's median."""
    median, high = found
    print_line(
        f"{name:28}{median:10.3f}{high:10.3f}{base[0]:10.3f}{median / max(base[0], 1e-6):8.1f}x"
    )


def print_line(text: str) -> None:
    """Write a line of the report."""
    sys.stdout.write(f"{text}\n")


async def compare(count: int, runs: int) -> None:
    """The whole report."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begin = time.perf_counter()
        few, many = SqliteStore(folder / "few.db"), SqliteStore(folder / "many.db")
        print_line(f"{'open two new homes':28}{(time.perf_counter() - begin) * 1000:10.3f}")
        await few.write(lambda rows: fill(rows, 10, 10))
        await many.write(lambda rows: fill(rows, count, runs))
        await many.close()  # the last connection brings the log of writes into the file
        many = SqliteStore(folder / "many.db")
        print_line(f"{'':28}{'median':>10}{'p99':>10}{'few':>10}{'ratio':>9}")
        for label, work in LISTS.items():
            base = await timed(partial(few.read, work), 30)
            show(label, await timed(partial(many.read, work), 30), base)
        print_line(f"{'':28}{'median':>10}{'p99':>10}{'floor':>10}{'ratio':>9}")
        await round_trips(many, folder)
        await few.close()
        await many.close()
        begin = time.perf_counter()
        again = SqliteStore(folder / "many.db")
        print_line(f"{'open a full home':28}{(time.perf_counter() - begin) * 1000:10.3f}")
        await again.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspaces", type=int, default=10_000)
    parser.add_argument("--executions", type=int, default=100_000)
    options = parser.parse_args()
    asyncio.run(compare(options.workspaces, options.executions))
