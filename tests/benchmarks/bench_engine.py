"""What the engine adds to a call: processor time and wall time, throughput, memory.

Run `python -m tests.benchmarks.bench_engine`. Every call is `slack.send_channel_message` over a
fixed connection whose secret is in the vault, and ends in a record that no kill can lose; the mean
"in all" counts bringing the records into the tables too. The process is as `serve` runs: with the
garbage collector as that sets it, the bare client's calls too. Ends with 1 when a budget is
exceeded.
`--only cost|throughput|memory` runs one part.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.bench_net import nginx
from tests.benchmarks.engine_home import Answering, engine, request
from weavz_tui.engine.calls.recording import Stopwatch
from weavz_tui.engine.local import LocalService
from weavz_tui.model.execution import ExecuteResult
from weavz_tui.model.http import Request
from weavz_tui.net import Client, NetSettings

PROCESSOR_MS = 0.3
WALL_MS = 0.8
THROUGHPUT = 0.5
TAIL = 3.0
MEMORY_MB = 8.0
BODY = b"channel=C01&text=hello"

Call = Callable[[], Awaitable[object]]


@dataclass
class Floor:
    """What no engine could do without: read a request, write it as JSON, commit one row."""

    folder: Path
    connection: sqlite3.Connection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = sqlite3.connect(self.folder / "floor.db", isolation_level=None)
        self.connection.execute("pragma journal_mode = wal")
        self.connection.execute("pragma synchronous = normal")
        self.connection.execute("create table row (payload text not null)")

    async def __call__(self) -> None:
        payload = request("w").model_dump_json(by_alias=True)
        self.connection.execute("begin immediate")
        self.connection.execute("insert into row values (?)", (payload,))
        self.connection.execute("commit")


@dataclass
class Costs:
    """Milliseconds of single calls, one after the other."""

    processor: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    async def take(self, call: Call) -> object:
        """Measure one call."""
        processor, wall = time.process_time(), time.perf_counter()
        result = await call()
        self.wall.append((time.perf_counter() - wall) * 1000)
        self.processor.append((time.process_time() - processor) * 1000)
        return result


async def cost(folder: Path, calls: int) -> bool:
    """Processor and wall time of one call beside the floor; whether within the budgets."""
    floor, ours, below = Floor(folder), Costs(), Costs()
    split: dict[str, list[float]] = {}
    async with engine(folder, Answering()) as (service, call):
        for _ in range(200):
            await call()
            await floor()
        for _ in range(calls):
            await below.take(floor)
            await ours.take(call)
        Stopwatch.clock = staticmethod(time.process_time_ns)
        inside = Costs()
        for _ in range(calls):
            result = await inside.take(call)
            assert isinstance(result, ExecuteResult)
            steps = result.timing.steps
            for step, spent in {
                **steps,
                "record": inside.processor[-1] - sum(steps.values()),
            }.items():
                split.setdefault(step, []).append(spent)
        Stopwatch.clock = staticmethod(time.perf_counter_ns)
        everything = await whole_cost(service, call, calls)
    say(f"\none call against an upstream that answers at once, {calls} of them (us)")
    say(f"{'':12} {'processor':>9} {'wall p50':>9} {'wall p99':>9}")
    for name, costs in (("engine", ours), ("floor", below)):
        spent, median = statistics.median(costs.processor), statistics.median(costs.wall)
        tail = percentile(costs.wall, 99)
        say(f"{name:12} {spent * 1000:9.0f} {median * 1000:9.0f} {tail * 1000:9.0f}")
    processor, wall = statistics.median(ours.processor), statistics.median(ours.wall)
    ratios = [a / b for a, b in zip(ours.processor, below.processor, strict=True)]
    say(f"{'ratio':12} {statistics.median(ratios):9.1f}")
    say(f"{'in all':12} {everything * 1000:9.0f}  mean, with the tables' share of every call")
    say("processor time by step (us)")
    for step, values in split.items():
        say(f"  {step:10} {statistics.median(values) * 1000:9.1f}")
    return max(processor, everything) <= PROCESSOR_MS and wall <= WALL_MS


async def whole_cost(service: LocalService, call: Call, calls: int) -> float:
    """Mean processor time of a call in milliseconds, up to when all their records are in the
    tables: what the medians leave out, because it is done for many calls at once."""
    await service.usage()
    start = time.process_time()
    for _ in range(calls):
        await call()
    await service.usage()
    return (time.process_time() - start) * 1000 / calls


async def rate(call: Call, callers: int, seconds: float) -> tuple[float, list[float]]:
    """Calls per second of so many callers in a closed loop, and each call's milliseconds."""
    taken: list[float] = []
    start = time.perf_counter()
    until = start + seconds

    async def caller() -> None:
        before = time.perf_counter()
        while before < until:
            await call()
            after = time.perf_counter()
            taken.append((after - before) * 1000)
            before = after

    await asyncio.gather(*(caller() for _ in range(callers)))
    return len(taken) / (time.perf_counter() - start), taken


