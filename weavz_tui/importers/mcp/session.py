"""A connection to an MCP server that stays open while it is used."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from typing import Any

import httpx2
from mcp.client import Client, IncomingMessage
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.client.subscriptions import ListenNotSupportedError, SubscriptionLost
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, Implementation, Tool, ToolListChangedNotification

from weavz_tui import __version__
from weavz_tui.importers.description import ServerAddress
from weavz_tui.importers.mcp.pinned import PinnedTransport
from weavz_tui.model.transport import TransportError
from weavz_tui.net import NetSettings

OPEN_SECONDS = 30.0
CALL_SECONDS = 300.0
MOST_PAGES = 100

Changed = Callable[[], None]


class McpSession:
    """One session with one server. `changed` is called when its list of tools has changed.

    `env` and `headers` carry what a connection gives. A server over stdio gets a bare environment
    beside them, and what it writes to stderr is dropped: it may hold anything. `network` is how
    one over HTTP is reached; None where nothing outside is.
    """

    def __init__(
        self,
        address: ServerAddress,
        *,
        network: NetSettings | None,
        changed: Changed,
        env: Mapping[str, str],
        headers: Mapping[str, str],
    ) -> None:
        self._address = address
        self._network = network
        self._changed = changed
        self._env = dict(env)
        self._headers = dict(headers)
        self._client: Client | None = None
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.used = time.monotonic()

    @property
    def is_open(self) -> bool:
        """Whether it can be used."""
        return self._task is not None and not self._task.done() and not self._stopping.is_set()

    async def open(self) -> None:
        """Start or reach the server and shake hands; raises what went wrong, TimeoutError."""
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._run(ready))
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                await ready
        except BaseException:
            await self.close()
            raise

    async def tools(self) -> list[Tool]:
        """Every tool that the server has."""
        client, found, cursor = self._used(), [], None
        for _ in range(MOST_PAGES):
            page = await client.list_tools(cursor=cursor)
            found += page.tools
            cursor = page.next_cursor
            if not cursor:
                break
        return found

    async def call(self, name: str, arguments: Mapping[str, Any]) -> CallToolResult:
        """Call a tool; raises MCPError."""
        return await self._used().call_tool(name, dict(arguments))

    async def about(self) -> tuple[str, str]:
        """The server's title and what it says of itself."""
        client = self._used()
        info = client.server_info
        return (info.title or info.name if info else ""), client.instructions or ""

    async def close(self) -> None:
        """End the session and what it started."""
        self._stopping.set()
        task = self._task
        if task is not None and not task.done():
            done, _ = await asyncio.wait({task}, timeout=10)
            if not done:
                task.cancel()
        if task is not None:
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task

    def _used(self) -> Client:
        self.used = time.monotonic()
        if self._client is None:
            raise MCPError(code=-32000, message="Connection closed")
        return self._client

    async def _run(self, ready: asyncio.Future[None]) -> None:
        try:
            async with AsyncExitStack() as stack:
                client = await stack.enter_async_context(await self._connected(stack))
                self._client = client
                listening = asyncio.create_task(self._listen(client))
                ready.set_result(None)
                try:
                    await self._stopping.wait()
                finally:
                    listening.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await listening
        except Exception as error:
            if not ready.done():
                ready.set_exception(_first(error))
        finally:
            self._client = None
            if not ready.done():
                ready.cancel()

    async def _connected(self, stack: AsyncExitStack) -> Client:
        info = Implementation(name="weavz-tui", version=__version__)
        if self._address.command:
            sink = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
            stack.callback(sink.close)
            program, *arguments = self._address.command
            parameters = StdioServerParameters(command=program, args=arguments, env=self._env)
            transport = stdio_client(parameters, errlog=sink)
        elif self._network is None:
            raise TransportError("nothing outside can be reached", kind="refused", sent=False)
        else:
            http = await stack.enter_async_context(
                httpx2.AsyncClient(
                    transport=PinnedTransport(self._network),
                    headers=self._headers,
                    timeout=httpx2.Timeout(30.0, read=CALL_SECONDS),
                    trust_env=False,
                )
            )
            transport = streamable_http_client(self._address.url, http_client=http)
        return Client(
            transport,
            client_info=info,
            message_handler=self._heard,
            read_timeout_seconds=CALL_SECONDS,
            cache=None,
        )

    async def _heard(self, message: IncomingMessage) -> None:
        if isinstance(message, ToolListChangedNotification):
            self._changed()

    async def _listen(self, client: Client) -> None:
        """Follow the list on a server of the present revision; older ones tell by themselves."""
        with contextlib.suppress(ListenNotSupportedError, SubscriptionLost, MCPError):
            async with client.listen(tools_list_changed=True) as events:
                async for _ in events:
                    self._changed()


def _first(error: BaseException) -> BaseException:
    """The first cause in a group of errors."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
