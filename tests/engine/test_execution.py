"""A call from the request to its record."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.engine.calls import digest, latest, message
from tests.engine.conftest import CANARY, Answers, World
from weavz_tui.catalog import Context, Integration, SecretText
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import ConnectionStrategy, ConnectionType, ExecutionStatus, Source
from weavz_tui.model.errors import (
    ActionFailed,
    ActionNotAllowed,
    IntegrationNotFound,
    NotFound,
    ValidationError,
)
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.requests import ConnectionCreate


async def test_an_action_that_computes_here(world: World) -> None:
    result = await world.service.actions.execute(digest(world))
    assert result.output["hash"].startswith("2cf24dba5fb0a30e26e83b2ac5b9e29e")
    assert result.success
    assert not result.requests


async def test_the_request_carries_inputs_and_credential(
    world: World, slack: Connection, answers: Answers
) -> None:
    answers.answers = [httpx.Response(200, json={"ok": True, "ts": "1.2"})]
    result = await world.service.actions.execute(message(world))
    (sent,) = answers.requests
    assert sent.url == "https://slack.com/api/chat.postMessage"
    assert sent.headers["authorization"] == f"Bearer {CANARY}"
    assert b"hello" in sent.content
    assert result.output["ts"] == "1.2"
    assert result.explanation is not None
    assert result.explanation.resolution.connection is not None
    assert result.explanation.resolution.connection.external_id == "bot"


async def test_a_success_is_recorded_without_its_secret(
    world: World, slack: Connection, answers: Answers
) -> None:
    answers.answers = [httpx.Response(200, json={"ok": True, "echo": f"Bearer {CANARY}"})]
    result = await world.service.actions.execute(message(world))
    assert result.output["echo"] == "Bearer •••"
    record = await latest(world.service)
    assert (record.status, record.source) == (ExecutionStatus.SUCCESS, Source.CLI)
    assert record.connection_external_id == "bot"
    assert record.requests[0].headers["Authorization"] == "Bearer •••"
    assert CANARY not in record.model_dump_json()
    assert set(record.timing.steps) >= {"target", "inputs", "connection", "credential", "call"}


async def test_a_failure_carries_the_services_message_and_status(
    world: World, slack: Connection, answers: Answers
) -> None:
    answers.answers = [httpx.Response(404, json={"ok": False, "error": "channel_not_found"})]
    with pytest.raises(ActionFailed) as caught:
        await world.service.actions.execute(message(world))
    assert caught.value.wire() == {
        "error": "Action execution failed",
        "code": "ACTION_FAILED",
        "details": {"message": "channel_not_found", "statusCode": 404},
    }
    record = await latest(world.service)
    assert (record.error_code, record.error_message) == ("ACTION_FAILED", "channel_not_found")
    assert record.status_code == 404


async def test_only_successes_count_as_usage(
    world: World, slack: Connection, answers: Answers
) -> None:
    await world.service.actions.execute(digest(world))
    answers.answers = [httpx.Response(200, json={"ok": False, "error": "not_authed"})]
    with pytest.raises(ActionFailed):
        await world.service.actions.execute(message(world))
    usage = await world.service.usage()
    assert (usage.counted, usage.by_source) == (1, {"cli": 1})


async def test_what_is_wrong_is_named_field_by_field_and_nothing_is_sent(
    world: World, slack: Connection, answers: Answers
) -> None:
    with pytest.raises(ValidationError) as caught:
        await world.service.actions.execute(message(world, input={"blocks": "{not json"}))
    assert set(caught.value.fields) == {"channel", "text", "blocks"}
    assert not answers.requests
    assert (await latest(world.service)).error_code == "VALIDATION_ERROR"


async def test_unknown_inputs_are_passed_over_with_a_warning(world: World) -> None:
    request = digest(world)
    request.input["colour"] = "red"
    result = await world.service.actions.execute(request)
    assert result.warnings == ["unknown input passed over: colour"]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"integration_name": "no-such"}, IntegrationNotFound),
        ({"action_name": "no_such"}, NotFound),
        ({"workspace_id": "no-such"}, NotFound),
    ],
)
async def test_what_does_not_exist_is_not_found(
    world: World, fields: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        await world.service.actions.execute(digest(world, **fields))


async def test_a_workspace_may_be_named_by_its_slug(world: World) -> None:
    result = await world.service.actions.execute(digest(world, workspace_id="default"))
    assert result.success


async def test_an_action_outside_the_allowed_ones_is_refused(world: World) -> None:
    given = await world.connection("given")
    await world.instance(
        "slack", ConnectionStrategy.FIXED, given, allowed_actions=["list_channels"]
    )
    with pytest.raises(ActionNotAllowed):
        await world.service.actions.execute(message(world, integration_alias="slack"))


async def test_what_is_safe_is_repeated_until_the_service_answers(
    world: World, slack: Connection, answers: Answers, quick_retries: list[float]
) -> None:
    answers.answers = [
        httpx.Response(503),
        httpx.ConnectError("refused"),
        httpx.Response(200, json={"ok": True, "channels": []}),
    ]
    await world.service.actions.execute(message(world, action_name="list_channels", input={}))
    assert len(answers.requests) == 3
    assert (await latest(world.service)).attempts == 3
    assert len(quick_retries) == 2


async def test_what_may_have_happened_is_not_repeated(
    world: World, slack: Connection, answers: Answers
) -> None:
    answers.answers = [httpx.ReadTimeout("slow")]
    with pytest.raises(ActionFailed) as caught:
        await world.service.actions.execute(message(world))
    assert len(answers.requests) == 1
    assert caught.value.details["reason"] == "TIMEOUT"


async def test_a_busy_service_is_asked_again_when_it_says(
    world: World, slack: Connection, answers: Answers, quick_retries: list[float]
) -> None:
    busy = httpx.Response(429, headers={"Retry-After": "7"})
    answers.answers = [busy, httpx.Response(200, json={"ok": True})]
    await world.service.actions.execute(message(world))
    assert quick_retries == [7.0]


@pytest.fixture
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits between attempts, without waiting."""
    waits: list[float] = []
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await real(0)

    monkeypatch.setattr(
        "weavz_tui.engine.calls.sending.Sender.__init__.__kwdefaults__", {"sleep": sleep}
    )
    return waits


