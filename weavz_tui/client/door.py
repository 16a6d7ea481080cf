"""Requests to a remote engine: JSON in and out, its errors raised as ours."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import httpx

from weavz_tui.client.failures import NetworkError, NotAWeavzServer, raised
from weavz_tui.contexts import is_here
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import NotAvailable, Unauthorized, ValidationError
from weavz_tui.net.address import web_address
from weavz_tui.net.authorities import trusting

API = "/api/v1"
LOCAL = f"{API}/local"
SECONDS = 30.0
# What the published clients wait for an action (wire C.7).
ACTION_SECONDS = 310.0


class Door:
    """One remote engine at `url`, opened with an API key.

    Every method raises the WeavzError that the engine answered with, NetworkError where it cannot
    be reached, NotAWeavzServer where something else answers, NotAvailable for `/api/v1/local/...`
    of an engine that has no such thing (wire E.17).
    """

    def __init__(
        self,
        url: str,
        key: str,
        *,
        ca_file: str | None = None,
        proxy: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.url = checked(url)
        if not (key.isascii() and key.isprintable()):
            raise Unauthorized("The API key is not valid", hint="copy it again, without spaces")
        # This machine is reached directly: a proxy would be shown the key.
        is_local = is_here(self.url)
        verify = trusting(ca_file) if ca_file else True
        self._client = httpx.AsyncClient(
            base_url=self.url,
            headers={"authorization": f"Bearer {key}", "accept": "application/json"},
            timeout=httpx.Timeout(SECONDS, connect=10.0),
            verify=verify,
            proxy=None if is_local else proxy,
            mounts=dict.fromkeys(("all://", "http://", "https://")) if is_local else None,
            transport=transport,
        )
        self._has_local: bool | None = None

    def calls_as(self, source: Source) -> None:
        """Say from now on where calls come from; without it they come from the console."""
        self._client.headers["x-weavz-source"] = source.value

    async def get(self, path: str, **query: Any) -> dict[str, Any]:
        """The answer to a GET; parameters that are None are left out."""
        return await self._ask("GET", path, params=_query(query))

    async def post(
        self, path: str, body: Mapping[str, Any] | None = None, *, seconds: float = SECONDS
    ) -> dict[str, Any]:
        """The answer to a POST, within `seconds`."""
        return await self._ask("POST", path, json=dict(body or {}), timeout=seconds)

    async def patch(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to a PATCH."""
        return await self._ask("PATCH", path, json=dict(body))

    async def delete(self, path: str) -> dict[str, Any]:
        """The answer to a DELETE."""
        return await self._ask("DELETE", path)

    @asynccontextmanager
    async def lines(self, path: str) -> AsyncIterator[AsyncIterator[str]]:
        """The lines of an answer that does not end."""
        await self._require_local(path)
        timeout = httpx.Timeout(SECONDS, read=None)
        try:
            async with self._client.stream("GET", path, timeout=timeout) as response:
                if response.status_code != 200:
                    await response.aread()
                    raise raised(response, self.url)
                yield response.aiter_lines()
        except httpx.HTTPError as error:
            raise NetworkError.of(self.url, error) from None

    async def close(self) -> None:
        """Let the connections go."""
        await self._client.aclose()

    async def _ask(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        await self._require_local(path)
        response = await self._send(method, path, **options)
        if not response.is_success:
            raise raised(response, self.url)
        try:
            found = response.json()
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise NotAWeavzServer.of(self.url)
        return found

    async def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            return await self._client.request(method, path, **options)
        except httpx.HTTPError as error:
            raise NetworkError.of(self.url, error) from None

    async def _require_local(self, path: str) -> None:
        """Ask once whether the engine has what local administration adds."""
        if not path.startswith(LOCAL):
            return
        if self._has_local is None:
            response = await self._send("GET", f"{LOCAL}/organisation")
            if response.status_code not in {200, 404}:
                raise raised(response, self.url)
            self._has_local = response.status_code == 200
        if not self._has_local:
            raise NotAvailable(
                f"{self.url} does not offer this",
                details={"path": path},
                hint="it is a server of another kind; what the public API has works",
            )


def part(text: str) -> str:
    """A name as one part of a path."""
    return quote(text, safe="")


def checked(url: str) -> str:
    """The address of a server, without a slash at its end; raises ValidationError."""
    parts = web_address(url)
    if parts is None or parts.query or parts.fragment:
        raise ValidationError.of(
            "This is not the address of a server", server="such as https://weavz.example.com"
        )
    if parts.username or parts.password:
        raise ValidationError.of(
            "A server's address holds no secret", server="the key is asked for by itself"
        )
    return url.rstrip("/")


def _query(given: Mapping[str, Any]) -> dict[str, str]:
    shown = {True: "true", False: "false"}
    return {
        name: shown[value] if isinstance(value, bool) else str(value)
        for name, value in given.items()
        if value is not None
    }
