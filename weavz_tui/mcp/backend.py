"""What the MCP door asks of an engine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Protocol

from weavz_tui.model.servers import ExposedTool, McpAccess, McpServer
from weavz_tui.model.status import Change


class UnknownTool(Exception):
    """The server has no tool of that name."""


class Backend(Protocol):
    """An engine as MCP clients see it: who may come in, which tools there are, calling one."""

    async def admit(self, server_id: str, token: str) -> McpAccess:
        """What a bearer token opens on a server; raises Unauthorized."""
        ...

    async def server(self, server: McpServer) -> McpServer | None:
        """The record as it is by now; None when it was deleted."""
        ...

    async def exposed(self, server: McpServer) -> Sequence[ExposedTool]:
        """The tools of a server in the order in which they are shown; the same object for as long
        as nothing changed."""
        ...

    async def call(
        self,
        access: McpAccess,
        name: str,
        arguments: Mapping[str, Any],
        *,
        base: str | None = None,
    ) -> dict[str, Any]:
        """The result of a tool as the protocol carries it, errors included. `base` is the address
        that the client knows this server by, for links. Raises UnknownTool."""
        ...

    def changes(self) -> AsyncIterator[Change]:
        """What was committed, by this process or another, within a second; what calls leave behind
        may be left out."""
        ...
