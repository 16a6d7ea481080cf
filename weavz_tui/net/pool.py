"""The connection pool of one event loop. Only `Client` imports this, on its first request."""

from __future__ import annotations

import base64
import ssl
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from weavz_tui.model.errors import ValidationError
from weavz_tui.model.http import Request, Response
from weavz_tui.model.transport import TransportError
from weavz_tui.net.address import SCHEMES, on_the_wire
from weavz_tui.net.resolver import PolicyResolver
from weavz_tui.net.settings import NetSettings

_NOT_OURS = frozenset({"User-Agent", "Accept", "Content-Type"})
_FRAMING = frozenset({"content-length", "transfer-encoding", "connection"})
_NO_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=None)

connected: ContextVar[list[bool]] = ContextVar("connected")


class _Connector(aiohttp.TCPConnector):
    """Notes in `connected` when a request has its connection: from then on it may be sent."""

    async def connect(self, *args: Any, **options: Any) -> Any:
        connection = await super().connect(*args, **options)
        connected.get()[0] = True
        return connection


class Pool:
    """Keep-alive connections and the TLS context, shared by every request of a loop."""

    def __init__(self, settings: NetSettings) -> None:
        self._settings = settings
        tls = trusting(settings.ca_file) if settings.ca_file else True
        self._session = aiohttp.ClientSession(
            connector=_Connector(
                limit=0,
                limit_per_host=settings.connections_per_host,
                resolver=PolicyResolver(settings.policy, _proxies(settings)),
                ssl=tls,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=_NOT_OURS,
            timeout=_NO_TIMEOUT,
        )

    async def exchange(self, request: Request, proxy: str | None, progress: list[bool]) -> Response:
        """One request, one response; raises TransportError.

        `progress[0]` becomes True as soon as the service may have seen the request.
        """
        url = on_the_wire(request.url)
        self._settings.policy.check_url(url)
        if proxy is not None:
            self._settings.policy.check_url(proxy)
        else:
            proxy = self._settings.proxy_for(url)
        headers = {k: v for k, v in request.headers.items() if k.lower() not in _FRAMING}
        options: dict[str, Any] = _through(proxy, url, headers) if proxy else {}
        token = connected.set(progress)
        try:
            async with self._session.request(
                request.method,
                URL(url, encoded=True),
                data=request.content or None,
                headers=headers,
                allow_redirects=False,
                **options,
            ) as response:
                return Response(
                    status=response.status,
                    headers=_headers(response),
                    content=await self._body(response),
                    url=url,
                )
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _failure(error, sent=progress[0]) from error
        finally:
            connected.reset(token)

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        limit = self._settings.max_bytes
        chunks: list[bytes] = []
        size = 0
        while chunk := await response.content.readany():
            size += len(chunk)
            if size > limit:
                response.close()
                raise TransportError(
                    f"the response is larger than {limit} bytes", kind="too large", sent=True
                )
            chunks.append(chunk)
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()


def trusting(ca_file: str) -> ssl.SSLContext:
    """A TLS context that trusts the system's authorities and those of a PEM file."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_verify_locations(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise ValidationError(
            f"The certificate authorities in {ca_file} cannot be read: {error}",
            hint="Give the path of a PEM file, or remove the setting `ca_file`",
        ) from error
    return context


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


def _failure(error: Exception, *, sent: bool) -> TransportError:
    """What an error of the client library means."""
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return TransportError(
            f"the proxy answered {error.status} {error.message}", kind="connect", sent=False
        )
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ClientConnectorCertificateError):
        return TransportError(str(error), kind="connect", sent=False)
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
