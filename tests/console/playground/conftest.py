"""The loopback Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from tests.console.playground.slack import Slack


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    found = Slack()
    app = web.Application()
    app.router.add_post("/chat.postMessage", found.message)
    app.router.add_route("*", "/conversations.list", found.channels)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server: Any = site._server
    found.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield found
    await runner.cleanup()
