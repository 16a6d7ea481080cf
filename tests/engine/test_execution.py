"""A call from the request to its record."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.engine.conftest import Answers, World
from weavz_tui.catalog import Context, Integration, SecretText
from weavz_tui.engine.local import LocalService
from weavz_tui.engine.principal import Principal
from weavz_tui.model.entities import Connection, Organisation
from weavz_tui.model.enums import ConnectionStrategy, ConnectionType, ExecutionStatus, Source
from weavz_tui.model.errors import (
    ActionFailed,
    ActionNotAllowed,
    Duplicate,
    IdempotencyInDoubt,
    IntegrationNotFound,
    NotFound,
    QuotaExceeded,
    RateLimited,
    ValidationError,
)
from weavz_tui.model.execution import ExecuteRequest, ExecutionRecord
from weavz_tui.model.lists import ActivityQuery
from weavz_tui.model.requests import ConnectionCreate, PartialCreate
from weavz_tui.store import organisations

CANARY = "xoxb-canary-1f9KqT2x0"


@pytest.fixture
async def slack(world: World) -> Connection:
    """Slack as `slack_bot`, fixed to a connection whose secret is the canary."""
    made = await world.service.connections.create(
        ConnectionCreate(
            type=ConnectionType.SECRET_TEXT,
            external_id="bot",
            display_name="Bot",
            integration_name="slack",
            secret={"secretText": CANARY},
        )
    )
    await world.instance("slack_bot", ConnectionStrategy.FIXED, made)
    return made


def message(world: World, **fields: Any) -> ExecuteRequest:
    given: dict[str, Any] = {
        "integration_name": "slack",
        "integration_alias": "slack_bot",
        "action_name": "send_channel_message",
        "workspace_id": world.workspace_id,
        "input": {"channel": "C01", "text": "hello"},
    }
    return ExecuteRequest(**{**given, **fields})


def digest(world: World, **fields: Any) -> ExecuteRequest:
    given: dict[str, Any] = {
        "integration_name": "hash-encode",
        "action_name": "hash",
        "workspace_id": world.workspace_id,
        "input": {"text": "hello", "algorithm": "sha256", "encoding": "hex"},
    }
    return ExecuteRequest(**{**given, **fields})


async def latest(service: LocalService) -> ExecutionRecord:
    page = await service.activity.list(ActivityQuery(limit=1))
    return await service.activity.get(page.items[0].id)


async def limit(service: LocalService, **fields: Any) -> None:
    org_id = service.parts.org_id
    found = await service.parts.directory.organisation(org_id)
    changed: Organisation = found.model_copy(update=fields)
    await service.parts.write(lambda rows: organisations.update(rows, changed))


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

    monkeypatch.setattr("weavz_tui.engine.sending.Sender.__init__.__kwdefaults__", {"sleep": sleep})
    return waits


async def test_a_known_key_gives_the_first_result_again(
    world: World, slack: Connection, answers: Answers
) -> None:
    answers.answers = [httpx.Response(200, json={"ok": True, "ts": "1.2"})]
    request = message(world, idempotency_key="once")
    first = await world.service.actions.execute(request)
    again = await world.service.actions.execute(request)
    assert len(answers.requests) == 1
    assert (again.output, again.replayed, first.replayed) == (first.output, True, False)
    assert (await world.service.usage()).counted == 1


async def test_a_replay_needs_no_connection(
    world: World, slack: Connection, answers: Answers
) -> None:
    request = message(world, idempotency_key="once")
    await world.service.actions.execute(request)
    await world.service.connections.delete(slack.id)
    assert (await world.service.actions.execute(request)).replayed


async def test_a_key_with_another_input_is_refused(world: World) -> None:
    await world.service.actions.execute(digest(world, idempotency_key="once"))
    other = digest(world, idempotency_key="once")
    other.input["text"] = "bye"
    with pytest.raises(Duplicate):
        await world.service.actions.execute(other)


async def test_a_call_whose_outcome_is_unknown_is_never_sent_again(
    world: World, slack: Connection, answers: Answers
) -> None:
    answers.answers = [httpx.ReadTimeout("slow")]
    request = message(world, idempotency_key="once")
    with pytest.raises(ActionFailed):
        await world.service.actions.execute(request)
    answers.answers = [httpx.Response(200, json={"ok": True})]
    with pytest.raises(IdempotencyInDoubt):
        await world.service.actions.execute(request)
    assert len(answers.requests) == 1


async def test_a_refused_call_gives_its_key_back(
    world: World, slack: Connection, answers: Answers
) -> None:
    answers.answers = [
        httpx.Response(200, json={"ok": False, "error": "channel_not_found"}),
        httpx.Response(200, json={"ok": True}),
    ]
    request = message(world, idempotency_key="once")
    with pytest.raises(ActionFailed):
        await world.service.actions.execute(request)
    assert (await world.service.actions.execute(request)).success


async def test_many_callers_with_one_key_send_once(
    world: World, slack: Connection, answers: Answers
) -> None:
    request = message(world, idempotency_key="once")
    outcomes = await asyncio.gather(
        *[world.service.actions.execute(request) for _ in range(20)], return_exceptions=True
    )
    assert len(answers.requests) == 1
    for each in outcomes:
        assert not isinstance(each, BaseException) or isinstance(each, IdempotencyInDoubt)


async def test_concurrent_callers_never_overshoot_the_quota(world: World) -> None:
    await limit(world.service, monthly_quota=10)
    outcomes = await asyncio.gather(
        *[world.service.actions.execute(digest(world)) for _ in range(30)], return_exceptions=True
    )
    succeeded = [each for each in outcomes if not isinstance(each, BaseException)]
    refused = [each for each in outcomes if isinstance(each, QuotaExceeded)]
    assert (len(succeeded), len(refused)) == (10, 20)
    assert (await world.service.usage()).counted == 10


async def test_a_failed_call_gives_its_quota_back(
    world: World, slack: Connection, answers: Answers
) -> None:
    await limit(world.service, monthly_quota=1)
    answers.answers = [httpx.Response(200, json={"ok": False, "error": "no"})]
    with pytest.raises(ActionFailed):
        await world.service.actions.execute(message(world))
    assert (await world.service.actions.execute(digest(world))).success


async def test_the_playground_is_free_of_the_quota(world: World) -> None:
    service = world.service
    await limit(service, monthly_quota=0)
    service.parts.principal = Principal(service.parts.org_id, Source.PLAYGROUND)
    assert (await service.actions.execute(digest(world))).success
    usage = await service.usage()
    assert (usage.actions, usage.counted) == (1, 0)


async def test_rest_callers_are_limited_per_minute(world: World) -> None:
    service = world.service
    await limit(service, rate_limit=3)
    service.parts.principal = Principal(service.parts.org_id, Source.REST)
    for _ in range(3):
        await service.actions.execute(digest(world))
    with pytest.raises(RateLimited) as caught:
        await service.actions.execute(digest(world))
    assert 0 < caught.value.details["retryAfter"] <= 60


async def partial(world: World, name: str, **fields: Any) -> str:
    made = await world.service.partials.create(
        PartialCreate(
            **{
                "workspace_id": world.workspace_id,
                "integration_name": "hash-encode",
                "name": name,
                **fields,
            }
        )
    )
    return made.id


async def test_partials_fill_in_and_enforce(world: World) -> None:
    values = {"algorithm": "sha1", "encoding": "base64"}
    await partial(world, "house", values=values, enforced_keys=["algorithm"], is_default=True)
    request = digest(world, input={"text": "hello", "algorithm": "sha256", "encoding": "hex"})
    found = await world.service.actions.explain(request)
    assert found.input["algorithm"] == "sha1"
    assert found.input["encoding"] == "hex"
    assert {key: each.source.value for key, each in found.origins.items()} == {
        "text": "caller",
        "algorithm": "enforced",
        "encoding": "caller",
    }


async def test_an_action_default_goes_over_an_integration_wide_one(world: World) -> None:
    await partial(world, "narrow", action_name="hash", values={"text": "a"}, is_default=True)
    await partial(world, "wide", values={"text": "b", "encoding": "hex"}, is_default=True)
    found = await world.service.actions.explain(digest(world, input={"algorithm": "sha1"}))
    assert (found.input["text"], found.input["encoding"]) == ("a", "hex")
    assert found.partials == ["wide", "narrow"]


async def test_no_partial_at_all_when_the_list_is_empty(world: World) -> None:
    await partial(world, "house", values={"text": "b"}, is_default=True)
    found = await world.service.actions.explain(digest(world, input={}, partial_ids=[]))
    assert found.input == {}
    assert found.errors["text"] == "required"


async def test_the_later_of_several_partials_wins(world: World) -> None:
    one = await partial(world, "one", values={"text": "1", "encoding": "hex"})
    await partial(world, "two", values={"text": "2"})
    found = await world.service.actions.explain(digest(world, input={}, partial_ids=[one, "two"]))
    assert (found.input["text"], found.input["encoding"]) == ("2", "hex")


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

    world.service.parts.registry.add(buggy)
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