async def test_cancelling_closes_the_request_and_is_recorded(
    world: World, slack: Connection, answers: Answers
) -> None:
    reached = asyncio.Event()
    closed = asyncio.Event()

    class Hanging:
        async def send(self, request: Any, *, proxy: str | None = None) -> Any:
            reached.set()
            try:
                await asyncio.Event().wait()
            finally:
                closed.set()

    world.service.parts.executor._transport = Hanging()
    running = asyncio.create_task(world.service.actions.execute(message(world)))
    await reached.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert closed.is_set()
    assert (await latest(world.service)).status is ExecutionStatus.CANCELED


async def test_a_bug_in_an_integration_is_an_action_failure_without_its_secret(
    world: World,
) -> None:
    buggy = Integration("buggy", title="Buggy", auth=[SecretText()], base_url="https://b.example")

    @buggy.action()
    async def fall_over(ctx: Context) -> Any:
        """Fall over."""
        assert ctx.credential is not None
        raise KeyError(ctx.credential.token)

    world.service.parts.shared.registry.add(buggy)
    await world.service.connections.create(
        ConnectionCreate(
            type=ConnectionType.SECRET_TEXT,
            external_id="b",
            display_name="b",
            integration_name="buggy",
            secret={"secretText": CANARY},
        )
    )
    request = ExecuteRequest(
        integration_name="buggy", action_name="fall_over", workspace_id=world.workspace_id
    )
    with pytest.raises(ActionFailed) as caught:
        await world.service.actions.execute(request)
    assert caught.value.details["message"] == "KeyError: '•••'"
    assert CANARY not in (await latest(world.service)).model_dump_json()


async def test_a_connection_knows_when_it_was_used_last(world: World, slack: Connection) -> None:
    async def used() -> datetime | None:
        return (await world.service.connections.get(slack.id)).last_used_at

    await world.service.actions.preview(message(world))
    assert await used() is None
    await world.service.actions.execute(message(world))
    assert await used() == (await latest(world.service)).created_at
