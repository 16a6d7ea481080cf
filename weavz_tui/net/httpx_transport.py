"""Any httpx transport as ours: `httpx.MockTransport`, `httpx.ASGITransport`, a custom one."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import httpx

from weavz_tui.model.files import in_megabytes
from weavz_tui.model.http import Request, Response
from weavz_tui.model.transport import TransportError
from weavz_tui.net.redirects import follow


class HttpxTransport:
    """Adapts an `httpx.AsyncBaseTransport` to `model.transport.Transport`."""

    def __init__(self, transport: httpx.AsyncBaseTransport, *, max_redirects: int = 10) -> None:
        self._transport = transport
        self._max_redirects = max_redirects

    async def send(self, request: Request, *, proxy: str | None = None) -> Response:
        """Send over the adapted transport, which knows its own way: `proxy` is passed over."""
        try:
            async with asyncio.timeout(request.timeout):
                response = await self._exchange(request)
                return await follow(request, response, self._exchange, limit=self._max_redirects)
        except TimeoutError as error:
            message = f"no response within {request.timeout:g} s"
            raise TransportError(message, kind="timeout", sent=True) from error

    async def _exchange(self, request: Request) -> Response:
        sent = request.content if request.body is None else b"".join(request.body.chunks())
        outgoing = httpx.Request(
            request.method, request.url, headers=dict(request.headers), content=sent
        )
        try:
            response = await self._transport.handle_async_request(outgoing)
            try:
                content = await response.aread()
            finally:
                await response.aclose()
        except httpx.ConnectError as error:
            raise TransportError(str(error), kind="connect", sent=False) from error
        except httpx.TimeoutException as error:
            raise TransportError(str(error), kind="timeout", sent=True) from error
        except httpx.TransportError as error:
            raise TransportError(str(error), kind="dropped", sent=True) from error
        found = Response(response.status_code, dict(response.headers), content, request.url)
        if request.sink is None or not response.is_success:
            return found
        if request.sink.size + len(content) > request.sink.limit:
            message = f"the file is larger than {in_megabytes(request.sink.limit)}"
            raise TransportError(message, kind="too large", sent=True)
        request.sink.write(content)
        body = request.sink.body
        return found if isinstance(body, bytes) else replace(found, content=b"", stored=body)
