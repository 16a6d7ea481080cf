"""Actions that speak another protocol than HTTP: addresses, previews, what may have happened."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from weavz_tui.catalog import ActionFailed, Context, CustomAuth, Integration, Property
from weavz_tui.catalog.registry import Registry
from weavz_tui.engine.calls.sending import Sender
from weavz_tui.engine.local import LocalService, open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import ConnectionScope, ConnectionType, PropertyType, Source
from weavz_tui.model.errors import IdempotencyInDoubt, ValidationError
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.requests import ConnectionCreate
from weavz_tui.model.transport import TransportError
from weavz_tui.net.client import Client
from weavz_tui.net.policy import AddressPolicy
from weavz_tui.net.settings import NetSettings

TEXT = PropertyType.SHORT_TEXT

finger = Integration(
    "finger",
    title="Finger",
    auth=[
        CustomAuth(
            properties=[
                Property(name="host", type=TEXT, display_name="Host", required=True),
                Property(name="port", type=TEXT, display_name="Port", required=True),
                Property(
                    name="password",
                    type=PropertyType.SECRET_TEXT,
                    display_name="Password",
                    required=True,
                    secret=True,
                ),
            ]
        )
    ],
)


@finger.action()
async def ask(ctx: Context, question: str) -> Any:
    """Ask a line and get a line."""
    assert ctx.credential is not None
    host, port = ctx.credential.get("host"), ctx.credential.get("port")
    (address, *_) = await ctx.resolve(host, port, purpose=f"asks {host}:{port}\n{question}")
    reader, writer = await asyncio.open_connection(address, int(port))
    writer.write(f"{question} {ctx.credential.get('password')}\n".encode())
    answer = (await reader.readline()).decode().strip()
    writer.close()
    await writer.wait_closed()
    if not answer:
        raise ActionFailed("Action execution failed", details={"message": "hung up"})
    if answer.startswith("no "):
        raise ActionFailed(
            "Action execution failed", details={"message": answer, "reason": "REFUSED"}
        )
    return {"answer": answer, "host": host}


@finger.tests
async def greet(ctx: Context) -> Any:
    """Say hello."""
    return await ask(ctx, "hello")


@pytest.fixture
async def asked() -> AsyncIterator[tuple[int, list[str]]]:
    """The port of a server that repeats what it is asked, and what that was."""
    questions: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = (await reader.readline()).decode()
        questions.append(line.strip())
        if not line.startswith("silence"):
            writer.write(line.encode())
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1], questions
    server.close()
    await server.wait_closed()


@pytest.fixture
async def service(home_path: Path, passphrase_file: Path) -> AsyncIterator[LocalService]:
    registry = Registry(plugins=False)
    registry.add(finger)
    opened = await open_local(Home.find(), source=Source.CLI, registry=registry, tidy_after=3600)
    yield opened
    await opened.close()


async def connected(service: LocalService, host: str, port: int) -> str:
    made = await service.connections.create(
        ConnectionCreate(
            type=ConnectionType.CUSTOM_AUTH,
            external_id="door",
            display_name="Door",
            integration_name="finger",
            scope=ConnectionScope.ORGANIZATION,
            secret={"host": host, "port": str(port), "password": "swordfish"},
        )
    )
    return made.id


def question(text: str, **fields: Any) -> ExecuteRequest:
    return ExecuteRequest(
        integration_name="finger",
        action_name="ask",
        connection_external_id="door",
        input={"question": text},
        **fields,
    )


async def test_an_action_reaches_a_server_and_only_its_secrets_are_masked(
    service: LocalService, asked: tuple[int, list[str]]
) -> None:
    port, questions = asked
    await connected(service, "127.0.0.1", port)
    result = await service.actions.execute(question("who"))
    assert questions == ["who swordfish"]
    assert result.output == {"answer": "who •••", "host": "127.0.0.1"}


async def test_a_connection_is_tested_with_the_integrations_own_call(
    service: LocalService, asked: tuple[int, list[str]]
) -> None:
    id = await connected(service, "127.0.0.1", asked[0])
    found = await service.connections.test(id)
    assert (found.ok, found.message) == (True, "greet answered")
    assert asked[1] == ["hello swordfish"]


async def test_a_preview_stops_before_the_server_and_shows_what_is_asked(
    service: LocalService, asked: tuple[int, list[str]]
) -> None:
    port, questions = asked
    await connected(service, "127.0.0.1", port)
    shown = await service.actions.preview(question("who"))
    assert (shown.effect, shown.request) == ("socket", None)
    assert shown.description == "asks <host>:<port>\nwho"
    assert questions == []


async def test_what_may_have_happened_leaves_the_key_in_doubt(
    service: LocalService, asked: tuple[int, list[str]]
) -> None:
    await connected(service, "127.0.0.1", asked[0])
    for expected in (ActionFailed, IdempotencyInDoubt):
        with pytest.raises(expected):
            await service.actions.execute(question("silence", idempotency_key="k"))


async def test_what_the_server_refused_may_be_tried_again(
    service: LocalService, asked: tuple[int, list[str]]
) -> None:
    await connected(service, "127.0.0.1", asked[0])
    for _ in range(2):
        with pytest.raises(ActionFailed):
            await service.actions.execute(question("no", idempotency_key="k"))
    assert len(asked[1]) == 2


def sender(**policy: bool) -> Sender:
    return Sender(Client(NetSettings(policy=AddressPolicy(**policy))), repeatable=False)


async def test_a_name_becomes_its_addresses() -> None:
    assert "127.0.0.1" in await sender().resolve("localhost", 5432, "test")


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("127.0.0.1", "REFUSED"),
        ("localhost", "REFUSED"),
        ("169.254.169.254", "REFUSED"),
        ("no-such-host.invalid", "CONNECT"),
    ],
)
async def test_the_address_policy_holds_for_every_protocol(host: str, reason: str) -> None:
    strict = sender(allow_private=False)
    with pytest.raises(ActionFailed) as caught:
        await strict.resolve(host, 5432, "test")
    assert caught.value.details["reason"] == reason
    assert not strict.may_have_happened


@pytest.mark.parametrize("port", ["", "many", "0", "65536", "-1"])
async def test_a_port_is_a_number(port: str) -> None:
    with pytest.raises(ValidationError):
        await sender().resolve("localhost", port, "test")


async def test_a_transport_that_knows_http_alone_reaches_nothing_else() -> None:
    class OnlyHttp:
        async def send(self, request: Any, *, proxy: str | None = None) -> Any:
            raise TransportError("no", kind="connect", sent=False)

    with pytest.raises(ActionFailed) as caught:
        await Sender(OnlyHttp(), repeatable=False).resolve("localhost", 1, "test")
    assert caught.value.details["message"] == "only HTTP is possible here"
