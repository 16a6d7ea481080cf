"""Redirects: where they lead, what they carry along, where they stop."""

from __future__ import annotations

import pytest
from aiohttp import web

from tests.net.servers import http
from weavz_tui.model.http import Request
from weavz_tui.model.transport import TransportError
from weavz_tui.net import AddressPolicy, Client, NetSettings

SECRETS = {"Authorization": "Bearer s", "X-Api-Key": "s", "Cookie": "s=1", "Private-Token": "s"}


async def _seen(request: web.Request) -> web.Response:
    headers = {name.lower(): text for name, text in request.headers.items()}
    body = (await request.read()).decode()
    return web.json_response({"method": request.method, "headers": headers, "body": body})


def _to(location: str, status: int) -> web.Response:
    return web.Response(status=status, headers={"Location": location})


async def test_another_origin_gets_no_header_that_could_be_a_credential(client: Client) -> None:
    async with http(_seen) as other:

        async def away(request: web.Request) -> web.Response:
            return _to(f"{other}/x", 307)

        async with http(away) as url:
            request = Request("GET", url, {**SECRETS, "Accept": "a/b"})
            response = await client.send(request)
    assert set(response.json()["headers"]) == {"accept", "host", "accept-encoding"}
    assert response.url == f"{other}/x"


async def test_the_same_origin_keeps_every_header(client: Client) -> None:
    async def answer(request: web.Request) -> web.Response:
        return _to("next", 302) if request.path == "/a/start" else await _seen(request)

    async with http(answer) as url:
        response = await client.send(Request("GET", f"{url}/a/start", SECRETS))
    assert {name.lower() for name in SECRETS} <= set(response.json()["headers"])
    assert response.url == f"{url}/a/next"


@pytest.mark.parametrize(
    ("status", "method", "after"),
    [
        (301, "POST", "GET"),
        (302, "POST", "GET"),
        (302, "PUT", "PUT"),
        (303, "PUT", "GET"),
        (307, "POST", "POST"),
        (308, "POST", "POST"),
    ],
)
async def test_method_and_body_go_on_as_the_status_says(
    client: Client, status: int, method: str, after: str
) -> None:
    async def answer(request: web.Request) -> web.Response:
        return _to("/end", status) if request.path == "/" else await _seen(request)

    async with http(answer) as url:
        request = Request(method, f"{url}/", {"Content-Type": "text/x"}, b"body")
        seen = (await client.send(request)).json()
    assert (seen["method"], seen["body"]) == (after, "" if after == "GET" else "body")
    assert ("content-type" in seen["headers"]) is (after != "GET")


async def test_a_request_that_follows_none_gets_the_redirect_itself(client: Client) -> None:
    async def answer(request: web.Request) -> web.Response:
        return _to("/end", 302)

    async with http(answer) as url:
        response = await client.send(Request("GET", url, follow_redirects=False))
    assert (response.status, response.headers["location"]) == (302, "/end")


async def test_a_circle_ends_after_ten(client: Client) -> None:
    count = 0

    async def answer(request: web.Request) -> web.Response:
        nonlocal count
        count += 1
        return _to("/", 302)

    async with http(answer) as url:
        with pytest.raises(TransportError, match="more than 10 redirects") as caught:
            await client.send(Request("GET", url))
    assert (caught.value.kind, caught.value.sent, count) == ("invalid", True, 11)


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://a/b", "http://[bad"])
async def test_a_redirect_out_of_http_is_invalid(client: Client, location: str) -> None:
    async def answer(request: web.Request) -> web.Response:
        return _to(location, 302)

    async with http(answer) as url:
        with pytest.raises(TransportError) as caught:
            await client.send(Request("GET", url))
    assert (caught.value.kind, caught.value.sent) == ("invalid", True)


async def test_the_policy_judges_every_hop() -> None:
    async def answer(request: web.Request) -> web.Response:
        return _to("http://169.254.169.254/latest/meta-data", 302)

    client = Client(NetSettings(policy=AddressPolicy()))
    async with http(answer) as url:
        with pytest.raises(TransportError) as caught:
            await client.send(Request("GET", url))
    await client.close()
    assert (caught.value.kind, caught.value.sent) == ("refused", True)
