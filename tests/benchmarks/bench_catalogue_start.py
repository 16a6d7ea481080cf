"""What 10,000 imported actions cost the start of the console.

Run: `python -m tests.benchmarks.bench_catalogue_start [--runs N] [--screen NAME]`. Starts
`weavz-tui` on a terminal of its own, by turns on a home without imports and on one with ten imports
of 1,000 actions each, and prints medians over the runs after one that is thrown away: milliseconds
of the clock and of the processor (the console's process alone) to

- first: the first text on the terminal,
- usable: the rows of the screen are there,
- settled: the processor time until nothing has been written for half a second.

The ratio is that of processor time, which other programs stretch less than the clock.
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import json
import os
import pty
import re
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from weavz_tui.engine.local import open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import Source
from weavz_tui.model.imports import ImportRequest
from weavz_tui.model.requests import WorkspaceCreate

IMPORTS, ACTIONS = 10, 1_000
GOAL = 1.05
LINES, COLUMNS = 40, 120
QUIET = 0.5
PATIENCE = 60.0
# What stands in a row of the screen and nowhere before.
ROWS = {"workspaces": b"Spare room", "catalogue": b"Crossref"}
_ESCAPES = re.compile(
    rb"\x1b(\[[0-9;?<>=$ ]*[@-~]|[PX^_\]].*?(\x1b\\|\x07)|[()][0-9A-B]|.)", re.DOTALL
)


@dataclass
class Start:
    """One start, in milliseconds."""

    first: float = 0.0
    usable: float = 0.0
    first_cpu: float = 0.0
    usable_cpu: float = 0.0
    settled_cpu: float = 0.0


async def made(path: Path, *, imports: int) -> Home:
    """A home with so many imports."""
    home = Home(path, path)
    home.create()
    service = await open_local(home, source=Source.CLI, tidy_after=3600)
    try:
        await service.workspaces.create(WorkspaceCreate(name="Spare room", slug="spare-room"))
        for number in range(imports):
            request = ImportRequest(content=described(number), name=f"many-{number}")
            report = await service.catalogue.import_(request)
            assert report.action_count == ACTIONS, report
    finally:
        await service.close()
    return home


def described(number: int) -> str:
    """A description of as many operations as an import is to have."""
    paths = {
        f"/things/{each}/{{id}}": {
            "post": {
                "operationId": f"change_thing_{each}",
                "summary": f"Change thing {each}",
                "description": "Says what is to become of it. " * 4,
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                ],
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "properties": {"name": {"type": "string"}},
                            }
                        }
                    }
                },
                "responses": {"200": {"description": "It."}},
            }
        }
        for each in range(ACTIONS)
    }
    about = {"title": f"Many {number}", "version": "1"}
    servers = [{"url": f"https://many-{number}.example"}]
    return json.dumps({"openapi": "3.0.3", "info": about, "servers": servers, "paths": paths})


def started(home: Home, screen: str) -> Start:
    """Start the console, wait until it has settled, and end it."""
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    environment = {**os.environ, "WEAVZ_TUI_HOME": str(home.config), "TERM": "xterm-256color"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "weavz_tui", "--screen", screen]
    begun = time.perf_counter()
    with subprocess.Popen(
        command,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=environment,
        start_new_session=True,
    ) as running:
        os.close(terminal)
        try:
            return _watched(controller, running.pid, begun, ROWS[screen])
        finally:
            running.kill()
            os.close(controller)


def _watched(controller: int, pid: int, begun: float, row: bytes) -> Start:
    found, written = Start(), b""
    while True:
        ready, _, _ = select.select([controller], [], [], PATIENCE if not found.usable else QUIET)
        if not ready:
            assert found.usable, f"{row!r} never came; the screen has {_text(written)[-2000:]!r}"
            found.settled_cpu = _cpu(pid)
            return found
        written += os.read(controller, 65536)
        now, cpu = (time.perf_counter() - begun) * 1000, _cpu(pid)
        text = _text(written)
        if not found.first and text.strip():
            found.first, found.first_cpu = now, cpu
        if not found.usable and row in text:
            found.usable, found.usable_cpu = now, cpu


def _text(written: bytes) -> bytes:
    return _ESCAPES.sub(b"", written)


def _cpu(pid: int) -> float:
    """Milliseconds of processor time that a process has taken."""
    return time.clock_gettime(((~pid) << 3) | 2) * 1000


def told(empty: Sequence[Start], many: Sequence[Start]) -> list[str]:
    """The figures, with the ratios to hold."""
    lines = [f"{'':14} {'none':>9} {IMPORTS * ACTIONS:>9,} {'ratio':>7}"]
    for name in ("first", "usable", "first_cpu", "usable_cpu", "settled_cpu"):
        before, after = (statistics.median(getattr(each, name) for each in runs)
                         for runs in (empty, many))  # fmt: skip
        ratio = after / before
        verdict = ""
        if name in {"first_cpu", "usable_cpu"}:
            verdict = f"  goal {GOAL}: {'met' if ratio <= GOAL else 'MISSED'}"
        lines.append(f"{name:14} {before:9.1f} {after:9.1f} {ratio:7.3f}{verdict}")
    return lines


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--screen", choices=sorted(ROWS), default="workspaces")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        homes = [
            asyncio.run(made(Path(folder) / name, imports=count))
            for name, count in (("none", 0), ("many", IMPORTS))
        ]
        runs: list[list[Start]] = [[], []]
        for number in range(options.runs + 1):
            for place in (0, 1) if number % 2 else (1, 0):
                runs[place].append(started(homes[place], options.screen))
    sys.stdout.write("\n".join([*told(*(each[1:] for each in runs)), ""]))


if __name__ == "__main__":
    main()
