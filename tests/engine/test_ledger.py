"""What calls leave: seen at once, kept through kills and through a database that takes nothing."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.calls import digest
from tests.engine.conftest import World
from weavz_tui.engine.local import LocalService, open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import Source
from weavz_tui.model.lists import ActivityQuery
from weavz_tui.store.sqlite import SqliteStore

CALL_FOR_EVER = """
import asyncio, sys
from weavz_tui.engine.local import open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import Source
from weavz_tui.model.execution import ExecuteRequest

async def main():
    service = await open_local(Home.find(), source=Source.CLI)
    workspace = await service.workspaces.get("default")
    async def caller():
        while True:
            result = await service.actions.execute(ExecuteRequest(
                integration_name="hash-encode", action_name="hash", workspace_id=workspace.id,
                input={"text": "x", "algorithm": "sha256", "encoding": "hex"}))
            print(result.execution_id, flush=True)
            await asyncio.sleep(0)
    await asyncio.gather(*(caller() for _ in range(4)))

asyncio.run(main())
"""


def leftovers() -> list[Path]:
    return [path for path in Home.find().data.glob("*-calls-*") if path.stat().st_size]


async def recorded(service: LocalService) -> set[str]:
    found = await service.parts.store.read(lambda rows: rows.all("select id from execution"))
    return {row["id"] for row in found}


async def runs(service: LocalService) -> int:
    row = await service.parts.store.read(lambda rows: rows.one("select sum(runs) as n from usage"))
    return int(row["n"] or 0) if row else 0


async def told_before_a_kill(seconds: float) -> set[str]:
    """The executions that a process told as successes until it was killed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CALL_FOR_EVER, stdout=subprocess.PIPE, env=dict(os.environ)
    )
    assert process.stdout is not None
    first = await process.stdout.readline()
    await asyncio.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    rest = await process.stdout.read()
    await process.wait()
    # A line that the kill cut off was not told.
    return {line.decode() for line in (first + rest).split(b"\n")[:-1]}


async def test_no_kill_loses_what_a_caller_was_told(world: World) -> None:
    told: set[str] = set()
    orphaned = 0
    await world.service.close()
    for _ in range(12):
        told |= await told_before_a_kill(random.uniform(0, 0.15))
        orphaned += bool(leftovers())
        service = await open_local(Home.find(), source=Source.CLI)
        found = await recorded(service)
        assert told <= found
        assert await runs(service) == len(found)
        await service.close()
        assert not leftovers()
    assert orphaned > 0


async def test_a_call_is_seen_as_soon_as_it_has_returned(world: World) -> None:
    for number in range(1, 6):
        result = await world.service.actions.execute(digest(world))
        page = await world.service.activity.list(ActivityQuery())
        assert page.items[0].id == result.execution_id
        assert (await world.service.usage()).counted == number


async def test_what_is_not_read_is_in_the_tables_within_a_moment(world: World) -> None:
    changes = world.service.parts.store.changes()
    told = asyncio.ensure_future(anext(changes))
    await asyncio.sleep(0)
    await world.service.actions.execute(digest(world))
    assert (await asyncio.wait_for(told, 30)).kind == "execution"
    with sqlite3.connect(Home.find().database) as connection:
        assert connection.execute("select count(*) from execution").fetchone() == (1,)
    connection.close()


async def test_another_process_leaves_the_backlog_of_a_living_one_alone(world: World) -> None:
    await world.service.actions.execute(digest(world))
    assert len(leftovers()) == 1
    other = SqliteStore(Home.find().database)
    assert len(leftovers()) == 1
    await other.close()
    assert await runs(world.service) == 1


async def test_a_database_that_takes_nothing_gets_its_records_when_it_does(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with sqlite3.connect(Home.find().database) as connection:
        connection.execute(
            "create trigger full before insert on execution begin select raise(abort, 'full'); end"
        )
        first = await world.service.actions.execute(digest(world))
        assert await recorded(world.service) == set()
        second = await world.service.actions.execute(digest(world))
        connection.execute("drop trigger full")
    connection.close()
    assert first.warnings == []
    assert [each.partition(":")[0] for each in second.warnings] == ["not recorded"]
    assert "in the backlog only" in caplog.text
    await world.service.close()
    service = await open_local(Home.find(), source=Source.CLI)
    assert await recorded(service) == {first.execution_id}
    await service.close()
