"""From a commit in another process to `tools/list_changed` at a client, in both eras.

Run `python -m tests.benchmarks.bench_mcp_sync`. Four processes: `weavz-tui serve`, one that commits
changes of a workspace, this one with two clients of that workspace's server (one of each era) and
two of another workspace's. Prints median and maximum and what the others heard; ends with 1 when a
change took more than a second, or when a client heard more or less than it should.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.bench_mcp import running, say
from tests.mcp.serving import HANDSHAKE, MODERN, Ear, hearing
from tests.mcp.writer import writing
from weavz_tui.engine.local import LocalService, open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import Source
from weavz_tui.model.requests import IntegrationCreate, WorkspaceCreate
from weavz_tui.model.servers import AuthMode, SavedServer, ServerCreate

PROMISED = 1.0


async def made(service: LocalService, slug: str) -> tuple[SavedServer, str]:
    """A workspace with an integration and a server; the server and the integration's id."""
    workspace = await service.workspaces.create(WorkspaceCreate(name=slug, slug=slug))
    data = IntegrationCreate(integration_name="hash-encode")
    integration = await service.integrations.create(workspace.id, data)
    server = ServerCreate(name=slug, workspace_id=workspace.id, auth_mode=AuthMode.BEARER)
    return await service.servers.create(server), integration.id


async def measure(
    port: int, here: SavedServer, there: SavedServer, integration_id: str, changes: int
) -> bool:
    """Commit and listen; whether everything was heard in time by those whom it concerns."""

    def at(saved: SavedServer) -> tuple[str, str]:
        url = f"http://127.0.0.1:{port}/mcp/srv_{saved.server.id}"
        return url, saved.bearer_token or ""

    late: dict[str, list[float]] = {HANDSHAKE: [], MODERN: []}
    async with (
        writing(here.server.workspace_id, integration_id) as writer,
        hearing(*at(here), HANDSHAKE) as (_, old),
        hearing(*at(here), MODERN) as (_, new),
        hearing(*at(there), HANDSHAKE) as (_, other_old),
        hearing(*at(there), MODERN) as (_, other_new),
    ):

        async def heard(era: str, ear: Ear, count: int, committed: float) -> None:
            await ear.wait(count)
            late[era].append(time.monotonic() - committed)

        for count in range(1, changes + 1):
            committed = await writer.change()
            await asyncio.gather(
                heard(HANDSHAKE, old, count, committed), heard(MODERN, new, count, committed)
            )
    for era, seen in late.items():
        name = "handshake" if era == HANDSHAKE else era
        say(
            f"{name:<11} {len(seen)} changes   median {statistics.median(seen) * 1000:4.0f} ms   "
            f"maximum {max(seen) * 1000:4.0f} ms"
        )
    others = other_old.heard + other_new.heard
    say(f"heard by clients of another workspace: {others}")
    exact = (old.heard, new.heard, others) == (changes, changes, 0)
    return exact and max(max(seen) for seen in late.values()) < PROMISED


async def bench(folder: Path, changes: int) -> bool:
    """The home, the processes, the measurement."""
    service = await open_local(Home(folder, folder), source=Source.CLI, tidy_after=3600)
    try:
        here, integration_id = await made(service, "here")
        there, _ = await made(service, "there")
    finally:
        await service.close()
    os.environ["WEAVZ_TUI_HOME"] = str(folder)
    with running("weavz_tui", "serve", "--port", "0", "--log-level", "error") as port:
        return await measure(port, here, there, integration_id, changes)


def main() -> int:
    """Measure and print; 1 when the promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=50)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kept = asyncio.run(bench(Path(folder), given.changes))
    say(f"{'within' if kept else 'beyond'} the promise of {PROMISED:g} s")
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
