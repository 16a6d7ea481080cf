"""A listener on this machine that waits for the browser to come back from a provider (RFC 8252)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from html import escape
from urllib.parse import urlsplit, urlunsplit

from weavz_tui.model.errors import OAuthError, WeavzError

MOST_BYTES = 32 * 1024
REQUEST_SECONDS = 10.0
Take = Callable[[str], Awaitable[None]]

_PAGE = """<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<title>{title}</title><body style="font:16px sans-serif;margin:4em auto;max-width:36em">
<h1 style="font-size:1.3em">{title}</h1><p>{text}</p>"""


class Loopback:
    """Listens where `redirect_uri` points, and gives each address that a browser comes back to on
    its path to `take`. A port of 0, or none, becomes a free one: see `redirect_uri` after `open`.
    """

    def __init__(self, redirect_uri: str, take: Take) -> None:
        self.redirect_uri = redirect_uri
        self._take = take
        self._server: asyncio.Server | None = None
        self._answers: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Begin to listen; raises OAuthError where the port is taken."""
        parts = urlsplit(self.redirect_uri)
        host = parts.hostname or "127.0.0.1"
        hosts = ["127.0.0.1", "::1"] if host == "localhost" else [host]
        port = parts.port or 0
        for each in hosts:
            try:
                self._server = await asyncio.start_server(self._serve, each, port, limit=MOST_BYTES)
                break
            except OSError as error:
                if each == hosts[-1]:
                    raise OAuthError(
                        f"Nothing can listen on {host}:{port}: {error.strerror}",
                        hint="end what uses the port, or paste the address that the browser shows",
                    ) from None
        assert self._server is not None
        bound = self._server.sockets[0].getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        self.redirect_uri = urlunsplit(parts._replace(netloc=f"{shown}:{bound}"))

    async def close(self) -> None:
        """Stop listening; answers on their way are finished."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
        me = asyncio.current_task()
        await asyncio.gather(*(each for each in self._answers if each is not me),
                             return_exceptions=True)  # fmt: skip

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._answers.add(task)
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
            status, page = await self._answer(head.decode("latin-1"))
            writer.write(_response(status, page))
            await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # no browser of ours
        finally:
            self._answers.discard(task)
            with contextlib.suppress(OSError):
                writer.close()
                await writer.wait_closed()

    async def _answer(self, head: str) -> tuple[str, str]:
        """The answer to a request, which has to be for this listener: another page in the browser
        could send one under a name of its own that points here."""
        first, *lines = head.split("\r\n")
        method, _, rest = first.partition(" ")
        target = rest.rpartition(" ")[0]
        own = urlsplit(self.redirect_uri)
        headers = {name.strip().lower(): value.strip() for name, _, value in
                   (each.partition(":") for each in lines)}  # fmt: skip
        path, _, query = target.partition("?")
        if method != "GET" or path != (own.path or "/") or headers.get("host") != own.netloc:
            return "404 Not Found", _page("Nothing here", "This address waits for a provider.")
        try:
            await self._take(f"{self.redirect_uri.partition('?')[0]}?{query}")
        except WeavzError as error:
            return "400 Bad Request", _page("Not connected", error.message)
        return "200 OK", _page("Connected", "You can close this page and go back to the terminal.")


def _page(title: str, text: str) -> str:
    return _PAGE.format(title=escape(title), text=escape(text))


def _response(status: str, page: str) -> bytes:
    body = page.encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nCache-Control: no-store\r\n"
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n"
        "Referrer-Policy: no-referrer\r\nConnection: close\r\n\r\n"
    )
    return head.encode("latin-1") + body
