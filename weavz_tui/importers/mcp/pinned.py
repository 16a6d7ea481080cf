"""HTTP to an MCP server: at addresses that the address policy allows, by the configured proxy,
trusting the configured authorities."""

from __future__ import annotations

import ssl
from functools import cached_property

import httpx2

from weavz_tui.net import NetSettings
from weavz_tui.net.authorities import trusting
from weavz_tui.net.names import allowed_addresses


class PinnedTransport(httpx2.AsyncBaseTransport):
    """Connects to an allowed address of a host; certificates are checked for its name. A proxy
    looks names up itself, so that only addresses written as numbers are judged before it."""

    def __init__(self, settings: NetSettings) -> None:
        self._settings = settings
        self._direct = httpx2.AsyncHTTPTransport(verify=self._tls, trust_env=False)
        self._proxied: dict[str, httpx2.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        proxy = self._settings.proxy_for(str(request.url))
        if proxy is not None:
            self._settings.policy.check_url(str(request.url))
            return await self._through(proxy).handle_async_request(request)
        host = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        addresses = await allowed_addresses(self._settings.policy, host, port)
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=addresses[0])
        return await self._direct.handle_async_request(request)

    async def aclose(self) -> None:
        for each in (self._direct, *self._proxied.values()):
            await each.aclose()

    @cached_property
    def _tls(self) -> ssl.SSLContext | bool:
        ca_file = self._settings.ca_file
        return trusting(ca_file) if ca_file else True

    def _through(self, proxy: str) -> httpx2.AsyncHTTPTransport:
        if proxy not in self._proxied:
            # What vouches for the proxy itself, where that is spoken to over TLS.
            trusted = self._tls if isinstance(self._tls, ssl.SSLContext) else None
            is_tls = proxy.startswith("https:")
            way = httpx2.Proxy(proxy, ssl_context=trusted if is_tls else None)
            self._proxied[proxy] = httpx2.AsyncHTTPTransport(
                verify=self._tls, trust_env=False, proxy=way
            )
        return self._proxied[proxy]
