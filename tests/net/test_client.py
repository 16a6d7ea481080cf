"""The outbound client against real servers on loopback."""

from __future__ import annotations

import asyncio
import gzip
import subprocess
import sys

import pytest
from aiohttp import web

from tests.net.servers import head, http, raw
from weavz_tui.model.http import Request
from weavz_tui.model.transport import Transport, TransportError
from weavz_tui.net import Client


async def _echo(request: web.Request) -> web.Response:
    return web.json_response(
        {
            "line": f"{request.method} {request.raw_path}",
            "headers": {name.lower(): text for name, text in request.headers.items()},
            "body": (await request.read()).decode(),
        }
    )


def test_it_is_a_transport() -> None:
    client = Client()
    transport: Transport = client
    assert transport is client


async def test_it_sends_exactly_the_content_and_headers_it_was_given(client: Client) -> None:
    async with http(_echo) as url:
        request = Request("POST", f"{url}/a", {"X-One": "1", "content-type": "text/x"}, b"hello")
        seen = (await client.send(request)).json()
    assert seen["body"] == "hello"
    assert set(seen["headers"]) == {
        "x-one",
        "content-type",
        "content-length",
        "host",
        "accept-encoding",
    }


@pytest.mark.parametrize(
    "path",
    ["/a%2Fb/%7e?x=%20+%2B&y=a|b&z=[1]", "/?q=%C3%A9&empty=&&flag", "/a//b/../c;d=1", "/%zz"],
)
async def test_the_address_reaches_the_server_unchanged(client: Client, path: str) -> None:
    async with http(_echo) as url:
        seen = (await client.send(Request("GET", url + path))).json()
    assert seen["line"] == f"GET {path}"


async def test_what_http_cannot_carry_in_an_address_is_encoded(client: Client) -> None:
    async with http(_echo) as url:
        seen = (await client.send(Request("GET", f"{url}/é b?q=ü#part"))).json()
    assert seen["line"] == "GET /%C3%A9%20b?q=%C3%BC"


async def test_a_length_given_by_the_caller_cannot_break_the_framing(client: Client) -> None:
    async with http(_echo) as url:
        request = Request("POST", url, {"Content-Length": "1"}, b"hello")
        assert (await client.send(request)).json()["body"] == "hello"


async def test_response_headers_are_lower_case_and_repeated_ones_are_joined(
    client: Client,
) -> None:
    async def answer(request: web.Request) -> web.Response:
        response = web.Response(status=404, text="no")
        response.headers.add("X-Twice", "a")
        response.headers.add("X-Twice", "b")
        return response

    async with http(answer) as url:
        response = await client.send(Request("GET", url))
    assert (response.status, response.headers["x-twice"], response.text) == (404, "a, b", "no")


async def test_compressed_answers_are_decompressed(client: Client) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(b"plain"), headers={"Content-Encoding": "gzip"})

    async with http(answer) as url:
        assert (await client.send(Request("GET", url))).content == b"plain"


async def test_an_answer_that_does_not_decompress_is_invalid(client: Client) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=b"not gzip", headers={"Content-Encoding": "gzip"})

    async with http(answer) as url:
        with pytest.raises(TransportError) as caught:
            await client.send(Request("GET", url))
    assert (caught.value.kind, caught.value.sent) == ("invalid", True)


async def test_a_small_answer_that_unpacks_beyond_the_limit_is_too_large(client: Client) -> None:
    async def answer(request: web.Request) -> web.Response:
        bomb = gzip.compress(bytes(2_000_000))
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})

    async with http(answer) as url:
        with pytest.raises(TransportError) as caught:
            await client.send(Request("GET", url))
    assert (caught.value.kind, caught.value.sent) == ("too large", True)


