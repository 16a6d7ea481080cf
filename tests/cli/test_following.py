"""`activity --follow`: another process's executions, line by line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

from tests.cli.conftest import Invoke, Process

# Whoever runs the tests in the background has the interrupt ignored, and children inherit that.
LISTENING = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("weavz_tui", run_name="__main__")
"""


def test_executions_of_another_process_come_line_by_line(invoke: Invoke, process: Process) -> None:
    assert invoke("run", "hash-encode.generate_uuid").exit_code == 0
    following = subprocess.Popen(
        [sys.executable, "-c", LISTENING, "activity", "--follow", "--json", "--before", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )
    assert following.stdout is not None
    try:
        first = json.loads(following.stdout.readline())
        assert first["actionName"] == "generate_uuid"
        told: list[str] = []
        for _ in range(2):
            assert process("run", "hash-encode.hash").returncode == 2
            found = json.loads(following.stdout.readline())
            told.append(found["id"])
            assert (found["actionName"], found["errorCode"]) == ("hash", "VALIDATION_ERROR")
        assert len({first["id"], *told}) == 3
    finally:
        following.send_signal(signal.SIGINT)
        _, complaints = following.communicate(timeout=60)
    assert following.returncode == 130
    assert "Traceback" not in complaints


def test_without_follow_it_shows_its_help(invoke: Invoke) -> None:
    done = invoke("activity")
    assert done.exit_code == 0
    assert "--follow" in done.stdout
