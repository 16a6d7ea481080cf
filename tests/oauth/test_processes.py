"""Several processes on one home, whose tokens end at the same time."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.oauth.world import World
from weavz_tui.model.enums import ConnectionStatus

PROCESSES = 4
CALLS = 50
ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def callers(world: World, count: int) -> AsyncIterator[list[Process]]:
    """Processes that have opened the home and wait for a word."""
    command = [sys.executable, "-m", "tests.oauth.caller", world.provider, str(CALLS)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = [
        await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, env=environment, cwd=ROOT
        )
        for _ in range(count)
    ]
    try:
        for each in started:
            assert await line(each) == "ready"
        yield started
    finally:
        for each in started:
            assert each.stdin is not None
            each.stdin.close()
        for each in started:
            await each.wait()


async def line(process: Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(60):
        return (await process.stdout.readline()).decode().strip()


async def outcomes(processes: list[Process]) -> list[dict[str, int]]:
    """Let them all call at once; how the calls of each ended."""
    for each in processes:
        assert each.stdin is not None
        each.stdin.write(b"go\n")
        await each.stdin.drain()
    return [json.loads(await line(each)) for each in processes]


async def test_two_hundred_calls_in_four_processes_refresh_once(world: World) -> None:
    await world.app()
    await world.authorise()
    await world.change(refreshAt=time.time() - 1)
    before = await world.refreshes()
    async with callers(world, PROCESSES) as processes:
        found = await outcomes(processes)
    assert found == [{"success": CALLS}] * PROCESSES
    assert await world.refreshes() == before + 1


async def test_a_revoked_token_is_refreshed_once_by_all_processes(world: World) -> None:
    await world.app()
    await world.authorise()
    before = await world.refreshes()
    async with callers(world, PROCESSES) as processes:
        await outcomes(processes)
        await world.tell(f"/test/revoke?token={(await world.credential()).token}")
        found = await outcomes(processes)
    assert found == [{"success": CALLS}] * PROCESSES
    assert await world.refreshes() == before + 1


async def test_processes_never_use_a_refresh_token_twice(world: World) -> None:
    """The provider ends the grant at the first refresh token that it sees again."""
    await world.app()
    await world.authorise()
    before = await world.tell("/test/stats")
    await world.tell("/test/slow?ms=50")
    rounds = 8
    async with callers(world, 2) as processes:
        for _ in range(rounds):
            await world.change(refreshAt=time.time() - 1)
            assert await outcomes(processes) == [{"success": CALLS}] * 2
    after = await world.tell("/test/stats")
    taken = after["success"]["refresh_token"] - before["success"].get("refresh_token", 0)
    assert taken == rounds
    assert (after["error"], after["revoked"]) == (before["error"], before["revoked"])
    assert (await world.connection()).status is ConnectionStatus.ACTIVE


async def test_a_process_that_dies_while_refreshing_holds_up_nobody_for_long(world: World) -> None:
    await world.app()
    await world.authorise()
    await world.tell("/test/slow?ms=60000")
    async with callers(world, 1) as (doomed,):
        await world.change(refreshAt=time.time() - 1)
        assert doomed.stdin is not None
        doomed.stdin.write(b"go\n")
        await doomed.stdin.drain()
        await until_leased(world)
        doomed.kill()
        await doomed.wait()
    await world.tell("/test/slow?ms=0")
    started = time.monotonic()
    assert (await world.call()).success
    assert time.monotonic() - started < 25


async def until_leased(world: World) -> None:
    """Until somebody has taken the lease; another process tells nobody of it."""
    async with asyncio.timeout(20):
        while not await world.engine.parts.read(  # noqa: ASYNC110
            lambda rows: rows.one("select owner from oauth_grant where owner is not null")
        ):
            await asyncio.sleep(0.01)
