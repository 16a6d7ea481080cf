"""From the command to a console that can be used: ours, two others, and the least there can be.

Run: `python -m tests.benchmarks.bench_start [--posting PATH] [--harlequin PATH]`; the others are
looked for on PATH unless they are given, and left out where there are none. Every program starts
in turn on a terminal of its own, again and again, the first time of each thrown away.

Milliseconds, medians: `paint` until title and footer are written, `rows` until the main part of
the first screen is (the rows of the workspaces, for us, in a home with twenty of them), `least`
the quickest of those, `cpu` the processor time until then. `others` is how many processors
everything else on the machine kept busy meanwhile. Exit code 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import floor_app
from tests.benchmarks.bench_console import report
from tests.benchmarks.console_home import filled
from tests.benchmarks.pty_program import PtyProgram, machine_seconds, plain_environment
from weavz_tui.home import Home

PAINT_GOAL = 1.3
ROWS_GOAL = 1.8
WORKSPACES = 20
OURS, FLOOR, FLOOR_TABLE = "ours", "floor", "floor, table"
# Unused ones are there for the lists of the home to be read, not shown.
COUNTS = {
    "workspaces": WORKSPACES,
    "integrations": 10,
    "connections": 10,
    "end users": 10,
    "partials": 10,
    "executions": 100,
}


@dataclass(frozen=True)
class Starting:
    """A program, the words of its frame and those of what its first screen is for."""

    name: str
    command: Sequence[str]
    frame: Sequence[str]
    rows: Sequence[str]


@dataclass(frozen=True)
class Started:
    """One start; seconds, and processors that others kept busy."""

    paint: float
    rows: float
    cpu: float
    others: float


def ours() -> list[str]:
    """The installed command of this environment, else the module."""
    command = Path(sys.executable).with_name("weavz-tui")
    return [str(command)] if command.exists() else [sys.executable, "-m", "weavz_tui"]


def programs(posting: str | None, harlequin: str | None) -> list[Starting]:
    """Those that are here."""
    floor = [sys.executable, str(Path(floor_app.__file__))]
    last = f"space-{WORKSPACES - 1} "
    found = [
        Starting(FLOOR, floor, (floor_app.TITLE, "Quit"), (floor_app.READY,)),
        Starting(FLOOR_TABLE, [*floor, str(WORKSPACES)], (floor_app.TITLE, "Quit"), (last,)),
        Starting(OURS, [*ours(), "--screen", "workspaces"], ("1 Workspaces", "more"), (last,)),
    ]
    if posting:
        found.append(Starting("posting", [posting], ("Posting", "Send"), ("Headers", "Send")))
    if harlequin:
        command = [harlequin, "--adapter", "sqlite", ":memory:"]
        found.append(Starting("harlequin", command, ("Quit",), ("Query Editor", "Quit")))
    return found


def start(program: Starting, environment: Mapping[str, str], size: tuple[int, int]) -> Started:
    """One start."""
    machine = machine_seconds()
    running = PtyProgram(program.command, environment, size)
    try:
        paint = running.until(program.frame)
        rows = running.until([*program.frame, *program.rows])
        cpu = running.processor()
    finally:
        running.close()
    return Started(paint, rows, cpu, max(0.0, machine_seconds() - machine - cpu) / rows)


def all_started(
    found: Sequence[Starting], runs: int, size: tuple[int, int]
) -> dict[str, list[Started]]:
    """Every program in turn, so often, in homes of their own."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "ours", Path(folder) / "ours")
        home.create()
        asyncio.run(filled(home, COUNTS))
        # Compiled once, in the round that is thrown away, for everyone alike.
        environment = plain_environment(
            HOME=folder,
            XDG_CONFIG_HOME=f"{folder}/config",
            XDG_DATA_HOME=f"{folder}/data",
            PYTHONPYCACHEPREFIX=f"{folder}/compiled",
            WEAVZ_TUI_HOME=str(home.data),
        )
        times: dict[str, list[Started]] = {program.name: [] for program in found}
        for _ in range(runs + 1):
            for program in found:
                times[program.name].append(start(program, environment, size))
    return {name: each[1:] for name, each in times.items()}


def median(times: Sequence[Started], name: str) -> float:
    """In milliseconds."""
    values: list[float] = [getattr(each, name) for each in times]
    return statistics.median(values) * 1000


def main() -> int:
    """Print the figures and ratios to the floor; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--size", default="120x40")
    parser.add_argument("--posting", default=shutil.which("posting"))
    parser.add_argument("--harlequin", default=shutil.which("harlequin"))
    options = parser.parse_args()
    columns, lines = map(int, options.size.split("x"))
    found = programs(options.posting, options.harlequin)
    times = all_started(found, options.runs, (columns, lines))
    floor = times[FLOOR]
    report(f"{options.runs} runs each, {options.size}, load {os.getloadavg()[0]:.1f}")
    report(f"{'':<14}{'paint':>8}{'ratio':>7}{'rows':>8}{'ratio':>7}{'least':>8}"
           f"{'cpu':>8}{'ratio':>7}{'others':>8}")  # fmt: skip
    for name, each in times.items():
        least = min(one.rows for one in each) * 1000
        line = f"{name:<14}"
        for kind in ("paint", "rows"):
            line += f"{median(each, kind):8.0f}{median(each, kind) / median(floor, kind):7.2f}"
        line += f"{least:8.0f}{median(each, 'cpu'):8.0f}"
        line += f"{median(each, 'cpu') / median(floor, 'cpu'):7.2f}"
        report(f"{line}{median(each, 'others') / 1000:8.2f}")
    missed = [
        f"{kind} is over {goal} times the floor's"
        for kind, goal in (("paint", PAINT_GOAL), ("rows", ROWS_GOAL))
        if median(times[OURS], kind) > goal * median(floor, kind)
    ]
    missed += [
        f"{kind} is not below {name}'s"
        for name in ("posting", "harlequin")
        for kind in ("paint", "rows")
        if name in times and median(times[OURS], kind) >= median(times[name], kind)
    ]
    for line in missed:
        report(line)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
