"""HTTP to an MCP server at addresses that the address policy allows, and at no others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx2

Resolve = Callable[[str, int], Awaitable[tuple[str, ...]]]


class PinnedTransport(httpx2.AsyncBaseTransport):
    """Connects to what `resolve` gives for a host; certificates are checked for its name."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._inner = httpx2.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        host = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        addresses = await self._resolve(host, port)
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=addresses[0])
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()
