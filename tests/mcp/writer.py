"""A process that changes a workspace whenever a line arrives, and says when it was committed.

Run `python -m tests.mcp.writer WORKSPACE INTEGRATION_ID` with WEAVZ_TUI_HOME set: every line turns
one action of the integration off or on again; the answer is the moment on the monotonic clock,
which all processes of a machine share.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from weavz_tui.engine.local import open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import Source
from weavz_tui.model.requests import IntegrationUpdate


async def main(workspace_id: str, integration_id: str) -> None:
    """Change on every line until standard input ends."""
    service = await open_local(Home.find(), source=Source.CLI, tidy_after=3600)
    narrow = False
    print("ready", flush=True)  # noqa: T201 - this is how it is heard
    while await asyncio.to_thread(sys.stdin.readline):
        narrow = not narrow
        allowed = ["hash"] if narrow else None
        update = IntegrationUpdate(allowed_actions=allowed)
        await service.integrations.update(workspace_id, integration_id, update)
        print(time.monotonic(), flush=True)  # noqa: T201
    await service.close()


class Writer:
    """The other process, as a test speaks to it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._input, self._output = process.stdin, process.stdout

    async def change(self) -> float:
        """Commit one change; when that was."""
        self._input.write(b"\n")
        return float(await self.line())

    async def line(self) -> bytes:
        """The next thing that it says."""
        return await self._output.readline()


@asynccontextmanager
async def writing(workspace_id: str, integration_id: str) -> AsyncIterator[Writer]:
    """A writer on the home of this process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.mcp.writer", workspace_id, integration_id),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    writer = Writer(process)
    try:
        assert await writer.line() == b"ready\n"
        yield writer
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
