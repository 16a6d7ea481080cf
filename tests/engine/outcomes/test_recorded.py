"""What is kept of calls: whatever they return, no secret, none missing."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from tests.engine.conftest import Answers, World
from tests.engine.outcomes.lab import SECRET, call, records
from weavz_tui.model.errors import (
    PartialMismatch,
    ValidationError,
)
from weavz_tui.model.requests import PartialCreate


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


async def test_half_a_character_from_the_caller_costs_no_record(world: World) -> None:
    unknown = {"what": "set", "\ud83d": 1}
    assert (await world.service.actions.execute(call(world, "give", input=unknown))).success
    with pytest.raises(ValidationError):
        await world.service.actions.execute(
            call(world, "sign", input={"key": SECRET, "count": "\ud83d"})
        )
    failed, done = await records(world.service)
    assert done.warnings == ["unknown input passed over: ?"]
    assert (
        failed.error_message
        == "Invalid input: count: ? is not a number; write it like 12400 or 12400.5"
    )


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


async def test_a_thousand_calls_at_once_are_all_recorded(world: World) -> None:
    request = call(world, "give", input={"what": "set"})
    results = await asyncio.gather(*(world.service.actions.execute(request) for _ in range(1000)))
    assert len({each.execution_id for each in results}) == 1000
    usage = await world.service.usage()
    assert (usage.actions, usage.counted) == (1000, 1000)
