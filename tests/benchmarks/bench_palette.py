"""How long a keystroke in the palette takes over 20,000 records.

Run: `python -m tests.benchmarks.bench_palette [--runs N]`. Milliseconds from a key until what it
found stands on the screen, over every letter of the searches; and how long the records take to be
read in the background after the palette is first opened. Exit code 1 when the goal is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from tests.benchmarks.bench_console import SIZE, report, until
from tests.benchmarks.console_home import filled
from tests.console.engine import console
from weavz_tui.console.app import ConsoleApp
from weavz_tui.console.frame.records import KINDS
from weavz_tui.console.widgets.picker import Picker
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.home import Home

COUNTS = {
    "workspaces": 10_000,
    "integrations": 100,
    "connections": 200,
    "end users": 9_650,
    "partials": 50,
    "executions": 10,
}
SEARCHES = ("workspace", "user", "slack", "activity", "99", "zzzz")
GOAL = 50.0


def known(app: ConsoleApp) -> int:
    """How many records the palette knows."""
    return sum(len(app.record_index.of(kind.word)) for kind in KINDS)


async def keystrokes(home: Home, runs: int) -> tuple[float, int, list[float]]:
    """Seconds until every record is known, how many there are, milliseconds of each keystroke."""
    app = console(home, "workspaces")
    found: list[float] = []
    async with app.run_test(size=SIZE) as pilot:
        await until(app.session.opened.is_set)
        await pilot.pause()
        started = perf_counter()
        await pilot.press("ctrl+p")
        await until(lambda: known(app) >= sum(COUNTS.values()) - COUNTS["executions"])
        seconds, count = perf_counter() - started, known(app)
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, PickerScreen)
        for number in range(runs + 1):
            for search in SEARCHES:
                screen.picker.line.value = ""
                await pilot.pause()
                found += [await keystroke(pilot.app.screen.query_one(Picker), each)
                          for each in search]  # fmt: skip
            if number == 0:
                found.clear()
    return seconds, count, found


async def keystroke(picker: Picker, letter: str) -> float:
    """Milliseconds from a key until what it found is painted."""
    done = asyncio.Event()
    wanted = picker.line.value + letter
    started = perf_counter()
    picker.app.simulate_key(letter)
    await until(lambda: picker.shown_search == wanted)
    picker.screen.call_after_refresh(done.set)
    await done.wait()
    return (perf_counter() - started) * 1000


def main() -> int:
    """Print the figures; 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    os.environ["TERM"] = "xterm-256color"
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder), Path(folder))
        home.create()
        asyncio.run(filled(home, COUNTS))
        seconds, count, times = asyncio.run(keystrokes(home, runs))
    times.sort()
    high = times[int(len(times) * 0.95)]
    report(f"{count:,} records known after {seconds:.2f} s")
    report(
        f"{len(times)} keystrokes: median {statistics.median(times):.1f} ms, "
        f"p95 {high:.1f} ms (goal {GOAL:.0f}), most {times[-1]:.1f} ms"
    )
    return 0 if high < GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
