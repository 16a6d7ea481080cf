"""The one outbound client of a process."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from weavz_tui.model.http import Request, Response
from weavz_tui.net.names import allowed_addresses
from weavz_tui.net.redirects import follow, is_redirect
from weavz_tui.net.settings import NetSettings

if TYPE_CHECKING:
    from weavz_tui.net.pool import Pool


class Client:
    """Sends requests over keep-alive connections; implements `model.transport.Transport`.

    Which library does the work is known to `net.pool` alone; aiohttp, because under 64 callers it
    carries 70 times what httpx's own pool does. It is imported with the first request.
    """

    def __init__(self, settings: NetSettings | None = None) -> None:
        self.settings = settings or NetSettings().with_environment()
        self._pools: WeakKeyDictionary[asyncio.AbstractEventLoop, Pool] = WeakKeyDictionary()
        self._latest: Pool | None = None

    async def send(self, request: Request, *, proxy: str | None = None) -> Response:
        """Send exactly the request's content and headers (`Host`, `Accept-Encoding` and the
        body's length are added) and return the response, decompressed.

        Redirects are followed when the request says so. `proxy` replaces the configured one.
        Raises TransportError; cancelling closes the connection.
        """
        pool = self._pool()
        started = monotonic()
        response = await pool.exchange(request, proxy)
        if not is_redirect(request, response):
            return response

        async def exchange(each: Request) -> Response:
            return await pool.exchange(each, proxy)

        left = replace(request, timeout=request.timeout - (monotonic() - started))
        return await follow(left, response, exchange, limit=self.settings.max_redirects)

    async def resolve(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses at which a driver of another protocol may reach a host; implements
        `model.transport.Resolver`. Raises TransportError."""
        return await allowed_addresses(self.settings.policy, host, port)

    def _pool(self) -> Pool:
        loop = asyncio.get_running_loop()
        latest = self._latest
        if latest is not None and latest.loop is loop:
            return latest
        if (pool := self._pools.get(loop)) is None:
            from weavz_tui.net.pool import Pool  # noqa: PLC0415 - 0.1 s that a start does not need

            pool = self._pools[loop] = Pool(self.settings)
        self._latest = pool
        return pool

    async def close(self) -> None:
        """Close every connection of the running loop."""
        self._latest = None
        if (pool := self._pools.pop(asyncio.get_running_loop(), None)) is not None:
            await pool.close()