async def test_connections_are_kept_and_used_again(client: Client) -> None:
    peers = set()

    async def answer(request: web.Request) -> web.Response:
        assert request.transport is not None
        peers.add(request.transport.get_extra_info("peername"))
        return web.Response(text="ok")

    async with http(answer) as url:
        for _ in range(5):
            await client.send(Request("GET", url))
    assert len(peers) == 1


async def test_nobody_listening_is_a_connect_failure_with_nothing_sent(client: Client) -> None:
    async with http(_echo) as url:
        pass
    with pytest.raises(TransportError) as caught:
        await client.send(Request("POST", url, content=b"x"))
    assert (caught.value.kind, caught.value.sent) == ("connect", False)


async def test_an_unknown_name_is_a_connect_failure_with_nothing_sent(client: Client) -> None:
    with pytest.raises(TransportError) as caught:
        await client.send(Request("GET", "http://nowhere.invalid/"))
    assert (caught.value.kind, caught.value.sent) == ("connect", False)


async def test_a_connection_that_ends_before_the_answer_was_perhaps_served(
    client: Client,
) -> None:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        writer.close()

    async with raw(connected) as url:
        with pytest.raises(TransportError) as caught:
            await client.send(Request("POST", url, content=b"x"))
    assert (caught.value.kind, caught.value.sent) == ("dropped", True)


async def test_a_body_that_ends_too_early_is_dropped(client: Client) -> None:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
        await writer.drain()
        writer.close()

    async with raw(connected) as url:
        with pytest.raises(TransportError) as caught:
            await client.send(Request("GET", url))
    assert (caught.value.kind, caught.value.sent) == ("dropped", True)


async def test_an_answer_that_is_not_http_is_invalid(client: Client) -> None:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        writer.write(b"220 smtp here\r\n\r\n")
        await writer.drain()
        writer.close()

    async with raw(connected) as url:
        with pytest.raises(TransportError) as caught:
            await client.send(Request("GET", url))
    assert (caught.value.kind, caught.value.sent) == ("invalid", True)


@pytest.mark.parametrize("url", ["ftp://a/b", "file:///etc/passwd", "http://", "no address", "//h"])
async def test_other_schemes_and_no_addresses_are_invalid(client: Client, url: str) -> None:
    with pytest.raises(TransportError) as caught:
        await client.send(Request("GET", url))
    assert (caught.value.kind, caught.value.sent) == ("invalid", False)


async def test_the_time_limit_covers_the_whole_exchange(client: Client) -> None:
    ended = asyncio.Event()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nslow")
        await writer.drain()
        await reader.read()
        ended.set()
        writer.close()

    async with raw(connected) as url:
        with pytest.raises(TransportError) as caught:
            await client.send(Request("GET", url, timeout=0.1))
        await asyncio.wait_for(ended.wait(), 30)
    assert (caught.value.kind, caught.value.sent) == ("timeout", True)


async def test_cancelling_closes_the_socket(client: Client) -> None:
    asked, ended = asyncio.Event(), asyncio.Event()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        asked.set()
        assert await reader.read() == b""
        ended.set()
        writer.close()

    async with raw(connected) as url:
        task = asyncio.create_task(client.send(Request("GET", url)))
        await asyncio.wait_for(asked.wait(), 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(ended.wait(), 30)


def test_one_client_serves_one_loop_after_another() -> None:
    made = Client()

    async def once() -> int:
        async with http(_echo) as url:
            response = await made.send(Request("GET", url))
        await made.close()
        return response.status

    assert [asyncio.run(once()), asyncio.run(once())] == [200, 200]


def test_the_client_library_is_imported_by_the_first_request_only() -> None:
    code = "import sys, weavz_tui.net as n; n.Client(); print('aiohttp' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"


async def test_a_failed_connection_says_where_and_why(client: Client) -> None:
    async with http(_echo) as url:
        pass
    with pytest.raises(TransportError) as caught:
        await client.send(Request("GET", url))
    assert caught.value.message == f"no connection to {url[7:]}: Connection refused"
