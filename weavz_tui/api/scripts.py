"""The seam to what runs scripts: the MCP door has it, and the two doors do not know each other."""

from __future__ import annotations

from typing import Any, Protocol

from starlette.requests import Request

from weavz_tui.engine.local import LocalService
from weavz_tui.model.errors import NativeRuntimeRequired


class Scripts(Protocol):
    """Runs scripts over the tools of a server."""

    async def run(self, engine: LocalService, server_id: str, code: str) -> dict[str, Any]:
        """`content`, `structuredContent` and `isError` of a script, as an MCP client gets them;
        raises NotFound for a server out of reach."""
        ...


class NoScripts:
    """Stands where nothing can run scripts."""

    async def run(self, engine: LocalService, server_id: str, code: str) -> dict[str, Any]:
        """Raises NotFound, else NativeRuntimeRequired."""
        await engine.servers.get(server_id)
        raise NativeRuntimeRequired(
            "Scripts cannot be run here", hint="install weavz-tui with the extra `code`"
        )


def scripts_of(request: Request) -> Scripts:
    """What runs scripts in the server that a request came to."""
    found: Scripts = request.app.state.scripts
    return found
