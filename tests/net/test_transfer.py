"""Files over the real client: chunk by chunk, as often as it takes, and never half of them."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from tests.net.servers import http
from weavz_tui.engine.calls.sending import Sender
from weavz_tui.engine.calls.spool import IN_MEMORY, Spool
from weavz_tui.model.errors import ActionFailed
from weavz_tui.model.files import CHUNK, Body, Part, chunks_of
from weavz_tui.model.http import Request
from weavz_tui.model.transport import TransportError
from weavz_tui.net.client import Client
from weavz_tui.stored_file import StoredFile

CONTENT = os.urandom(3 * 1024 * 1024 + 7)
SIZE = len(CONTENT)
LIMIT = 10 * SIZE


class Watched:
    """A source that knows how it was read."""

    def __init__(self, source: StoredFile) -> None:
        self.source = source
        self.size = source.size
        self.reads: list[tuple[int, int]] = []

    def read(self, start: int, size: int) -> bytes:
        self.reads.append((start, size))
        return self.source.read(start, size)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "tea.bin"
    made.write_bytes(CONTENT)
    return made


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    made = Client()
    yield made
    await made.close()


async def test_a_body_of_pieces_arrives_whole_with_its_length(client: Client, path: Path) -> None:
    seen: list[tuple[str | None, bytes]] = []

    async def take(request: web.Request) -> web.Response:
        parts = [chunk async for chunk in request.content.iter_any()]
        seen.append((request.headers.get("Content-Length"), b"".join(parts)))
        return web.Response()

    file = Watched(StoredFile(path))
    body = Body((b"begin", file, Part(file, 10, 20), b"end"))
    async with http(take) as url:
        await client.send(Request("POST", f"{url}/", body=body))
    expected = b"begin" + CONTENT + CONTENT[10:30] + b"end"
    assert seen == [(str(len(expected)), expected)]
    assert max(size for _, size in file.reads) == CHUNK


@pytest.mark.parametrize("repeatable", [True, False])
async def test_a_dropped_upload_is_read_again_only_where_it_may_be(
    client: Client, path: Path, repeatable: bool
) -> None:
    digests: list[str] = []

    async def take(request: web.Request) -> web.Response:
        if not digests:
            digests.append("")
            await request.content.readany()
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        digests.append(hashlib.sha256(await request.content.read()).hexdigest())
        return web.Response()

    async def at_once(_: float) -> None:
        pass

    sender = Sender(client, repeatable=repeatable, sleep=at_once)
    async with http(take) as url:
        request = Request("POST", f"{url}/", body=Body((StoredFile(path),)))
        if repeatable:
            assert (await sender(request)).ok
            assert digests == ["", hashlib.sha256(CONTENT).hexdigest()]
        else:
            with pytest.raises(ActionFailed):
                await sender(request)
            assert digests == [""]


async def test_a_dropped_download_begins_anew(client: Client) -> None:
    asked = 0

    async def give(request: web.Request) -> web.StreamResponse:
        nonlocal asked
        asked += 1
        if asked > 1:
            return web.Response(body=CONTENT)
        response = web.StreamResponse(headers={"Content-Length": str(SIZE)})
        await response.prepare(request)
        await response.write(CONTENT[: 2 * 1024 * 1024])
        assert request.transport is not None
        request.transport.close()
        return response

    async def at_once(_: float) -> None:
        pass

    spool = Spool()
    sink = spool.sink(LIMIT)
    sink.write(b"before")
    sender = Sender(client, repeatable=False, sleep=at_once)
    async with http(give) as url:
        response = await sender(Request("GET", f"{url}/", sink=sink))
    assert asked == 2
    assert isinstance(response.body, StoredFile)
    assert b"".join(chunks_of(response.body)) == b"before" + CONTENT
    folder = response.body.path.parent
    assert folder.stat().st_mode & 0o777 == 0o700
    spool.close()
    assert not folder.exists()


async def test_a_small_answer_stays_in_memory(client: Client) -> None:
    async def give(request: web.Request) -> web.Response:
        return web.Response(body=bytes(IN_MEMORY))

    async with http(give) as url:
        response = await client.send(Request("GET", f"{url}/", sink=Spool().sink(LIMIT)))
    assert (response.stored, response.content) == (None, bytes(IN_MEMORY))


async def test_an_error_is_not_taken_for_the_file(client: Client) -> None:
    async def refuse(request: web.Request) -> web.Response:
        return web.Response(status=404, text="gone")

    sink = Spool().sink(LIMIT)
    async with http(refuse) as url:
        response = await client.send(Request("GET", f"{url}/", sink=sink))
    assert (response.text, sink.size) == ("gone", 0)


async def test_what_is_larger_than_the_sink_is_not_taken(client: Client, path: Path) -> None:
    async def give(request: web.Request) -> web.FileResponse:
        return web.FileResponse(path)

    sink = Spool().sink(2 * 1024 * 1024)
    async with http(give) as url:
        with pytest.raises(TransportError, match="larger than 2 MB") as caught:
            await client.send(Request("GET", f"{url}/", sink=sink))
    assert (caught.value.kind, sink.size) == ("too large", 0)


async def test_an_answer_that_comes_before_the_end_is_the_answer(
    client: Client, path: Path
) -> None:
    async def refuse(request: web.Request) -> web.Response:
        return web.Response(status=403, text="not you")

    body = Body(tuple(StoredFile(path) for _ in range(20)))
    async with http(refuse) as url:
        response = await client.send(Request("PUT", f"{url}/", body=body))
    assert (response.status, response.text) == (403, "not you")


async def test_a_file_that_changes_meanwhile_is_not_sent_on(client: Client, path: Path) -> None:
    async def take(request: web.Request) -> web.Response:
        await request.content.readany()
        await asyncio.to_thread(path.write_bytes, b"another")
        await request.content.read()
        return web.Response()

    body = Body(tuple(StoredFile(path) for _ in range(20)))
    async with http(take) as url:
        with pytest.raises(TransportError, match="changed meanwhile") as caught:
            await client.send(Request("PUT", f"{url}/", body=body))
    assert caught.value.kind == "invalid"


async def test_time_is_up_only_where_nothing_moves(client: Client) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(6):
            await response.write(b"drop")
            await asyncio.sleep(0.5)
        if "stop" in request.query:
            await asyncio.sleep(30)
        return response

    async with http(drip) as url:
        request = Request("GET", f"{url}/", timeout=2.0, sink=Spool().sink(LIMIT))
        assert (await client.send(request)).content == b"drop" * 6
        stopped = Request("GET", f"{url}/?stop=1", timeout=2.0, sink=Spool().sink(LIMIT))
        with pytest.raises(TransportError) as caught:
            await client.send(stopped)
    assert caught.value.kind == "timeout"
