"""What is wrong gets an answer that says so, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

import anyio
import pytest

from tests.mcp.conftest import Served
from tests.mcp.serving import MODERN, PATIENCE, handshake, message, modern, plain
from tests.net.servers import head, raw
from weavz_tui.mcp.hub import LARGEST_BODY
from weavz_tui.model.enums import ExecutionStatus

HEADERS = {**modern("tools/call", {"name": "hash_encode__hash"})["headers"]}
DEEP = b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":' + b'{"a":' * 50_000


def calling(arguments: Any, name: str = "hash_encode__hash") -> dict[str, Any]:
    return modern("tools/call", {"name": name, "arguments": arguments})


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[1,2]", b"null", b'"text"', b"\xff\xfe", DEEP, b'{"jsonrpc":"2.0","id":1}'],
)
@pytest.mark.parametrize("era", ["handshake", "modern"])
async def test_a_body_that_is_no_request_is_a_protocol_error(
    served: Served, body: bytes, era: str
) -> None:
    headers = {**(HEADERS if era == "modern" else {}), "Content-Type": "application/json"}
    async with plain(served.url, served.token) as http:
        answer = await http.post("", content=body, headers=headers)
    assert 400 <= answer.status_code < 500
    assert "Traceback" not in answer.text


async def test_a_body_that_is_too_large_is_not_read(served: Served) -> None:
    parts = urlsplit(served.url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(
        f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer "
        f"{served.token}\r\nContent-Length: {LARGEST_BODY + 1}\r\n\r\n".encode()
    )
    with anyio.fail_after(PATIENCE):
        answer = await head(reader)
    assert answer.startswith("HTTP/1.1 413")
    assert "connection: close" in answer.lower()
    writer.close()


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded"])
async def test_another_content_type_is_refused(served: Served, content_type: str) -> None:
    """A form is what a page of somebody else could send without being asked."""
    async with plain(served.url, served.token) as http:
        answer = await http.post("", content=b"{}", headers={"Content-Type": content_type})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        ({}, {"text", "algorithm", "encoding"}),
        ({"text": ["a"], "algorithm": "sha1", "encoding": "hex"}, {"text"}),
        ({"text": None, "algorithm": "sha1", "encoding": "hex"}, {"text"}),
        ({"text": "a", "algorithm": 1, "encoding": {"x": 1}}, {"algorithm", "encoding"}),
    ],
)
async def test_wrong_types_are_told_field_by_field(
    served: Served, arguments: dict[str, Any], wrong: set[str]
) -> None:
    async with plain(served.url, served.token) as http:
        result = (await http.post("", **calling(arguments))).json()["result"]
    assert result["isError"] is True
    assert set(result["structuredContent"]["details"]["fields"]) == wrong


@pytest.mark.parametrize("arguments", ["text", [1], 7])
async def test_arguments_that_are_no_object_are_a_protocol_error(
    served: Served, arguments: Any
) -> None:
    async with plain(served.url, served.token) as http:
        answer = (await http.post("", **calling(arguments))).json()
    assert answer["error"]["code"] == -32602


@pytest.mark.parametrize("name", ["nope", "", "hash_encode__hash.", "weavz_execute", "x" * 10_000])
async def test_an_unknown_tool_is_a_protocol_error(served: Served, name: str) -> None:
    async with plain(served.url, served.token) as http:
        answer = await http.post("", **calling({}, name))
    assert "error" in answer.json()
    assert answer.status_code < 500


async def test_a_version_that_nobody_knows_is_told_which_are_known(served: Served) -> None:
    given = modern("tools/list")
    given["headers"]["MCP-Protocol-Version"] = "1999-01-01"
    given["json"]["params"]["_meta"]["io.modelcontextprotocol/protocolVersion"] = "1999-01-01"
    async with plain(served.url, served.token) as http:
        answer = await http.post("", **given)
    assert answer.status_code == 400
    assert MODERN in answer.text


async def test_a_header_that_says_otherwise_than_the_body_is_refused(served: Served) -> None:
    given = calling({})
    given["headers"]["Mcp-Name"] = "hash_encode__decode"
    async with plain(served.url, served.token) as http:
        assert (await http.post("", **given)).status_code == 400


async def test_an_unknown_session_is_not_found(served: Served) -> None:
    async with plain(served.url, served.token) as http:
        session = await handshake(http)
        session["Mcp-Session-Id"] = "0" * 32
        answer = await http.post("", json=message("tools/list"), headers=session)
    assert answer.status_code == 404


async def test_a_path_that_is_no_server_is_not_found(served: Served) -> None:
    async with plain(f"{served.base}/mcp/other", served.token) as http:
        answer = await http.post("", json={})
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


async def test_a_body_that_does_not_come_is_not_waited_for_long(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weavz_tui.mcp.asgi.BODY_SECONDS", 0.2)
    parts = urlsplit(served.url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(
        f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer "
        f"{served.token}\r\nContent-Length: 10\r\n\r\n{{".encode()
    )
    with anyio.fail_after(PATIENCE):
        answer = await head(reader)
    assert answer.startswith("HTTP/1.1 408")
    assert "connection: close" in answer.lower()
    writer.close()


class Upstream:
    """A service that answers when it is told to, and knows when its caller has gone."""

    def __init__(self) -> None:
        self.began, self.closed, self.go = anyio.Event(), anyio.Event(), anyio.Event()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        self.began.set()
        async with anyio.create_task_group() as group:

            async def watch() -> None:
                await reader.read()
                self.closed.set()
                self.go.set()

            group.start_soon(watch)
            await self.go.wait()
            if not self.closed.is_set():
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            writer.close()
            group.cancel_scope.cancel()


async def begin(served: Served, given: dict[str, Any]) -> asyncio.StreamWriter:
    """Send a request over a connection of its own."""
    parts = urlsplit(served.url)
    body = json.dumps(given["json"]).encode()
    lines = [
        f"POST {parts.path} HTTP/1.1",
        f"Host: {parts.netloc}",
        f"Authorization: Bearer {served.token}",
        "Content-Type: application/json",
        "Accept: application/json, text/event-stream",
        *(f"{name}: {value}" for name, value in given["headers"].items()),
        f"Content-Length: {len(body)}",
    ]
    _, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write("\r\n".join([*lines, "", ""]).encode() + body)
    return writer


@pytest.mark.parametrize("meta", [{}, {"progressToken": 1}])
async def test_a_modern_client_that_leaves_takes_its_call_along(
    served: Served, meta: dict[str, Any]
) -> None:
    """In that era closing the connection is how a call is cancelled, with and without progress."""
    await served.add("http")
    called = Upstream()
    record = served.recorded()
    async with raw(called) as upstream:
        given = calling({"method": "GET", "url": upstream}, "http__send_request")
        given["json"]["params"]["_meta"] |= meta
        writer = await begin(served, given)
        with anyio.fail_after(PATIENCE):
            await called.began.wait()
            writer.close()
            await called.closed.wait()
            assert (await record()).status is ExecutionStatus.CANCELED


async def test_a_call_of_a_session_goes_on_when_its_connection_is_lost(served: Served) -> None:
    """Before, a lost connection is no cancellation: the specification says so."""
    await served.add("http")
    called = Upstream()
    record = served.recorded()
    async with raw(called) as upstream, plain(served.url, served.token) as http:
        session = await handshake(http)
        params = {
            "name": "http__send_request",
            "arguments": {"method": "GET", "url": upstream},
        }
        given = {"json": message("tools/call", params), "headers": session}
        writer = await begin(served, given)
        with anyio.fail_after(PATIENCE):
            await called.began.wait()
            writer.close()
            await http.post("", json=message("ping", id=2), headers=session)
            called.go.set()
            assert (await record()).status is ExecutionStatus.SUCCESS


async def test_many_calls_of_one_session_come_back_to_who_asked(served: Served) -> None:
    async with plain(served.url, served.token) as http:
        session = await handshake(http)

        async def call(number: int) -> bool:
            params = {
                "name": "hash_encode__encode",
                "arguments": {"text": str(number), "encoding": "hex"},
            }
            answer = await http.post(
                "", json=message("tools/call", params, id=number), headers=session
            )
            return str(number).encode().hex() in answer.text

        assert all(await asyncio.gather(*(call(number) for number in range(1, 41))))
