"""One MCP server, as its clients meet it, whatever carries their messages."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import anyio
from mcp.server.caching import CacheHint
from mcp.server.context import ServerRequestContext
from mcp.server.subscriptions import InMemorySubscriptionBus, ListenHandler
from mcp.shared.exceptions import MCPError
from mcp.shared.subscriptions import ToolsListChanged
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    NotificationParams,
    PaginatedRequestParams,
)

from weavz_tui import __version__
from weavz_tui.mcp.backend import Backend, UnknownTool
from weavz_tui.mcp.progress import reporting
from weavz_tui.mcp.results import Content, of_failure
from weavz_tui.mcp.sdk import ToolServer
from weavz_tui.mcp.sessions import STDIO, Sessions, Spawn
from weavz_tui.model.servers import ExposedTool, McpAccess, McpServer

ACCESS = "weavz_tui.mcp.access"
SESSION_HEADER = "mcp-session-id"
COMPLETE = "complete"

Call = ServerRequestContext[dict[str, Any], Any]

_log = logging.getLogger(__name__)


class Door:
    """Serves the tools of one server record and tells its clients when they become others.

    Over HTTP every request brings its `McpAccess` in the ASGI scope under `ACCESS`; over stdio
    there is one, `access`. `spawn` starts a task that may outlive a request.
    """

    def __init__(
        self, backend: Backend, server: McpServer, spawn: Spawn, access: McpAccess | None = None
    ) -> None:
        self.server = server
        self.sessions = Sessions(spawn)
        self.closed = anyio.Event()
        self._backend = backend
        self._access = access
        self._bus = InMemorySubscriptionBus()
        self._listening = ListenHandler(self._bus)
        self._exposed: object = None
        self._tools: list[Content] = []
        self._announced: list[Content] = []
        self.sdk = ToolServer(
            server.name,
            version=__version__,
            instructions=server.description,
            # A list that is taken for fresh would defeat the announcements.
            cache_hints={"tools/list": CacheHint(ttl_ms=0, scope="private")},
            on_list_tools=self._list,
            on_call_tool=self._call,
            on_subscriptions_listen=self._listening,
            get_tool_input_schema=_no_headers,
        )
        self.sdk.add_notification_handler(
            "notifications/initialized", NotificationParams, self._initialized
        )

    async def open(self) -> None:
        """Read the tools for the first time; what they are now needs no announcement."""
        await self._refresh()
        self._announced = self._tools

    async def look_again(self) -> None:
        """Read record and tools again: tell every client if the tools differ from those last told,
        close when the record is gone."""
        server = await self._backend.server(self.server)
        if server is None:
            self.close()
            return
        self.server = server
        self.sdk.rename(server.name, server.description)
        await self._refresh()
        if self._tools == self._announced:
            return
        self._announced = self._tools
        self.sessions.announce(self._tools)
        await self._bus.publish(ToolsListChanged())

    def catch_up(self, session_id: str) -> None:
        """Tell one client, which has just begun to listen, of a change that it has missed."""
        self.sessions.catch_up(session_id, self._announced)

    def close(self) -> None:
        """End every listening stream and leave the door to whoever runs it."""
        self._listening.close()
        self.closed.set()

    async def _refresh(self) -> None:
        exposed = await self._backend.exposed(self.server)
        if exposed is self._exposed:
            return
        self._tools = [_described(each) for each in exposed]
        self._exposed = exposed

    async def _list(self, ctx: Call, params: PaginatedRequestParams | None) -> Any:
        await self._refresh()
        self.sessions.listed(_session_id(ctx), self._tools)
        return {"tools": self._tools, "resultType": COMPLETE}

    async def _call(self, ctx: Call, params: CallToolRequestParams) -> Any:
        access = ctx.request.scope[ACCESS] if ctx.request else self._access
        assert access is not None
        base = _base(ctx)
        result: Content | None = None
        async with reporting(ctx, params.name):
            result = await self._answer(access, params.name, params.arguments or {}, base)
        if result is None:
            raise MCPError(
                INVALID_PARAMS,
                f"Unknown tool: {params.name}",
                {"hint": "tools/list shows the tools that there are now"},
            )
        return {**result, "resultType": COMPLETE}

    async def _answer(
        self, access: McpAccess, name: str, arguments: Mapping[str, Any], base: str | None
    ) -> Content | None:
        """The result of a call; None where there is no such tool."""
        try:
            return await self._backend.call(access, name, arguments, base=base)
        except UnknownTool:
            return None
        except Exception as error:  # the door's edge: no client may see what went wrong inside
            _log.error("%s failed unexpectedly: %s", name, type(error).__name__, exc_info=error)
            return of_failure()

    async def _initialized(self, ctx: Call, params: NotificationParams) -> None:
        self.sessions.begin(_session_id(ctx), ctx.session, self._announced)


def _no_headers(name: str) -> Mapping[str, Any] | None:
    """No tool of ours takes arguments from headers. The SDK, left to find out for itself, would
    list every tool for each call."""
    return None


def _base(ctx: Call) -> str | None:
    """The address that the client knows us by; None where it started us."""
    request = ctx.request
    return f"{request.scope['scheme']}://{request.headers['host']}" if request else None


def _session_id(ctx: Call) -> str:
    return ctx.request.headers.get(SESSION_HEADER, STDIO) if ctx.request else STDIO


def _described(tool: ExposedTool) -> Content:
    """A tool as the protocol lists it."""
    hints = tool.annotations
    return {
        "name": tool.name,
        "title": tool.title,
        "description": tool.description,
        "inputSchema": tool.input_schema,
        "annotations": {
            "title": hints.title,
            "readOnlyHint": hints.read_only_hint,
            "destructiveHint": hints.destructive_hint,
            "idempotentHint": hints.idempotent_hint,
            "openWorldHint": hints.open_world_hint,
        },
    }
