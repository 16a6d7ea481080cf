"""What becomes of the engine when an interpreter dies, hangs or is no longer wanted."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.real import need
from weavz_tui.sandbox import Places, PythonSandbox
from weavz_tui.sandbox.process import InterpreterProcess

PATIENCE = 40.0
BOMBS = """
import asyncio, sys
from weavz_tui.sandbox import PythonSandbox

async def main():
    async with PythonSandbox() as sandbox:
        for _ in range(3):
            bomb = "a = 1\\nfor _ in range(60):\\n    a = {'x': a, 'y': a}\\na"
            outcome = await sandbox.run(bomb)
            print(outcome.error.type)

asyncio.run(main())
print("pydantic_monty" in sys.modules)
"""


@pytest.fixture
async def sandbox() -> AsyncIterator[PythonSandbox]:
    """A sandbox of one place."""
    found = importlib.util.find_spec("pydantic_monty") is not None
    need(found, "install the extra `code`: pip install -e '.[code]'")
    async with PythonSandbox(Places(most=1, of_one=1, kept=0)) as made:
        yield made


def process_of(sandbox: PythonSandbox) -> int:
    """The process that waits for a run."""
    (process,) = sandbox._warm
    assert isinstance(process, InterpreterProcess)
    return process._process.pid


def is_there(process: int) -> bool:
    """Whether something of a process group lives still; a zombie does not."""
    need(sys.platform == "linux", "run on Linux")
    for state in Path("/proc").glob("[0-9]*/stat"):
        try:
            kind, _, group = state.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(group) == process and kind != "Z":
            return True
    return False


async def test_an_interpreter_that_dies_takes_its_run_alone(sandbox: PythonSandbox) -> None:
    process = process_of(sandbox)

    async def die() -> None:
        os.kill(process, signal.SIGABRT)
        await anyio.sleep_forever()

    with anyio.fail_after(PATIENCE):
        outcome = await sandbox.run("await die()", host_functions={"die": die})
        assert outcome.error is not None
        assert outcome.error.type == "InterpreterDied"
        assert "nothing else was touched" in outcome.error.message
        assert (await sandbox.run("1 + 1")).result == 2
    assert process_of(sandbox) != process
    assert not is_there(process)


async def test_whoever_is_cancelled_frees_the_place_at_once(sandbox: PythonSandbox) -> None:
    process = process_of(sandbox)
    began = asyncio.Event()

    async def begin() -> None:
        began.set()

    task = asyncio.create_task(
        sandbox.run("await begin()\nwhile True: pass", host_functions={"begin": begin})
    )
    with anyio.fail_after(PATIENCE):
        await began.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not is_there(process)
        assert (await sandbox.run("1 + 1")).result == 2


async def test_a_process_that_hangs_is_ended(
    sandbox: PythonSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weavz_tui.sandbox.process.GRACE_SECONDS", 0.5)
    process = process_of(sandbox)

    async def hang() -> None:
        os.kill(process, signal.SIGSTOP)

    with anyio.fail_after(PATIENCE):
        outcome = await sandbox.run(
            "await hang()\nwhile True: pass", host_functions={"hang": hang}, timeout=0.5
        )
        assert outcome.error is not None
        assert str(outcome.error) == "TimeoutError: stopped after 0.5 seconds"
        assert not is_there(process)


async def test_processes_end_with_the_sandbox(sandbox: PythonSandbox) -> None:
    process = process_of(sandbox)
    assert is_there(process)
    await sandbox.__aexit__(None, None, None)
    assert not is_there(process)


async def test_a_process_knows_nothing_of_the_engines_environment(
    sandbox: PythonSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    need(sys.platform == "linux", "run on Linux")
    monkeypatch.setenv("WEAVZ_TUI_PASSPHRASE_FILE", "/canary-77b1")
    made = await InterpreterProcess.start()
    try:
        environment = Path(f"/proc/{made._process.pid}/environ")
        assert b"canary-77b1" not in await anyio.Path(environment).read_bytes()
    finally:
        await made.kill()


def test_the_engines_process_never_loads_the_interpreter_and_ends_well() -> None:
    need(importlib.util.find_spec("pydantic_monty") is not None, "install the extra `code`")
    ended = subprocess.run(
        [sys.executable, "-c", BOMBS], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.split() == ["ValueError"] * 3 + ["False"]


def test_processes_end_when_their_engine_is_killed() -> None:
    need(importlib.util.find_spec("pydantic_monty") is not None, "install the extra `code`")
    code = (
        "import asyncio\nfrom weavz_tui.sandbox import PythonSandbox\n"
        "async def main():\n"
        "    async with PythonSandbox() as sandbox:\n"
        "        print(sandbox._warm[0]._process.pid, flush=True)\n"
        "        await sandbox.run('while True: pass')\n"
        "asyncio.run(main())"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as one:
        assert one.stdout is not None
        process = int(one.stdout.readline())
        one.kill()
    # It holds the other end of nothing that could be waited for.
    end = time.monotonic() + PATIENCE
    while is_there(process):
        assert time.monotonic() < end
        os.sched_yield()


async def test_what_a_host_function_raises_keeps_its_kind(sandbox: PythonSandbox) -> None:
    async def fail(kind: str) -> Any:
        raise {"key": KeyError("k"), "own": _OwnError("mine")}[kind]

    code = (
        "found = []\nfor kind in ('key', 'own'):\n    try:\n        await fail(kind)\n"
        "    except Exception as error:\n        found.append(type(error).__name__)\nfound"
    )
    outcome = await sandbox.run(code, host_functions={"fail": fail})
    assert outcome.result == ["KeyError", "RuntimeError"]


class _OwnError(Exception):
    pass
