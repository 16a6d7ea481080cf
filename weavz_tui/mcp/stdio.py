"""An MCP server over standard input and output: one client, which started this process."""

from __future__ import annotations

import logging
import sys
from typing import cast

import anyio
from mcp.server.stdio import stdio_server

from weavz_tui.mcp.backend import Backend
from weavz_tui.mcp.door import Door
from weavz_tui.mcp.lines import lines_of
from weavz_tui.model.servers import McpAccess

_log = logging.getLogger(__name__)


async def serve_stdio(backend: Backend, access: McpAccess) -> None:
    """Serve one server to whoever holds the other ends, until they close standard input.

    Nothing but the protocol is written to standard output. Who may start this process may use it:
    there is no token.
    """
    # Outside of the task group, which would wrap what goes wrong.
    await backend.exposed(access.server)
    try:
        await _serve(backend, access)
    except* BrokenPipeError:
        _log.info("the client has gone")


async def _serve(backend: Backend, access: McpAccess) -> None:
    async with anyio.create_task_group() as group:
        door = Door(backend, access.server, group.start_soon, access)
        await door.open()
        group.start_soon(_follow, backend, door)
        group.start_soon(_until_closed, door, group.cancel_scope)
        stdin = cast("anyio.AsyncFile[str]", lines_of(sys.stdin.fileno()))
        async with stdio_server(stdin) as (reading, writing):
            options = door.sdk.create_initialization_options()
            await door.sdk.run(reading, writing, options)
        group.cancel_scope.cancel()


async def _until_closed(door: Door, scope: anyio.CancelScope) -> None:
    """The record was deleted: there is nothing left to serve."""
    await door.closed.wait()
    scope.cancel()


async def _follow(backend: Backend, door: Door) -> None:
    async for change in backend.changes():
        if change.workspace_id not in {None, door.server.workspace_id}:
            continue
        try:
            await door.look_again()
        except Exception as error:  # the worker's edge: the next change is another chance
            _log.error("a change was not announced: %s", type(error).__name__)
