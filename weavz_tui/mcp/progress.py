"""Telling a client that asked for it that its call is still under way."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio

if TYPE_CHECKING:
    from mcp.server.context import ServerRequestContext
    from mcp.server.session import ServerSession

EVERY_SECONDS = 1.0


@asynccontextmanager
async def reporting(ctx: ServerRequestContext[Any, Any], what: str) -> AsyncIterator[None]:
    """While the block runs, report its seconds at once and then every second, where the client
    gave a progress token. The block must not raise: a task group would wrap its error."""
    if not ctx.meta or ctx.meta.get("progress_token") is None:
        yield
        return
    async with anyio.create_task_group() as group:
        group.start_soon(_report, ctx.session, what)
        yield
        group.cancel_scope.cancel()


async def _report(session: ServerSession, what: str) -> None:
    began = time.monotonic()
    while True:
        seconds = time.monotonic() - began
        await session.report_progress(round(seconds, 1), None, f"{what}: {seconds:.0f} s")
        await anyio.sleep(EVERY_SECONDS)
