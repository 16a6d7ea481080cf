"""What the lists of the console cost with many records, beside the same with ten.

Run: `python -m tests.benchmarks.bench_console [--runs N] [--lists activity ...]`. Milliseconds from
a key to the painted rows, medians over the runs after one that is thrown away; `open` is a list's
first time in a console, `filter` one letter, `end` the key of that name. Each home is measured in
a process of its own; `memory` is the highest peak in megabytes (resident) of processes that have
one console after another, twice, on one of the lists.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from textual.pilot import Pilot

from tests.benchmarks.console_home import FEW, MANY, filled
from tests.console.engine import console
from weavz_tui.cli.commands.console import FRAMES_PER_SECOND
from weavz_tui.console.lists.screen import ListScreen
from weavz_tui.console.widgets.window_table import WindowTable
from weavz_tui.home import Home

GOALS = {"open": 100.0, "filter": 50.0, "end": 100.0}
RATIO = 1.5
# With ten records the end is there already, with more it is fetched: that is no ratio to hold.
RATED = ("open", "filter")
MEMORY = 150.0
SIZE = (120, 40)
# Each list with the key that opens it, from which place.
LISTS = {
    "workspaces": ("integrations", "1"),
    "integrations": ("workspaces", "2"),
    "connections": ("workspaces", "3"),
    "end users": ("connections", "right_square_bracket"),
    "partials": ("workspaces", "5"),
    "activity": ("workspaces", "7"),
}
Figures = dict[str, dict[str, float]]


def table_of(pilot: Pilot[Any]) -> WindowTable[Any] | None:
    """The list on the screen, once it is mounted."""
    screen = pilot.app.screen
    found = screen.query("#table") if isinstance(screen, ListScreen) else ()
    return next((each for each in found if isinstance(each, WindowTable)), None)


async def until(held: Callable[[], object]) -> None:
    """Wait for something without keeping the processor from the console."""
    async with asyncio.timeout(20):
        while not held():  # noqa: ASYNC110 - nothing else tells when it is painted
            await asyncio.sleep(0.0005)


async def painted(pilot: Pilot[Any], key: str, held: Callable[[], object]) -> float:
    """Milliseconds from a key until something holds and stands on the screen."""
    done = asyncio.Event()
    started = perf_counter()
    pilot.app.simulate_key(key)
    await until(held)
    pilot.app.screen.call_after_refresh(done.set)
    await done.wait()
    found = (perf_counter() - started) * 1000
    await pilot.pause()
    return found


async def one(home: Home, name: str) -> dict[str, float]:
    """A list opened, filtered by a letter, and its end gone to."""
    place, key = LISTS[name]
    app = console(home, place)
    async with app.run_test(size=SIZE) as pilot:
        await until(lambda: (table := table_of(pilot)) and table.rows)
        await pilot.pause()
        before = table_of(pilot)

        def opened() -> bool:
            table = table_of(pilot)
            return table is not None and table is not before and len(table.rows) > 0

        figures = {"open": await painted(pilot, key, opened)}
        table = table_of(pilot)
        assert table is not None
        last = lambda: table.cursor == table.total - 1  # noqa: E731 - one question
        figures["end"] = await painted(pilot, "end", last)
        await pilot.press("slash")
        held = table.held
        figures["filter"] = await painted(pilot, "1", lambda: table.held is not held)
    app.state.lists.clear()
    app.save_state()
    return figures


async def measured(home: Home, names: list[str], runs: int) -> Figures:
    """Medians of every list."""
    found: Figures = {}
    for name in names:
        times = [await one(home, name) for _ in range(runs + 1)][1:]
        found[name] = {key: statistics.median(each[key] for each in times) for key in GOALS}
    return found


def peak() -> float:
    """The most memory this process has had, in megabytes."""
    status = Path("/proc/self/status").read_text()
    line = next(each for each in status.splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def child(folder: Path, counts: dict[str, int], names: list[str], runs: int) -> Figures:
    """The figures of one home, from a process of its own."""
    home = Home(folder, folder)
    if not home.database.exists():
        asyncio.run(filled(home, counts))
    words = [sys.executable, "-m", "tests.benchmarks.bench_console", "--home", str(folder)]
    words += ["--runs", str(runs), "--lists", *names]
    # As the command sets it before Textual is imported.
    environment = os.environ | {"TERM": "xterm-256color", "TEXTUAL_FPS": FRAMES_PER_SECOND}
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE, env=environment)
    found: Figures = json.loads(done.stdout)
    return found


def memory(folder: Path, counts: dict[str, int], names: list[str]) -> float:
    """The most that a console on one of the lists takes; many in one process keep what Textual
    has drawn of each."""
    return max(child(folder, counts, [name], runs=1)["memory"]["peak"] for name in names)


def report(line: str) -> None:
    """One line of the result."""
    sys.stdout.write(f"{line}\n")


def main() -> int:
    """Print the figures, ratios and what breaks a goal; 1 when something does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--lists", nargs="+", choices=LISTS, default=list(LISTS))
    parser.add_argument("--keep", type=Path, help="a folder for the homes, used again if there")
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.home:
        found = asyncio.run(measured(Home(options.home, options.home), options.lists, options.runs))
        report(json.dumps({**found, "memory": {"peak": peak()}}))
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        few = child(folder / "few", FEW, options.lists, options.runs)
        many = child(folder / "many", MANY, options.lists, options.runs)
        low = memory(folder / "few", FEW, options.lists)
        high = memory(folder / "many", MANY, options.lists)
    broken = 0
    report(f"{'':<16}{'':<8}{'many':>8}{'ten':>8}{'ratio':>8}")
    for name in options.lists:
        for key, goal in GOALS.items():
            ratio = many[name][key] / few[name][key]
            is_broken = many[name][key] > goal or (key in RATED and ratio > RATIO)
            broken += is_broken
            figures = f"{many[name][key]:8.1f}{few[name][key]:8.1f}{ratio:8.2f}"
            report(f"{name:<16}{key:<8}{figures}{'  over' if is_broken else ''}")
    report(f"{'memory':<16}{'peak':<8}{high:8.1f}{low:8.1f}{high / low:8.2f}")
    return int(broken > 0 or high > MEMORY)


if __name__ == "__main__":
    sys.exit(main())
