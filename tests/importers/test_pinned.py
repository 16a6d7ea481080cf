"""How an imported MCP server over HTTP is reached: policy, proxy, authorities."""

from __future__ import annotations

import base64
from pathlib import Path

import httpx2
import pytest
from aiohttp import web

from tests.net.servers import Proxy, authority, http, raw
from weavz_tui.importers.mcp.pinned import PinnedTransport
from weavz_tui.model.transport import TransportError
from weavz_tui.net import AddressPolicy, NetSettings


async def _answer(request: web.Request) -> web.Response:
    return web.Response(text=request.headers["host"])


async def get(url: str, settings: NetSettings) -> str:
    """What a server answers to a client that is set up so."""
    async with httpx2.AsyncClient(transport=PinnedTransport(settings), trust_env=False) as client:
        return (await client.get(url)).text


async def test_a_certificate_of_ones_own_authority_is_trusted_where_it_is_set(
    tmp_path: Path,
) -> None:
    ca_file, tls = authority(tmp_path)
    async with http(_answer, tls=tls) as url:
        with pytest.raises(httpx2.ConnectError):
            await get(url, NetSettings())
        assert await get(url, NetSettings(ca_file=str(ca_file))) == url.removeprefix("https://")


@pytest.mark.parametrize("is_tls", [False, True])
async def test_the_proxy_is_asked_for_names_that_it_alone_knows(
    tmp_path: Path, is_tls: bool
) -> None:
    ca_file, tls = authority(tmp_path)
    wanted = base64.b64encode(b"me:secret").decode()
    proxy = Proxy(authorization=f"Proxy-Authorization: Basic {wanted}")
    async with http(_answer, tls=tls if is_tls else None) as url, raw(proxy) as proxy_url:
        there = url.replace("127.0.0.1", "upstream.test")
        settings = NetSettings(
            proxy=proxy_url.replace("//", "//me:secret@"), ca_file=str(ca_file)
        ).with_environment({})
        assert await get(there, settings) == there.partition("://")[2]
    assert len(proxy.lines) == 1


async def test_this_machine_is_reached_without_the_proxy() -> None:
    proxy = Proxy()
    async with http(_answer) as url, raw(proxy) as proxy_url:
        settings = NetSettings(proxy=proxy_url).with_environment({})
        assert await get(url, settings) == url.removeprefix("http://")
    assert proxy.lines == []


@pytest.mark.parametrize("proxy", [None, "http://127.0.0.1:1"])
async def test_a_forbidden_address_is_refused_before_anything_is_sent(proxy: str | None) -> None:
    settings = NetSettings(proxy=proxy, http_proxy=proxy, policy=AddressPolicy(allow_private=False))
    with pytest.raises(TransportError) as refused:
        await get("http://10.0.0.1/mcp", settings)
    assert refused.value.kind == "refused"
