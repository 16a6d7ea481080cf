"""What keeps the demo on this machine."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address
from urllib.parse import urlsplit

from weavz_tui.model.http import Request, Response
from weavz_tui.model.transport import TransportError
from weavz_tui.net.client import Client
from weavz_tui.net.settings import NetSettings


class OfflineTransport:
    """Sends to loopback addresses alone, past every proxy; implements `model.transport.Transport`.

    Redirects are not followed: they would be another way out. Anything else is a TransportError
    (`refused`) and no name is looked up.
    """

    def __init__(self) -> None:
        self._client = Client(NetSettings())

    async def send(self, request: Request, *, proxy: str | None = None) -> Response:
        """Send, if it stays on this machine."""
        if not _is_here(urlsplit(request.url).hostname or ""):
            raise TransportError(
                "the demo is offline: only its sample service can be reached",
                kind="refused",
                sent=False,
            )
        return await self._client.send(replace(request, follow_redirects=False))

    async def close(self) -> None:
        """Close its connections."""
        await self._client.close()


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
