"""The key of another engine goes to that engine alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from weavz_tui.client.door import Door
from weavz_tui.client.failures import NotAWeavzServer
from weavz_tui.model.errors import Unauthorized

KEY = "wvz_canary-of-the-key-5h2"


@asynccontextmanager
async def listener(answer: bytes) -> AsyncIterator[tuple[int, list[bytes]]]:
    """A server that answers everything alike: its port, and what it was sent."""
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], heard
    finally:
        server.close()
        await server.wait_closed()


def answered(status: str, *headers: str, body: bytes = b"{}") -> bytes:
    """An answer as it goes over the wire."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Again", "308 Moved"])
async def test_a_redirect_takes_the_key_nowhere(status: str) -> None:
    async with listener(answered("200 OK")) as (elsewhere, stolen):
        moved = answered(status, f"Location: http://127.0.0.1:{elsewhere}/api/v1/usage")
        async with listener(moved) as (port, heard):
            door = Door(f"http://127.0.0.1:{port}", KEY)
            with pytest.raises(NotAWeavzServer):
                await door.get("/api/v1/usage")
            await door.close()
    assert KEY.encode() in heard[0]
    assert stolen == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
@pytest.mark.parametrize("way", ["setting", "HTTP_PROXY", "ALL_PROXY"])
async def test_a_proxy_is_not_shown_the_key_of_this_machine(
    monkeypatch: pytest.MonkeyPatch, host: str, way: str
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    async with (
        listener(answered("200 OK")) as (proxy, stolen),
        listener(answered("200 OK")) as (port, heard),
    ):
        address = f"http://127.0.0.1:{proxy}"
        if way != "setting":
            monkeypatch.setenv(way, address)
        door = Door(f"http://{host}:{port}", KEY, proxy=address if way == "setting" else None)
        assert await door.get("/api/v1/usage") == {}
        await door.close()
    assert (len(heard), stolen) == (1, [])


@pytest.mark.parametrize("key", [f"{KEY}\n", f"{KEY}\r\nX-Org-ID: other", f"{KEY}é", f"{KEY}\x00"])
async def test_a_key_that_is_no_header_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(Unauthorized) as refused:
        Door("http://127.0.0.1:9", key)
    assert KEY not in str(refused.value) + repr(refused.value.details)


async def test_the_key_is_in_no_representation() -> None:
    door = Door("http://127.0.0.1:9", KEY)
    assert KEY not in repr(door) + repr(vars(door))
    await door.close()
