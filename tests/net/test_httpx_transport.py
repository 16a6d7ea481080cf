"""httpx transports as ours."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from weavz_tui.model.http import Request
from weavz_tui.model.transport import TransportError
from weavz_tui.net.httpx_transport import HttpxTransport


async def test_a_mock_transport_answers() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.content == b"x"
        return httpx.Response(201, json={"token": request.headers["x-token"]})

    transport = HttpxTransport(httpx.MockTransport(answer))
    response = await transport.send(Request("POST", "https://a.test/b", {"X-Token": "t"}, b"x"))
    assert (response.status, response.json()) == (201, {"token": "t"})
    assert (response.content_type, response.url) == ("application/json", "https://a.test/b")


async def test_it_follows_redirects_as_the_client_does() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "a.test":
            return httpx.Response(302, headers={"Location": "https://b.test/"})
        return httpx.Response(200, json=dict(request.headers))

    transport = HttpxTransport(httpx.MockTransport(answer))
    response = await transport.send(Request("GET", "https://a.test/", {"X-Token": "t"}))
    assert "x-token" not in response.json()


@pytest.mark.parametrize(
    ("error", "kind", "sent"),
    [
        (httpx.ConnectError("x"), "connect", False),
        (httpx.ReadTimeout("x"), "timeout", True),
        (httpx.ReadError("x"), "dropped", True),
    ],
)
async def test_its_failures_are_ours(error: Exception, kind: str, sent: bool) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(TransportError) as caught:
        await HttpxTransport(httpx.MockTransport(answer)).send(Request("GET", "https://a.test/"))
    assert (caught.value.kind, caught.value.sent) == (kind, sent)


async def test_the_time_limit_holds_for_applications_too() -> None:
    async def answer(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        return httpx.Response(200)

    transport = HttpxTransport(httpx.MockTransport(answer))
    with pytest.raises(TransportError) as caught:
        await transport.send(Request("GET", "https://a.test/", timeout=0.05))
    assert caught.value.kind == "timeout"
