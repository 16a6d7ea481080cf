"""The MCP door of a real `weavz-tui serve`, and what else must not pay for it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import anyio
import pytest

from tests.mcp.conftest import Served
from tests.mcp.serving import ERAS, MODERN, PATIENCE, client, hearing, modern, plain

TEXT = {"text": "hello", "algorithm": "sha1", "encoding": "hex"}
STARTING = 60.0
LIGHT = """
import json, sys
import weavz_tui.console.app, weavz_tui.engine.local, weavz_tui.mcp
from weavz_tui.cli.commands import console, run
heavy = ("mcp", "mcp_types", "uvicorn", "fastapi")
print(json.dumps([name for name in heavy if name in sys.modules]))
"""


@asynccontextmanager
async def serving(served: Served) -> AsyncIterator[tuple[Served, asyncio.subprocess.Process]]:
    """The same server record behind a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "weavz_tui", "serve", "--port", "0", "--log-level", "error"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        with anyio.fail_after(STARTING):
            line = (await process.stdout.readline()).decode()
        found = re.search(r"http://\S+", line)
        assert found is not None, line
        yield replace(served, base=found[0]), process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_serve_has_the_mcp_servers_in_both_eras_and_ends_with_open_streams(
    served: Served,
) -> None:
    async with serving(served) as (far, process):
        for era in ERAS:
            async with client(far.url, far.token, era) as made:
                result = await made.call_tool("hash_encode__hash", TEXT)
            assert result.is_error is False
        async with plain(far.url, far.token) as http:
            listed = modern("tools/list")
            for headers, expected in (
                ({"Host": "rebound.example"}, {403, 421}),
                ({"Origin": "http://rebound.example"}, {403}),
            ):
                answer = await http.post(
                    "", json=listed["json"], headers={**listed["headers"], **headers}
                )
                assert answer.status_code in expected
            listen = modern("subscriptions/listen", {"notifications": {"toolsListChanged": True}})
            stream = await http.send(http.build_request("POST", far.url, **listen), stream=True)
            assert stream.status_code == 200
            process.send_signal(signal.SIGTERM)
            with anyio.fail_after(PATIENCE):
                async for _ in stream.aiter_lines():
                    pass
                assert await process.wait() in {0, 130}


async def test_a_change_of_this_process_is_heard_at_serve(served: Served) -> None:
    async with serving(served) as (far, _), hearing(far.url, far.token, MODERN) as (_, ear):
        await served.add("datetime")
        await ear.wait(1)


def test_console_and_run_import_nothing_of_the_sdk(home_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(done.stdout) == []


@pytest.mark.parametrize("words", [["mcp", "--help"], ["--help"]])
def test_help_imports_nothing_of_the_sdk(home_path: Path, words: list[str]) -> None:
    program = (
        "import contextlib, sys\nfrom weavz_tui.cli.main import cli\n"
        "with contextlib.suppress(SystemExit):\n    cli.main(sys.argv[1:])\n"
        "print('mcp' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.splitlines()[-1] == "False"
