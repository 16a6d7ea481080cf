"""A remote engine gives what a local one gives, and says so when it cannot."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.client.conftest import Served
from tests.client.contract.played import played
from tests.client.contract.steps import steps
from tests.fixtures.service_methods import FOLLOWED, methods
from tests.mcp.serving import listening
from weavz_tui.api.app import ApiServer
from weavz_tui.client.service import RemoteService
from weavz_tui.engine.local import LocalService
from weavz_tui.model.errors import NotAvailable, Unauthorized, ValidationError, WeavzError
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.lists import PageQuery
from weavz_tui.model.requests import WorkspaceCreate


def test_the_contract_names_every_method() -> None:
    assert methods() - FOLLOWED == {name for name, _ in steps("http://127.0.0.1")}


async def test_every_method_gives_the_same_through_both(
    local: LocalService, served: Served, slack_url: str
) -> None:
    calls = steps(slack_url)
    expected = [each async for each in played(local, calls)]
    found = [each async for each in played(served.remote, calls)]
    assert len(expected) == len(found) == len(calls)
    differing = {
        f"{number} {one[0]}": (one[1], other[1])
        for number, (one, other) in enumerate(zip(expected, found, strict=True))
        if other != one
    }
    assert differing == {}


async def test_changes_at_the_other_end_are_told_soon(served: Served) -> None:
    changes = served.remote.changes()
    following = asyncio.ensure_future(anext(changes))
    clock = asyncio.get_running_loop().time
    async with asyncio.timeout(60):
        while not following.done():
            # The stream may not be open at the first of them.
            started = clock()
            made = WorkspaceCreate(name="New", slug=f"new-{started:.0f}-{id(object())}")
            await served.engine.workspaces.create(made)
            await asyncio.wait({following}, timeout=5.0)
    assert clock() - started < 5
    assert (await following).kind == "workspace"
    await changes.aclose()  # type: ignore[attr-defined]


class Breaking(httpx.AsyncBaseTransport):
    """A network on which the first stream of changes breaks, or is answered otherwise."""

    def __init__(self, answer: httpx.Response | None = None) -> None:
        self.inner = httpx.AsyncHTTPTransport()
        self.streams = 0
        self.answer = answer

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Break the first stream after its first line."""
        if not request.url.path.endswith("/changes"):
            return await self.inner.handle_async_request(request)
        self.streams += 1
        if self.streams > 1:
            return await self.inner.handle_async_request(request)
        if self.answer is not None:
            return self.answer

        async def broken() -> AsyncIterator[bytes]:
            yield b": following\n\n"
            raise httpx.ReadError("the line is gone")

        return httpx.Response(200, content=broken())


@pytest.mark.parametrize(
    "answer",
    [
        None,
        httpx.Response(502, text="<h1>Bad Gateway</h1>"),
        httpx.Response(503, json={"error": "Shutting down", "code": "UNAVAILABLE"}),
        httpx.Response(429, json={"error": "Too many", "code": "RATE_LIMITED"}),
    ],
    ids=["breaks", "a proxy in front", "shutting down", "too many requests"],
)
async def test_a_stream_that_breaks_is_taken_up_again(
    served: Served, answer: httpx.Response | None
) -> None:
    network = Breaking(answer)
    remote = RemoteService(served.url, served.key, transport=network)
    changes = remote.changes()
    async with asyncio.timeout(60):
        assert (await anext(changes)).kind == "*"
    assert network.streams == 2
    await changes.aclose()  # type: ignore[attr-defined]
    await remote.close()


async def test_a_wrong_key_is_refused_with_the_engines_own_words(served: Served) -> None:
    other = RemoteService(served.url, "wvz_wrong")
    with pytest.raises(Unauthorized) as caught:
        await other.workspaces.list(PageQuery())
    assert caught.value.hint
    assert "wvz_wrong" not in str(caught.value.wire())
    await other.close()


async def test_nobody_at_the_address_is_an_error_that_says_what_to_look_at() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
    remote = RemoteService(f"http://127.0.0.1:{port}", "wvz_x")
    with pytest.raises(WeavzError) as caught:
        await remote.workspaces.list(PageQuery())
    assert caught.value.code == "NETWORK_ERROR"
    assert "serve" in caught.value.hint
    await remote.close()


@pytest.mark.parametrize(
    "url",
    ["", "weavz.example.com", "ftp://x", "https://user:pw@x.example", "http://x.example/?key=1"],
)
def test_what_is_no_address_of_a_server_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        RemoteService(url, "wvz_x")


async def test_a_server_without_local_administration_is_used_as_far_as_it_goes(
    served: Served,
) -> None:
    """A hosted API has none of `/api/v1/local`: what needs it is not available, the rest works."""

    async def plain(scope, receive, send):  # type: ignore[no-untyped-def]
        if scope["type"] == "http" and scope["path"].startswith("/api/v1/local"):
            await send({"type": "http.response.start", "status": 404, "headers": []})
            await send({"type": "http.response.body", "body": b"<h1>Not Found</h1>"})
        else:
            await inner(scope, receive, send)

    inner = ApiServer(served.engine)
    async with listening(plain) as url:
        remote = RemoteService(url, served.key)
        workspace = await remote.workspaces.get("default")
        request = ExecuteRequest(
            integration_name="hash-encode",
            action_name="hash",
            workspace_id=workspace.id,
            input={"text": "hello", "algorithm": "sha256", "encoding": "hex"},
        )
        result = await remote.actions.execute(request)
        assert result.success and "2cf24dba5fb0a30e" in str(result.output)
        with pytest.raises(NotAvailable):
            await remote.actions.preview(request)
        assert [each async for each in remote.changes()] == []
        await remote.close()


@pytest.mark.parametrize(
    "body",
    [b"<h1>Router</h1>", b"\xff\xfe", b"[]", b'{"workspaces": 5}', b'{"workspaces": ["a"]}',
     b'{"workspaces": [], "total": "many"}'],
)  # fmt: skip
async def test_something_else_at_the_address_is_named_as_such(body: bytes) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=body)

    remote = RemoteService("http://x.example", "wvz_x", transport=httpx.MockTransport(answer))
    with pytest.raises(WeavzError) as caught:
        await remote.workspaces.list(PageQuery())
    assert caught.value.code == "HTTP_ERROR"
    await remote.close()
