"""The MCP door: a server per record, over HTTP and stdio (wire C.9).

    hub(service)            an ASGI app for `/mcp`; inside another app, enter its `running()`
    serve_stdio(...)        one server for the process that started this one

`mcp` takes most of a second to import: nothing but `serve` and `mcp` may import what is in here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weavz_tui.engine.local import LocalService
    from weavz_tui.mcp.hub import Hub

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ANY = ("*",)


def hub(service: LocalService, *, hosts: Sequence[str] = LOOPBACK) -> Hub:
    """The MCP servers of an engine as an ASGI app. `hosts` are the names that it answers to; `ANY`
    where Host and Origin were looked at before."""
    from weavz_tui.mcp.hub import Hub  # noqa: PLC0415 - see above
    from weavz_tui.mcp.local import LocalBackend  # noqa: PLC0415

    return Hub(LocalBackend(service), hosts=hosts)
