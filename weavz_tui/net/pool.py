"""The connection pool of one event loop. Only `Client` imports this, on its first request."""

from __future__ import annotations

import asyncio
import base64
import os
import re
import ssl
from contextvars import ContextVar
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from weavz_tui.model.http import Request, Response
from weavz_tui.model.transport import TransportError
from weavz_tui.net.address import SCHEMES, on_the_wire
from weavz_tui.net.authorities import trusting
from weavz_tui.net.resolver import PolicyResolver
from weavz_tui.net.settings import NetSettings
from weavz_tui.net.transfer import ENDLESS, Transfer

_AUTOMATIC = ("User-Agent", "Accept", "Content-Type")
_BODILESS = frozenset({"GET", "HEAD"})
_FRAMING = frozenset({"content-length", "transfer-encoding", "connection"})
_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[!\"$-~]*")

connected: ContextVar[list[bool]] = ContextVar("connected")


class _Connector(aiohttp.TCPConnector):
    """Notes in `connected` when a request has its connection: from then on it may be sent."""

    async def connect(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Any],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - the library's signature
    ) -> Any:
        connection = await super().connect(req, traces, timeout)
        connected.get()[0] = True
        return connection


class Pool:
    """Keep-alive connections and the TLS context, shared by every request of a loop."""

    def __init__(self, settings: NetSettings) -> None:
        self.loop = asyncio.get_running_loop()
        self._settings = settings
        self._way = lru_cache(maxsize=512)(self._judged)
        tls = trusting(settings.ca_file) if settings.ca_file else True
        self._session = aiohttp.ClientSession(
            connector=_Connector(
                limit=0,
                limit_per_host=settings.connections_per_host,
                resolver=PolicyResolver(settings.policy, _proxies(settings)),
                ssl=tls,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def exchange(self, request: Request, proxy: str | None) -> Response:
        """One request, one response; raises TransportError."""
        url = request.url if _PLAIN.fullmatch(request.url) else on_the_wire(request.url)
        configured = self._way(url[: url.find("/", 8)])
        if proxy is not None:
            self._settings.policy.check_url(proxy)
        else:
            proxy = configured
        headers, automatic = _prepared(request)
        options: dict[str, Any] = {} if automatic is None else {"skip_auto_headers": automatic}
        if proxy is not None:
            options |= _through(proxy, url, headers)
        progress = [False]
        token = connected.set(progress)
        try:
            if request.body is not None or request.sink is not None:
                return await self._transferred(request, url, headers, options)
            async with self._session.request(
                request.method,
                URL(url, encoded=True),
                data=request.content or None,
                headers=headers,
                allow_redirects=False,
                timeout=_within(request.timeout),
                **options,
            ) as response:
                return Response(
                    status=response.status,
                    headers=_headers(response),
                    content=await self._body(response.content),
                    url=url,
                )
        except TimeoutError as error:
            message = f"no response within {request.timeout:g} s"
            raise TransportError(message, kind="timeout", sent=progress[0]) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _failure(error, sent=progress[0]) from error
        finally:
            connected.reset(token)

    async def _transferred(
        self, request: Request, url: str, headers: dict[str, str], options: dict[str, Any]
    ) -> Response:
        """The exchange of a request that has a file in it, or wants one."""
        data: Any = request.content or None
        async with Transfer(request) as transfer:
            if request.body is not None:
                headers["Content-Length"] = str(request.body.size)
                data = transfer.chunks(request.body)
            async with self._session.request(
                request.method,
                URL(url, encoded=True),
                data=data,
                headers=headers,
                allow_redirects=False,
                timeout=ENDLESS,
                **options,
            ) as response:
                found = Response(response.status, _headers(response), url=url)
                sink = request.sink
                if sink is None or not 200 <= response.status < 300:
                    return replace(found, content=await self._body(response.content))
                await transfer.receive(response.content, sink)
                body = sink.body
                if isinstance(body, bytes):
                    return replace(found, content=body)
                return replace(found, stored=body)

    def _judged(self, origin: str) -> str | None:
        """The configured proxy for an origin that the policy allows; raises TransportError."""
        self._settings.policy.check_url(origin)
        return self._settings.proxy_for(origin)

    async def _body(self, stream: aiohttp.StreamReader) -> bytes:
        """The rest of a body, chunk by chunk, so that no more than the limit is ever held."""
        chunks: list[bytes] = []
        size = 0
        while not stream.at_eof():
            chunk = stream.read_nowait() if stream.is_eof() else await stream.readany()
            size += len(chunk)
            if size > self._settings.max_bytes:
                raise TransportError(
                    f"the response is larger than {self._settings.max_bytes} bytes",
                    kind="too large",
                    sent=True,
                )
            chunks.append(chunk)
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()


@lru_cache(maxsize=64)
def _within(seconds: float) -> aiohttp.ClientTimeout:
    """The whole exchange, connecting included. Zero would mean no limit to the library."""
    return aiohttp.ClientTimeout(total=max(seconds, 0.001), sock_connect=None)


def _prepared(request: Request) -> tuple[dict[str, str], tuple[str, ...] | None]:
    """Headers without those that frame the body, and which ones the library must not add: None
    where it would add none anyway, because asking costs it as much as all of this module."""
    headers = dict(request.headers)
    given = {name.lower() for name in headers}
    if not given.isdisjoint(_FRAMING):
        headers = {name: text for name, text in headers.items() if name.lower() not in _FRAMING}
    typed = "content-type" in given or (request.method in _BODILESS and not request.size)
    alone = typed and "user-agent" in given and "accept" in given
    return headers, None if alone else _AUTOMATIC


def _headers(response: aiohttp.ClientResponse) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, text in response.headers.items():
        key = name.lower()
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _through(proxy: str, url: str, headers: dict[str, str]) -> dict[str, Any]:
    """Options for a proxy; its password goes to itself alone: with the request where it reads
    that, else with CONNECT."""
    address = URL(proxy if "://" in proxy else f"http://{proxy}")
    if not address.user:
        return {"proxy": address}
    pair = f"{address.user}:{address.password or ''}".encode()
    authorization = {"Proxy-Authorization": f"Basic {base64.b64encode(pair).decode()}"}
    if url.startswith("https:"):
        return {"proxy": address.with_user(None), "proxy_headers": authorization}
    headers |= authorization
    return {"proxy": address.with_user(None)}


def _proxies(settings: NetSettings) -> frozenset[tuple[str, int]]:
    found = set()
    for proxy in filter(None, (settings.proxy, settings.http_proxy)):
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        found.add((parts.hostname or "", parts.port or SCHEMES.get(parts.scheme, 80)))
    return frozenset(found)


def _unconnected(
    error: aiohttp.ClientConnectorError | aiohttp.ClientConnectorCertificateError,
) -> str:
    where = f"no connection to {error.host}:{error.port}"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        cause: Exception = error.certificate_error
    else:
        cause = error.os_error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"{where}: its certificate is not trusted: {cause.verify_message}"
    if isinstance(cause, ssl.SSLError):
        return f"{where}: it does not speak TLS: {cause.reason or cause}"
    if isinstance(cause, OSError) and (cause.errno or 0) > 0:
        return f"{where}: {os.strerror(cause.errno or 0)}"
    return f"{where}: {getattr(cause, 'strerror', None) or cause}"


def _failure(error: Exception, *, sent: bool) -> TransportError:
    """What an error of the client library means."""
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return TransportError(
            f"the proxy answered {error.status} {error.message}", kind="connect", sent=False
        )
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ClientConnectorCertificateError):
        return TransportError(_unconnected(error), kind="connect", sent=False)
    if isinstance(error, aiohttp.ClientPayloadError) and isinstance(
        error.__cause__, aiohttp.http_exceptions.ContentEncodingError
    ):
        return TransportError("the response cannot be decompressed", kind="invalid", sent=True)
    if isinstance(error, aiohttp.ClientResponseError):
        return TransportError(f"not HTTP: {error.message}", kind="invalid", sent=True)
    if isinstance(error, aiohttp.ClientConnectionError | aiohttp.ClientPayloadError | OSError):
        return TransportError(
            str(error) or "the connection ended before the response", kind="dropped", sent=sent
        )
    return TransportError(str(error) or type(error).__name__, kind="invalid", sent=sent)