async def throughput(folder: Path, rounds: int, seconds: float) -> bool:
    """Engine beside the bare client against nginx; whether within the budgets at 64 callers."""
    within = True
    with nginx() as url:
        client = Client(NetSettings())
        sent = Request(
            "POST",
            f"{url}chat.postMessage",
            {
                "User-Agent": "weavz-tui",
                "Accept": "application/json",
                "Content-Type": "application/x-www-form-urlencoded",
                "Authorization": "Bearer xoxb-0123456789-abcdefghijklmnop",
            },
            BODY,
        )

        async def bare() -> None:
            (await client.send(sent)).json()

        async with engine(folder, None, url.rstrip("/")) as (_, call):
            say(f"\nagainst a loopback nginx, median of {rounds} rounds of {seconds} s")
            say("callers  client/s  engine/s  ratio  client p99/p50  engine p50 ms  p99/p50")
            for callers in (1, 16, 64):
                ratios: list[float] = []
                rates: list[list[float]] = []
                times: tuple[list[float], list[float]] = ([], [])
                for _ in range(rounds):
                    pair = [await rate(each, callers, seconds) for each in (bare, call)]
                    rates.append([each[0] for each in pair])
                    ratios.append(pair[1][0] / pair[0][0])
                    times[0].append(tail_of(pair[0][1]))
                    times[1].append(tail_of(pair[1][1]))
                    median = statistics.median(pair[1][1])
                ratio, tail = statistics.median(ratios), statistics.median(times[1])
                below, ours = (statistics.median(each) for each in zip(*rates, strict=True))
                say(
                    f"{callers:7}  {below:8.0f}  {ours:8.0f}  {ratio:5.2f}"
                    f"  {statistics.median(times[0]):14.1f}  {median:13.2f}  {tail:7.1f}"
                )
                within = within and (callers < 64 or (ratio >= THROUGHPUT and tail <= TAIL))
        await client.close()
    return within


async def memory(folder: Path, calls: int) -> bool:
    """Growth of this process over many calls."""
    async with engine(folder, Answering()) as (_, call):
        await many(call, 4000)
        before = resident()
        await many(call, calls)
        grown = resident() - before
    say(f"\nmemory: {before:.1f} MB, grown by {grown:.1f} MB over {calls} calls")
    return grown <= MEMORY_MB


async def many(call: Call, calls: int) -> None:
    """So many calls, 16 at a time."""

    async def caller() -> None:
        for _ in range(calls // 16):
            await call()

    await asyncio.gather(*(caller() for _ in range(16)))


def resident() -> float:
    """Megabytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1_000_000


def percentile(values: list[float], percent: int) -> float:
    """The value that so many percent do not exceed."""
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def tail_of(values: list[float]) -> float:
    """How many times the median the 99th percentile is."""
    return percentile(values, 99) / statistics.median(values)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Print the tables; 1 when a budget is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("cost", "throughput", "memory"))
    parser.add_argument("--calls", type=int, default=3000, help="calls of the cost part")
    parser.add_argument("--rounds", type=int, default=9, help="rounds of the throughput part")
    parser.add_argument("--seconds", type=float, default=0.5, help="length of a round")
    given = parser.parse_args()
    parts: dict[str, Callable[[Path], Awaitable[bool]]] = {
        "cost": lambda folder: cost(folder, given.calls),
        "throughput": lambda folder: throughput(folder, given.rounds, given.seconds),
        "memory": lambda folder: memory(folder, 20_000),
    }
    within = True
    for name, part in parts.items():
        if given.only in {None, name}:
            with tempfile.TemporaryDirectory() as folder:
                kept = asyncio.run(_awaited(part(Path(folder))))
            say(f"{name}: {'within' if kept else 'over'} the budget")
            within = within and kept
    return int(not within)


async def _awaited(found: Awaitable[bool]) -> bool:
    return await found


if __name__ == "__main__":
    raise SystemExit(main())
