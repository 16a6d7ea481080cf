"""Small pieces of ASGI that the hub is put together from."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import anyio
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from weavz_tui.model.errors import WeavzError

GRACE_SECONDS = 0.05
BODY_SECONDS = 60.0


class Refusal(Exception):
    """The answer to a request that goes no further; `body` is the error envelope of the wire."""

    def __init__(
        self, status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.headers = dict(headers or {})

    @classmethod
    def of(cls, error: WeavzError, headers: Mapping[str, str] | None = None) -> Refusal:
        """A refusal that says what an error says."""
        return cls(error.status, error.wire(), headers)

    async def send(self, send: Send) -> None:
        """Answer with it."""
        body = json.dumps(self.body, default=str).encode()
        headers = {
            "content-type": "application/json",
            "content-length": str(len(body)),
            **self.headers,
        }
        if self.status in {408, 413}:
            # What is left of the body will not be read.
            headers["connection"] = "close"
        encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": encoded})
        await send({"type": "http.response.body", "body": body})


async def read_body(headers: Mapping[bytes, bytes], receive: Receive, largest: int) -> bytes:
    """The whole body. Raises Refusal when it is over `largest` bytes or does not come in time, and
    ClientDisconnect when its sender is gone."""
    declared = headers.get(b"content-length", b"")
    if declared.isdigit() and int(declared) > largest:
        raise _too_large(largest)
    body = b""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            more = True
            parts = bytearray()
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientDisconnect
                more = message.get("more_body", False)
                part: bytes = message.get("body", b"")
                if not parts and not more:
                    body = part
                    break
                parts += part
                if len(parts) > largest:
                    raise _too_large(largest)
    except TimeoutError:
        text = f"The body did not arrive within {BODY_SECONDS:g} s"
        raise Refusal(408, {"error": text, "code": "TIMEOUT"}) from None
    return body or bytes(parts)


def replaying(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives a body which was read already, then goes on."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return pending.pop() if pending else await receive()

    return replay


async def unless_left(
    app: ASGIApp, scope: Scope, body: bytes, receive: Receive, send: Send
) -> None:
    """Run an app that does not look whether its client is still there; cancel it when it leaves.

    Most calls are over before it is worth looking.
    """
    loop = asyncio.get_running_loop()
    watching: list[asyncio.Task[None]] = []
    with anyio.CancelScope() as running:

        async def watch() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            running.cancel()

        timer = loop.call_later(GRACE_SECONDS, lambda: watching.append(loop.create_task(watch())))
        try:
            await app(scope, replaying(body, receive), send)
        finally:
            timer.cancel()
            for each in watching:
                each.cancel()


def ending(send: Send) -> tuple[Send, Callable[[], Awaitable[None]]]:
    """A `send` that knows how far the response is, and what ends it properly where it stopped."""
    state = {"started": False, "ended": False}

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            state["started"] = True
        elif not message.get("more_body", False):
            state["ended"] = True
        await send(message)

    async def end() -> None:
        if state["started"] and not state["ended"]:
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    return sending, end


def _too_large(largest: int) -> Refusal:
    text = f"The body is larger than {largest} bytes"
    return Refusal(413, {"error": text, "code": "VALIDATION_ERROR"})
