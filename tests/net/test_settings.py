"""Proxies and private authorities."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path

import pytest
from aiohttp import web

from tests.net.servers import Proxy, authority, http, raw
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.http import Request
from weavz_tui.model.transport import TransportError
from weavz_tui.net import AddressPolicy, Client, NetSettings

PROXY = "http://proxy.test:3128"


async def _answer(request: web.Request) -> web.Response:
    return web.Response(text=f"{request.scheme} {request.host}")


def _port(url: str) -> str:
    return url.rpartition(":")[2]


@pytest.mark.parametrize(
    ("environ", "url", "expected"),
    [
        ({"HTTPS_PROXY": PROXY}, "https://a.test/", PROXY),
        ({"https_proxy": PROXY}, "https://a.test/", PROXY),
        ({"HTTPS_PROXY": PROXY}, "http://a.test/", None),
        ({"HTTP_PROXY": "proxy.test:3128"}, "http://a.test/", PROXY),
        ({"HTTP_PROXY": PROXY, "REQUEST_METHOD": "GET"}, "http://a.test/", None),
        ({"ALL_PROXY": PROXY}, "http://a.test/", PROXY),
        ({"ALL_PROXY": PROXY}, "http://localhost:1/", None),
        ({"ALL_PROXY": PROXY}, "http://127.0.0.1:1/", None),
        ({"ALL_PROXY": PROXY, "NO_PROXY": "*"}, "http://a.test/", None),
        ({"ALL_PROXY": PROXY, "NO_PROXY": "b.test, a.test"}, "http://x.a.test/", None),
        ({"ALL_PROXY": PROXY, "NO_PROXY": ".a.test"}, "http://a.test/", None),
        ({"ALL_PROXY": PROXY, "NO_PROXY": "a.test"}, "http://ba.test/", PROXY),
        ({"ALL_PROXY": PROXY, "NO_PROXY": "a.test:81"}, "http://a.test/", PROXY),
        ({"ALL_PROXY": PROXY, "NO_PROXY": "a.test:81"}, "http://a.test:81/", None),
        ({"ALL_PROXY": PROXY, "NO_PROXY": "10.0.0.0/8"}, "http://10.2.3.4/", None),
        ({"ALL_PROXY": PROXY, "NO_PROXY": "10.0.0.0/8"}, "http://11.2.3.4/", PROXY),
    ],
)
def test_the_environment_names_the_proxy(
    environ: dict[str, str], url: str, expected: str | None
) -> None:
    assert NetSettings().with_environment(environ).proxy_for(url) == expected


def test_a_setting_wins_over_the_environment_for_both_schemes() -> None:
    environ = {"HTTPS_PROXY": "http://other.test", "NO_PROXY": "*"}
    settings = NetSettings(proxy=PROXY, no_proxy="").with_environment(environ)
    assert [settings.proxy_for(f"{each}://a.test") for each in ("http", "https")] == [PROXY, PROXY]


def test_a_proxys_password_is_not_in_the_settings_text() -> None:
    assert "pass" not in repr(NetSettings(proxy="http://u:pass@proxy.test"))


async def test_http_goes_through_the_proxy_with_its_password() -> None:
    wanted = base64.b64encode(b"user:p@ss").decode()
    proxy = Proxy(authorization=f"Proxy-Authorization: Basic {wanted}")
    async with http(_answer) as url, raw(proxy) as proxy_url:
        settings = NetSettings(http_proxy=proxy_url.replace("//", "//user:p%40ss@"))
        client = Client(settings)
        target = f"http://upstream.test:{_port(url)}/x?y=1"
        response = await client.send(Request("GET", target))
        await client.close()
    assert response.text == f"http upstream.test:{_port(url)}"
    assert proxy.lines == [f"GET {target} HTTP/1.1"]


async def test_https_goes_through_a_tunnel(tmp_path: Path) -> None:
    ca_file, tls = authority(tmp_path)
    proxy = Proxy()
    async with http(_answer, tls=tls) as url, raw(proxy) as proxy_url:
        client = Client(NetSettings(proxy=proxy_url, ca_file=str(ca_file)))
        response = await client.send(Request("GET", f"https://upstream.test:{_port(url)}/"))
        await client.close()
    assert response.text == f"https upstream.test:{_port(url)}"
    assert proxy.lines == [f"CONNECT upstream.test:{_port(url)} HTTP/1.1"]


async def test_the_configured_proxy_may_be_private_where_targets_may_not() -> None:
    async with http(_answer) as url, raw(Proxy()) as proxy_url:
        named = proxy_url.replace("127.0.0.1", "localhost")
        client = Client(NetSettings(http_proxy=named, policy=AddressPolicy(allow_private=False)))
        response = await client.send(Request("GET", f"http://upstream.test:{_port(url)}/"))
        await client.close()
    assert response.status == 200


async def test_a_proxy_that_refuses_a_tunnel_is_a_connect_failure() -> None:
    async with raw(Proxy(authorization="never")) as proxy_url:
        client = Client(NetSettings(proxy=proxy_url))
        with pytest.raises(TransportError, match="407") as caught:
            await client.send(Request("POST", "https://upstream.test/", content=b"x"))
        await client.close()
    assert (caught.value.kind, caught.value.sent) == ("connect", False)


async def test_a_private_authority_is_trusted_when_it_is_named(tmp_path: Path) -> None:
    ca_file, tls = authority(tmp_path)
    async with http(_answer, tls=tls) as url:
        client = Client(NetSettings(ca_file=str(ca_file)))
        response = await client.send(Request("GET", url))
        await client.close()
    assert response.status == 200


async def test_an_unknown_authority_is_a_connect_failure(tmp_path: Path) -> None:
    _, tls = authority(tmp_path)
    # The server's own complaint about the broken handshake is not what is tested here.
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    async with http(_answer, tls=tls) as url:
        client = Client(NetSettings())
        with pytest.raises(TransportError, match="certificate") as caught:
            await client.send(Request("POST", url, content=b"x"))
        await client.close()
    assert (caught.value.kind, caught.value.sent) == ("connect", False)


async def test_an_unreadable_authority_file_says_so(tmp_path: Path) -> None:
    client = Client(NetSettings(ca_file=str(tmp_path / "none.pem")))
    with pytest.raises(ValidationError, match=r"none\.pem"):
        await client.send(Request("GET", "https://127.0.0.1:1/"))


async def test_a_tunnel_is_asked_for_with_the_password_and_the_service_never_sees_it(
    tmp_path: Path,
) -> None:
    ca_file, tls = authority(tmp_path)
    wanted = base64.b64encode(b"user:secret").decode()

    async def answer(request: web.Request) -> web.Response:
        return web.Response(text=str("Proxy-Authorization" in request.headers))

    proxy = Proxy(authorization=f"Proxy-Authorization: Basic {wanted}")
    async with http(answer, tls=tls) as url, raw(proxy) as proxy_url:
        address = proxy_url.replace("//", "//user:secret@")
        client = Client(NetSettings(proxy=address, ca_file=str(ca_file)))
        response = await client.send(Request("GET", f"https://upstream.test:{_port(url)}/"))
        await client.close()
    assert response.text == "False"
