"""What each screen does while nobody does anything: nothing, it should be.

Run: `python -m tests.benchmarks.bench_idle [--seconds 60]`. A console for each of the nine
screens, and the floor beside them, all at the same time, each on a terminal of its own and in a
home of its own; then once more in one home in which `serve` runs and changes nothing.

`bytes` are those written to the terminal in that time (goal: none), `cpu %` the processor time by
the wall time (goal: under 0.5). Exit code 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter

from tests.benchmarks import floor_app
from tests.benchmarks.bench_console import report
from tests.benchmarks.bench_start import COUNTS, FLOOR, ours
from tests.benchmarks.console_home import filled
from tests.benchmarks.pty_program import PtyProgram, plain_environment, quiet_for, written_in
from weavz_tui.console.places import PLACES
from weavz_tui.home import Home

CPU_GOAL = 0.5
# A console tidies up three seconds after its start.
QUIET = 5.0
SIZE = (120, 40)
Figures = dict[str, tuple[int, float]]


def environment(home: Path) -> Mapping[str, str]:
    """Of a console on a home, or of the engine that serves it."""
    return plain_environment(WEAVZ_TUI_HOME=str(home))


@contextmanager
def serving(home: Path) -> Iterator[None]:
    """The engine of a home, served to nobody."""
    command = [*ours(), "serve", "--port", "0"]
    with subprocess.Popen(
        command, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield
        finally:
            process.terminate()


def measured(homes: Mapping[str, Path], seconds: float) -> Figures:
    """Bytes and share of a processor of every screen and of the floor."""
    with ExitStack() as stack:
        floor = PtyProgram([sys.executable, str(Path(floor_app.__file__))], plain_environment())
        running = {FLOOR: floor}
        stack.callback(floor.close)
        for place, home in homes.items():
            command = [*ours(), "--screen", place]
            running[place] = PtyProgram(command, environment(home), SIZE)
            stack.callback(running[place].close)
        programs = list(running.values())
        quiet_for(QUIET, programs)
        began, before = perf_counter(), [each.processor() for each in programs]
        written = written_in(seconds, programs)
        wall = perf_counter() - began
        shares = [
            (each.processor() - used) / wall * 100
            for each, used in zip(programs, before, strict=True)
        ]
        return dict(zip(running, zip(written, shares, strict=True), strict=True))


def told(what: str, found: Figures) -> int:
    """Print the figures; how many of them break a goal."""
    report(f"{what:<26}{'bytes':>8}{'cpu %':>8}{'ratio':>7}")
    broken = 0
    for name, (written, share) in found.items():
        is_broken = written > 0 or share >= CPU_GOAL
        broken += is_broken
        ratio = share / found[FLOOR][1]
        report(f"{name:<26}{written:8}{share:8.3f}{ratio:7.2f}{'  over' if is_broken else ''}")
    return broken


def main() -> int:
    """Print the figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "first"
        home = Home(first, first)
        home.create()
        asyncio.run(filled(home, COUNTS))
        homes = {
            place.id: Path(shutil.copytree(first, Path(folder) / place.id)) for place in PLACES
        }
        report(f"{seconds:.0f} s, load {os.getloadavg()[0]:.1f}")
        broken = told("alone", measured(homes, seconds))
        with serving(first):
            together = dict.fromkeys(homes, first)
            broken += told("one home, served", measured(together, seconds))
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
