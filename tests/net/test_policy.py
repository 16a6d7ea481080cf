"""Where requests may go."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_address

import pytest
from aiohttp import web

from tests.net.servers import http
from weavz_tui.model.http import Request
from weavz_tui.model.transport import TransportError
from weavz_tui.net import AddressPolicy, Client, NetSettings

METADATA = ["169.254.169.254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "fd00:ec2::254"]
PRIVATE = ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.1.1", "100.64.0.1", "::1", "fe80::1"]
PUBLIC = ["93.184.216.34", "2606:2800:220:1::1"]


@pytest.mark.parametrize("address", METADATA)
def test_metadata_addresses_are_refused_even_where_private_ones_are_allowed(address: str) -> None:
    assert AddressPolicy().refusal(ip_address(address)) == "a metadata address of a cloud"


@pytest.mark.parametrize(
    "address",
    ["169.254.170.23", "168.63.129.16", "192.0.0.192", "fd00:ec2::23", "fd20:ce::254"],
)
def test_the_metadata_of_every_large_cloud_is_refused(address: str) -> None:
    assert AddressPolicy().refusal(ip_address(address)) == "a metadata address of a cloud"


@pytest.mark.parametrize("address", METADATA)
def test_metadata_addresses_can_be_allowed(address: str) -> None:
    assert AddressPolicy(allow_metadata=True).refusal(ip_address(address)) is None


@pytest.mark.parametrize("address", [*PRIVATE, *PUBLIC])
def test_a_persons_own_machine_may_reach_its_own_network(address: str) -> None:
    assert AddressPolicy().refusal(ip_address(address)) is None


@pytest.mark.parametrize("address", [*PRIVATE, "0.0.0.0", "224.0.0.1", "::ffff:10.0.0.1"])
def test_a_shared_server_can_refuse_what_is_not_public(address: str) -> None:
    strict = AddressPolicy(allow_private=False)
    assert strict.refusal(ip_address(address)) == "not a public address"


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_always_allowed(address: str) -> None:
    assert AddressPolicy(allow_private=False).refusal(ip_address(address)) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1"])
async def test_no_spelling_of_loopback_gets_through(host: str) -> None:
    reached = False

    async def answer(request: web.Request) -> web.Response:
        nonlocal reached
        reached = True
        return web.Response()

    client = Client(NetSettings(policy=AddressPolicy(allow_private=False)))
    async with http(answer) as url:
        with pytest.raises(TransportError) as caught:
            await client.send(Request("GET", url.replace("127.0.0.1", host)))
    await client.close()
    assert caught.value.kind in {"refused", "invalid"}
    assert (caught.value.sent, reached) == (False, False)


async def test_a_name_is_judged_by_what_the_connection_would_use(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loop = asyncio.get_running_loop()
    asked: list[str] = []

    async def rebinding(host: str, port: int, **_: object) -> list[object]:
        asked.append(host)
        address = "93.184.216.34" if len(asked) > 1 else "169.254.169.254"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(loop, "getaddrinfo", rebinding)
    client = Client(NetSettings())
    with pytest.raises(TransportError) as caught:
        await client.send(Request("GET", "http://rebind.test/"))
    await client.close()
    assert (caught.value.kind, asked) == ("refused", ["rebind.test"])


async def test_a_proxy_named_by_the_caller_is_judged_too() -> None:
    client = Client(NetSettings())
    with pytest.raises(TransportError) as caught:
        await client.send(Request("GET", "http://a.test/"), proxy="http://169.254.169.254:80")
    await client.close()
    assert caught.value.kind == "refused"
