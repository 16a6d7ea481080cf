"""How calls end when something comes in between: nothing is lost, done twice or left reserved."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

import httpx
import pytest

from tests.engine.conftest import Answers, World
from weavz_tui.catalog import Context, Integration, NoAuth, Prop, SecretText
from weavz_tui.engine.local import LocalService, open_local
from weavz_tui.home import Home
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import ConnectionType, ExecutionStatus, Source
from weavz_tui.model.errors import (
    ActionFailed,
    ConnectionRequired,
    IdempotencyInDoubt,
    PartialMismatch,
    ValidationError,
    VaultLocked,
)
from weavz_tui.model.execution import ExecuteRequest, ExecutionRecord
from weavz_tui.model.lists import ActivityQuery
from weavz_tui.model.requests import ConnectionCreate, PartialCreate
from weavz_tui.net.httpx_transport import HttpxTransport
from weavz_tui.store import organisations

SECRET = "sk-canary-7Qx0-secret"
lab = Integration("lab", title="Lab", base_url="https://lab.example", auth=[SecretText(), NoAuth()])


@lab.action()
async def post_twice(ctx: Context, text: str = "") -> Any:
    """Create something, then something more."""
    await ctx.post("/one", json={"text": text})
    return await ctx.post("/two", json={})


@lab.action(idempotent=True)
async def put_twice(ctx: Context) -> Any:
    """Replace something, then something more."""
    await ctx.put("/one", json={})
    return await ctx.put("/two", json={})


@lab.action()
async def post_and_stumble(ctx: Context) -> Any:
    """Create something and misread the answer."""
    return (await ctx.post("/one", json={}))["no such key"]


@lab.action()
async def sign(
    ctx: Context,
    key: Annotated[str, Prop(secret=True)],
    count: int,
    body: dict[str, Any] | None = None,
) -> Any:
    """Send a body; the key stays here."""
    return await ctx.post("/sign", json={"signed": key, **(body or {})})


@lab.action()
async def give(ctx: Context, what: str) -> Any:
    """Return something that JSON does not have."""
    return OUTPUTS[what]


OUTPUTS: dict[str, Any] = {
    "bytes": b"\xff\x00",
    "moment": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    "set": {1},
    "nan": float("nan"),
    "half": "\ud83d",
    "object": object,
    "keys": {1: {(2, 3): 4}},
    "huge": ["x" * 1000] * 1000,
}


def call(world: World, action: str, **fields: Any) -> ExecuteRequest:
    return ExecuteRequest(
        integration_name="lab", action_name=action, workspace_id=world.workspace_id, **fields
    )


@pytest.fixture(autouse=True)
def _lab(service: LocalService) -> None:
    service.parts.shared.registry.add(lab)


async def records(service: LocalService) -> list[ExecutionRecord]:
    page = await service.activity.list(ActivityQuery(limit=100))
    return [await service.activity.get(each.id) for each in page.items]


async def set_quota(service: LocalService, quota: int | None) -> None:
    found = await service.parts.directory.organisation(service.parts.org_id)
    changed = found.model_copy(update={"monthly_quota": quota})
    await service.parts.write(lambda rows: organisations.update(rows, changed))


async def used(service: LocalService) -> int:
    row = await service.parts.read(lambda rows: rows.one("select sum(used) as used from quota"))
    return (row or {}).get("used") or 0


class Gate:
    """Holds the writer thread, so that a write of the engine is under way for as long as wanted."""

    def __init__(self, service: LocalService) -> None:
        self._store: Any = service.parts.store
        self._open = threading.Event()
        self._entered = threading.Event()

    def _wait(self, rows: Any) -> None:
        self._entered.set()
        self._open.wait(10)

    @asynccontextmanager
    async def closed(self) -> AsyncIterator[None]:
        """Within, writes wait."""
        holding = asyncio.ensure_future(self._store.write(self._wait))
        await asyncio.to_thread(self._entered.wait, 10)
        try:
            yield
        finally:
            self._open.set()
            await holding

    async def reached(self) -> None:
        """Until a write waits at the gate."""
        while self._store._writer._queue.empty():  # noqa: ASYNC110 - the queue has no event
            await asyncio.sleep(0)


async def cancelled_at_its_next_write(service: LocalService, request: ExecuteRequest) -> None:
    """Run a request and cancel it while its first write is under way; that is not taken back."""
    gate = Gate(service)
    async with gate.closed():
        running = asyncio.create_task(service.actions.execute(request))
        await gate.reached()
        running.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await running
    await service.parts.store.write(lambda rows: None)


async def test_quota_reserved_for_a_cancelled_call_is_given_back(world: World) -> None:
    await set_quota(world.service, 5)
    await cancelled_at_its_next_write(world.service, call(world, "give", input={"what": "set"}))
    assert await used(world.service) == 0
    (record,) = await records(world.service)
    assert record.status is ExecutionStatus.CANCELED


async def test_a_key_claimed_for_a_cancelled_call_is_given_back(
    world: World, answers: Answers
) -> None:
    request = call(world, "post_twice", idempotency_key="once")
    await cancelled_at_its_next_write(world.service, request)
    assert not answers.requests
    assert (await world.service.actions.execute(request)).success


async def test_a_call_cancelled_while_its_success_is_recorded_is_a_success(
    world: World, answers: Answers
) -> None:
    world.service.parts.store.backlog.close()
    await cancelled_at_its_next_write(world.service, call(world, "post_twice"))
    assert len(answers.requests) == 2
    (record,) = await records(world.service)
    assert record.status is ExecutionStatus.SUCCESS
    assert (await world.service.usage()).counted == 1


@pytest.mark.parametrize(
    ("action", "second"),
    [
        ("post_twice", httpx.Response(404, json={"error": "gone"})),
        ("post_twice", httpx.Response(500)),
        ("post_and_stumble", httpx.Response(200, json={})),
    ],
)
async def test_what_was_partly_done_is_in_doubt(
    world: World, answers: Answers, action: str, second: httpx.Response
) -> None:
    answers.answers = [httpx.Response(200, json={}), second]
    request = call(world, action, idempotency_key="once")
    with pytest.raises(ActionFailed):
        await world.service.actions.execute(request)
    before = len(answers.requests)
    with pytest.raises(IdempotencyInDoubt):
        await world.service.actions.execute(request)
    assert len(answers.requests) == before


async def test_what_may_be_repeated_is_never_in_doubt(world: World, answers: Answers) -> None:
    answers.answers = [
        httpx.Response(200, json={}),
        httpx.Response(404, json={"error": "gone"}),
        httpx.Response(200, json={}),
    ]
    request = call(world, "put_twice", idempotency_key="once")
    with pytest.raises(ActionFailed):
        await world.service.actions.execute(request)
    assert (await world.service.actions.execute(request)).success


async def test_a_success_that_cannot_be_recorded_is_still_told(
    world: World, answers: Answers
) -> None:
    """An error would make the caller do it again."""
    with sqlite3.connect(Home.find().database) as connection:
        connection.execute(
            "create trigger full before insert on execution begin select raise(abort, 'full'); end"
        )
    connection.close()
    world.service.parts.store.backlog.close()
    result = await world.service.actions.execute(call(world, "post_twice"))
    assert result.success
    assert [each.partition(":")[0] for each in result.warnings] == ["not recorded"]
    assert len(answers.requests) == 2


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("bytes", "/wA="),
        ("moment", "2026-01-02T03:04:05.000Z"),
        ("set", [1]),
        ("nan", None),
        ("half", "?"),
        ("object", "<class 'object'>"),
        ("keys", {"1": {"(2, 3)": 4}}),
    ],
)
async def test_whatever_an_action_returns_becomes_json(
    world: World, what: str, expected: Any
) -> None:
    result = await world.service.actions.execute(call(world, "give", input={"what": what}))
    assert result.output == expected
    json.dumps(result.wire(), allow_nan=False).encode()
    (record,) = await records(world.service)
    assert record.output == expected


async def test_of_a_huge_output_only_the_beginning_is_kept(world: World) -> None:
    result = await world.service.actions.execute(call(world, "give", input={"what": "huge"}))
    assert len(result.output) == 1000
    (record,) = await records(world.service)
    assert record.output["truncated"]
    assert record.output["size"] > 1_000_000
    assert len(record.output["beginning"]) == 4096


async def test_a_secret_input_is_kept_nowhere_whether_the_call_runs_or_not(
    world: World, answers: Answers
) -> None:
    answers.answers = [httpx.Response(200, json={"echo": SECRET})]
    named = {"password": "hunter2-hunter2"}
    for count in (1, "many"):
        given = {"key": SECRET, "count": count, "body": named}
        try:
            await world.service.actions.execute(call(world, "sign", input=given))
        except ValidationError:
            assert count == "many"
    with pytest.raises(PartialMismatch):
        await world.service.actions.execute(
            call(world, "sign", input={"key": SECRET}, partial_ids=[await other_partial(world)])
        )
    kept = await records(world.service)
    assert len(kept) == 3
    for record in kept:
        assert SECRET not in record.model_dump_json()
        assert "hunter2" not in record.model_dump_json()


async def other_partial(world: World) -> str:
    made = await world.service.partials.create(
        PartialCreate(
            workspace_id=world.workspace_id,
            integration_name="hash-encode",
            name="other",
            values={"encoding": "hex"},
        )
    )
    return made.id


async def account(world: World) -> Connection:
    return await world.service.connections.create(
        ConnectionCreate(
            type=ConnectionType.SECRET_TEXT,
            external_id="mine",
            display_name="Mine",
            integration_name="lab",
            secret={"secretText": SECRET},
        )
    )


async def test_an_account_that_is_optional_is_used_when_it_is_named(
    world: World, answers: Answers
) -> None:
    await account(world)
    await world.service.actions.execute(call(world, "put_twice", connection_external_id="mine"))
    await world.service.actions.execute(call(world, "put_twice"))
    sent = [each.headers.get("authorization") for each in answers.requests]
    assert sent == [f"Bearer {SECRET}"] * 2 + [None] * 2


async def test_a_connection_deleted_after_it_was_chosen_asks_for_another(world: World) -> None:
    made = await account(world)
    await world.service.connections.delete(made.id)
    with pytest.raises(ConnectionRequired):
        await world.service.parts.credentials.read(made)


async def test_a_locked_vault_stops_the_call_and_gives_its_quota_back(
    world: World, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    await account(world)
    await set_quota(world.service, 5)
    monkeypatch.delenv("WEAVZ_TUI_PASSPHRASE_FILE")
    await world.service.vault.lock()
    with pytest.raises(VaultLocked):
        await world.service.actions.execute(call(world, "put_twice", connection_external_id="mine"))
    assert not answers.requests
    assert await used(world.service) == 0
    (record,) = await records(world.service)
    assert record.error_code == "VAULT_LOCKED"


async def test_a_workspace_deleted_during_a_call_does_not_spoil_it(world: World) -> None:
    service = world.service
    started, go_on = asyncio.Event(), asyncio.Event()

    class Slow:
        async def send(self, request: Any, *, proxy: str | None = None) -> Any:
            started.set()
            await go_on.wait()
            raise AssertionError("the answer does not matter")

    service.parts.executor._transport = Slow()
    running = asyncio.create_task(service.actions.execute(call(world, "post_twice")))
    await started.wait()
    await service.workspaces.delete(world.workspace_id)
    go_on.set()
    with pytest.raises(ActionFailed):
        await running
    assert [each.error_code for each in await records(service)] == ["ACTION_FAILED"]


async def test_a_thousand_calls_at_once_are_all_recorded(world: World) -> None:
    request = call(world, "give", input={"what": "set"})
    results = await asyncio.gather(*(world.service.actions.execute(request) for _ in range(1000)))
    assert len({each.execution_id for each in results}) == 1000
    usage = await world.service.usage()
    assert (usage.actions, usage.counted) == (1000, 1000)


async def test_a_change_of_another_process_is_seen_within_a_second(
    world: World, answers: Answers
) -> None:
    """Another engine on the same home has nothing in common with this one but the file."""
    request = ExecuteRequest(
        integration_name="hash-encode",
        action_name="hash",
        workspace_id=world.workspace_id,
        input={"text": "hello"},
    )
    assert not (await world.service.actions.explain(request)).partials
    transport = HttpxTransport(httpx.MockTransport(answers))
    changes = world.service.changes()
    other = await open_local(Home.find(), source=Source.CLI, transport=transport)
    try:
        await other.partials.create(
            PartialCreate(
                workspace_id=world.workspace_id,
                integration_name="hash-encode",
                name="house",
                values={"encoding": "base64"},
                is_default=True,
            )
        )
        async with asyncio.timeout(1):
            await anext(each async for each in changes if each.kind == "partial")
        assert (await world.service.actions.explain(request)).partials == ["house"]
    finally:
        await other.close()
