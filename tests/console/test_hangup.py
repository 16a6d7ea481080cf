"""A terminal that goes away takes nothing with it that was typed."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable

import pytest

from tests.benchmarks.bench_start import ours
from tests.benchmarks.pty_program import PtyProgram, plain_environment
from weavz_tui.home import Home

ENDS: dict[str, Callable[[PtyProgram], int]] = {
    "the terminal is gone": PtyProgram.hang_up,
    "SIGHUP": lambda running: running.send(signal.SIGHUP),
    "SIGTERM": lambda running: running.send(signal.SIGTERM),
}


@pytest.mark.parametrize("end", list(ENDS))
def test_the_console_ends_with_its_terminal_and_keeps_the_draft(home: Home, end: str) -> None:
    environment = plain_environment(WEAVZ_TUI_HOME=str(home.data))
    running = PtyProgram([*ours(), "--screen", "playground"], environment)
    try:
        running.until(["4 Playground", "hash-encode.hash", "TYPING"])
        running.type("typed before\t")
        running.until(["typed before", "STATIC_DROPDOWN"])
        ENDS[end](running)
    finally:
        running.close()
    state = json.loads((home.data / "state.json").read_text())
    assert "typed before" in json.dumps(state)
