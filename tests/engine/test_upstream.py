"""The sessions with MCP servers of others: how many are kept, and for how long."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from tests.engine.conftest import World
from weavz_tui.engine.imports import upstream
from weavz_tui.importers.mcp.session import McpSession


class Session:
    """A session that takes a moment to end, as one with a process behind it does."""

    def __init__(self, used: float) -> None:
        self.used = used
        self.is_open = True
        self.closed = 0

    async def close(self) -> None:
        self.closed += 1
        await asyncio.sleep(0)


async def test_two_who_make_room_at_once_end_every_session_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upstream, "MOST_SESSIONS", 1)
    held: Any = world.service.parts.shared.upstream
    sessions = [Session(float(number)) for number in range(3)]
    for number, each in enumerate(sessions):
        held._sessions["org", "name", str(number)] = cast(McpSession, each)
    await asyncio.gather(held._make_room(), held._make_room())
    assert [each.closed for each in sessions] == [1, 1, 1]
    assert held._sessions == {}
