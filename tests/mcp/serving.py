"""A hub on a loopback port, clients of both eras, and what they hear."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import anyio
import httpx
import uvicorn
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client
from mcp_types import ToolListChangedNotification
from starlette.types import ASGIApp

MODERN = "2026-07-28"
HANDSHAKE = "legacy"
ERAS = (HANDSHAKE, MODERN)
PATIENCE = 60.0


class _Server(uvicorn.Server):
    """Tells when it answers."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = anyio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@asynccontextmanager
async def listening(app: ASGIApp) -> AsyncIterator[str]:
    """An app on a port of its own, in this loop; gives its base URL."""
    # With its protocol named, asyncio turns Nagle's algorithm off.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as bound:
        bound.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            app, log_config=None, lifespan="on", http="httptools", timeout_graceful_shutdown=2
        )
        server = _Server(config)
        task = asyncio.create_task(server.serve([bound]))
        with anyio.fail_after(PATIENCE):
            await server.ready.wait()
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            await task


@asynccontextmanager
async def client(url: str, token: str | None, era: str, **options: Any) -> AsyncIterator[Client]:
    """A connected client of the official SDK."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        create_mcp_http_client(headers=headers) as http,
        Client(streamable_http_client(url, http_client=http), mode=era, **options) as made,
    ):
        yield made


@dataclass
class Ear:
    """Counts the changes that a client hears of, whatever its era."""

    heard: int = 0
    _moved: anyio.Event = field(default_factory=anyio.Event)

    async def message(self, message: Any) -> None:
        """What a client of a handshake revision hears."""
        if isinstance(message, ToolListChangedNotification):
            self.hear()

    def hear(self) -> None:
        """One change was announced."""
        self.heard += 1
        self._moved.set()
        self._moved = anyio.Event()

    async def wait(self, count: int) -> None:
        """Until so many changes were heard; fails after ten seconds."""
        with anyio.fail_after(PATIENCE):
            while self.heard < count:
                await self._moved.wait()


def plain(url: str, token: str, **headers: str) -> httpx.AsyncClient:
    """A client that knows nothing of the protocol; it posts JSON to the server's address."""
    given = {
        "Authorization": f"Bearer {token}",
        "Accept": "application/json, text/event-stream",
        **headers,
    }
    return httpx.AsyncClient(base_url=url, headers=given, timeout=PATIENCE)


def message(method: str, params: Mapping[str, Any] | None = None, id: int = 1) -> dict[str, Any]:
    """A JSON-RPC request."""
    return {"jsonrpc": "2.0", "id": id, "method": method, "params": dict(params or {})}


async def handshake(http: httpx.AsyncClient) -> dict[str, str]:
    """Begin a session; the headers that belong to it."""
    params = {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "plain", "version": "1"},
    }
    begun = await http.post("", json=message("initialize", params))
    session = {
        "Mcp-Session-Id": begun.headers["mcp-session-id"],
        "MCP-Protocol-Version": "2025-11-25",
    }
    done = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    answer = await http.post("", json=done, headers=session)
    assert answer.status_code == 202
    return session


def modern(method: str, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What a request of the modern era consists of, as keyword arguments of `post`."""
    meta = {
        "io.modelcontextprotocol/protocolVersion": MODERN,
        "io.modelcontextprotocol/clientInfo": {"name": "plain", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    given = dict(params or {})
    headers = {"MCP-Protocol-Version": MODERN, "Mcp-Method": method}
    if "name" in given:
        headers["Mcp-Name"] = given["name"]
    return {"json": message(method, {**given, "_meta": meta}), "headers": headers}


@asynccontextmanager
async def hearing(url: str, token: str, era: str) -> AsyncIterator[tuple[Client, Ear]]:
    """A client that listens for changes of the list of tools."""
    ear = Ear()
    if era == HANDSHAKE:
        async with client(url, token, era, message_handler=ear.message) as made:
            await made.list_tools()
            yield made, ear
        return
    async with (
        client(url, token, era) as made,
        made.listen(tools_list_changed=True) as stream,
        anyio.create_task_group() as group,
    ):

        async def follow() -> None:
            async for _ in stream:
                ear.hear()

        group.start_soon(follow)
        await made.list_tools()
        yield made, ear
        group.cancel_scope.cancel()
