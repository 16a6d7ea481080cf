"""What is committed, as it happens (wire E.17)."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, AsyncIterator

from fastapi import APIRouter, Request
from starlette.responses import StreamingResponse

from weavz_tui.api.callers import Callers, Engine
from weavz_tui.api.exchange import Exchange
from weavz_tui.api.route import ApiRoute
from weavz_tui.engine.local import LocalService
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.status import Change

router = APIRouter(prefix="/api/v1/local", tags=["local: changes"], route_class=ApiRoute)

PULSE_SECONDS = 15.0
EVENTS = "text/event-stream"


@router.get(
    "/changes",
    response_class=StreamingResponse,
    responses={200: {"content": {EVENTS: {}}, "description": "Server-sent events."}},
)
async def follow_changes(engine: Engine, request: Request) -> StreamingResponse:
    """A server-sent event for each change, `{"kind", "workspaceId"}`, within a second; bursts are
    merged. The stream ends when the key does, and when the server stops."""
    callers: Callers = request.app.state.callers
    callers.following.require_room(engine.parts.principal)
    headers = {"x-accel-buffering": "no"}
    return StreamingResponse(_events(engine, request), media_type=EVENTS, headers=headers)


async def _events(engine: LocalService, request: Request) -> AsyncIterator[bytes]:
    callers: Callers = request.app.state.callers
    with callers.following.stream(engine.parts.principal):
        async with contextlib.aclosing(_told(engine, request, callers)) as told:
            async for each in told:
                yield each


async def _told(
    engine: LocalService, request: Request, callers: Callers
) -> AsyncGenerator[bytes, None]:
    stopping = asyncio.ensure_future(request.app.state.stopping.wait())
    changes = engine.changes()
    following = asyncio.ensure_future(anext(changes))
    try:
        # One turn of the loop, so that nothing from now on is missed.
        await asyncio.sleep(0)
        yield b": following\n\n"
        while True:
            done, _ = await asyncio.wait(
                {following, stopping}, timeout=PULSE_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            if stopping in done:
                return
            await callers.check(Exchange.of(request.scope))
            if not done:
                yield b": still here\n\n"
                continue
            change = following.result()
            following = asyncio.ensure_future(anext(changes))
            if (shown := await _shown(engine, change)) is not None:
                yield b"data: " + json.dumps(shown.wire()).encode() + b"\n\n"
    except (WeavzError, StopAsyncIteration):
        return
    finally:
        # Both, before anything is waited for: where the client has left, waiting is cancelled too.
        for each in (following, stopping):
            each.cancel()
        # What they ended with has been seen by now.
        await asyncio.wait((following, stopping))


async def _shown(engine: LocalService, change: Change) -> Change | None:
    """A change as the caller may know of it: of other workspaces nothing."""
    if change.workspace_id is None:
        return change
    parts = engine.parts
    try:
        await parts.workspace(change.workspace_id)
    except WeavzError:
        # Gone, or not theirs; of one that was theirs its list tells.
        return Change(kind="workspace") if change.kind == "workspace" else None
    return change
