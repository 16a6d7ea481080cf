"""A console that nobody touches leaves its terminal alone."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks.bench_start import ours
from tests.benchmarks.console_home import FEW, filled
from tests.benchmarks.pty_program import PtyProgram, plain_environment, quiet_for, written_in
from weavz_tui.console.places import PLACES
from weavz_tui.home import Home

# A console tidies up three seconds after its start, and shows what that changed.
QUIET = 4.0
IDLE = 2.0
# On a busy machine something may have been left to show after that.
TRIES = 3


def test_no_screen_writes_while_nothing_happens(home: Home, tmp_path: Path) -> None:
    home.create()
    asyncio.run(filled(home, FEW))
    with ExitStack() as stack:
        running: dict[str, PtyProgram] = {}
        for place in PLACES:
            copy = shutil.copytree(home.data, tmp_path / place.id)
            environment = plain_environment(WEAVZ_TUI_HOME=str(copy))
            running[place.id] = PtyProgram([*ours(), "--screen", place.id], environment)
            stack.callback(running[place.id].close)
        for place in PLACES:
            running[place.id].until([f"{place.digit} {place.title}", "more"])
        programs = list(running.values())
        for _ in range(TRIES):
            quiet_for(QUIET, programs)
            written = written_in(IDLE, programs)
            if not any(written):
                break
    assert dict(zip(running, written, strict=True)) == dict.fromkeys(running, 0)
