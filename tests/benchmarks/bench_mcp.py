"""`tools/call` of `hash-encode.hash` over MCP beside a bare server of the SDK.

Run `python -m tests.benchmarks.bench_mcp`. Starts `weavz-tui serve` and the bare server
(`mcp_bare`: tuned as far as the SDK goes, its one tool computes the same digest), loads both in
turns at 1 and 8 connections, prints calls/s, latencies and the median ratio of neighbouring rounds,
and ends with 1 when a ratio is below the promised 0.5. Handshake sessions, which answer with a
stream, are shown beside.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.mcp_load import Figures, load, request
from tests.mcp.serving import handshake, plain
from weavz_tui.engine.local import open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import Source
from weavz_tui.model.requests import IntegrationCreate, WorkspaceCreate
from weavz_tui.model.servers import AuthMode, ServerCreate

CONNECTIONS = (1, 8)
PROMISED = 0.5
TOOL = "hash_encode__hash"
LISTENS = re.compile(r"http://127\.0\.0\.1:(\d+)")
START_SECONDS = 30


def say(text: str) -> None:
    """Print at once."""
    print(text, flush=True)  # noqa: T201


async def server(folder: Path) -> tuple[str, str]:
    """A home with an MCP server in it: the path of its endpoint and its token."""
    service = await open_local(Home(folder, folder), source=Source.CLI, tidy_after=3600)
    try:
        workspace = await service.workspaces.create(WorkspaceCreate(name="Bench", slug="bench"))
        data = IntegrationCreate(integration_name="hash-encode")
        await service.integrations.create(workspace.id, data)
        made = await service.servers.create(
            ServerCreate(name="Bench", workspace_id=workspace.id, auth_mode=AuthMode.BEARER)
        )
    finally:
        await service.close()
    assert made.bearer_token is not None
    return f"/mcp/srv_{made.server.id}", made.bearer_token


@contextmanager
def running(*words: str, **environment: str) -> Iterator[int]:
    """A server process; gives its port, which it names in its first lines."""
    with subprocess.Popen(
        [sys.executable, "-m", *words],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
    ) as process:
        try:
            assert process.stdout is not None
            found = next(filter(None, (LISTENS.search(line) for line in process.stdout)), None)
            if found is None:
                raise SystemExit(f"{words[0]} did not start")
            yield int(found[1])
        finally:
            process.terminate()


async def session_of(port: int, path: str, token: str) -> str:
    """A session of a handshake revision."""
    async with plain(f"http://127.0.0.1:{port}{path}", token) as http:
        return (await handshake(http))["Mcp-Session-Id"]


def shown(figures: list[Figures]) -> str:
    """The medians of some rounds."""
    rate, p50, p99 = (
        statistics.median(getattr(each, name) for each in figures)
        for name in ("rate", "p50", "p99")
    )
    return f"{rate:7.0f} calls/s   p50 {p50:5.2f} ms   p99 {p99:5.2f} ms"


def compare(
    bare: tuple[int, bytes], ours: tuple[int, bytes], rounds: int, seconds: float
) -> dict[int, float]:
    """The median ratio by connections, printed with what it comes from."""
    found: dict[int, float] = {}
    for connections in CONNECTIONS:
        seen: tuple[list[Figures], list[Figures]] = ([], [])
        for _ in range(rounds):
            for target, figures in zip((bare, ours), seen, strict=True):
                port, sent = target
                figures.append(asyncio.run(load(port, [sent] * connections, seconds)))
        ratios = [after.rate / before.rate for before, after in zip(*seen, strict=True)]
        found[connections] = statistics.median(ratios)
        say(f"{connections} connection(s)")
        say(f"  bare SDK   {shown(seen[0])}")
        say(f"  weavz-tui  {shown(seen[1])}   ratio {found[connections]:.2f}")
    return found


def main() -> int:
    """Measure and print; 1 when a ratio is below what is promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=1.0, help="length of a round")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, token = asyncio.run(server(Path(folder)))
        unlimited = {"WEAVZ_TUI_HOME": folder, "WEAVZ_TUI_LIMITS_RATE_LIMIT": str(10**9)}
        with (
            running("tests.benchmarks.mcp_bare") as bare_port,
            running(
                "weavz_tui", "serve", "--port", "0", "--log-level", "error", **unlimited
            ) as port,
        ):
            bare = bare_port, request(bare_port, "/mcp", token, TOOL)
            ratios = compare(
                bare, (port, request(port, path, token, TOOL)), given.rounds, given.seconds
            )
            session = asyncio.run(session_of(port, path, token))
            say("a session of a handshake revision, which answers with a stream")
            for connections in CONNECTIONS:
                sent = [
                    request(port, path, token, TOOL, session=session, id=id)
                    for id in range(connections)
                ]
                seen = [asyncio.run(load(port, sent, given.seconds)) for _ in range(3)]
                say(f"  {connections} connection(s)  {shown(seen)}")
    kept = all(ratio >= PROMISED for ratio in ratios.values())
    say(f"{'within' if kept else 'below'} the promise of {PROMISED}")
    return int(not kept)


if __name__ == "__main__":
    raise SystemExit(main())
