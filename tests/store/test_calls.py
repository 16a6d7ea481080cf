"""What calls leave behind: executions, usage, idempotency, values and files."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.store import made
from tests.store.made import ORG
from weavz_tui.model.base import now
from weavz_tui.model.enums import ExecutionStatus, Source, ValueSource
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.execution import Choice, FieldOrigin, HttpRequestView, Step, Timing
from weavz_tui.model.http import FileContent
from weavz_tui.model.lists import ActivityQuery
from weavz_tui.store import executions, idempotency, state, usage
from weavz_tui.store.idempotency import IdempotencyEntry
from weavz_tui.store.protocol import Rows
from weavz_tui.store.sqlite import SqliteStore
from weavz_tui.store.usage import Tally

MONTH = "2026-03"
SCOPE = state.scope("w", "workspace")


async def test_everything_kept_of_an_execution_comes_back(store: SqliteStore) -> None:
    record = made.execution(
        status=ExecutionStatus.ERROR,
        error_code="ACTION_FAILED",
        error_message="channel_not_found",
        status_code=200,
        input={"channel": "C1", "blocks": [{"type": "section"}]},
        output={"ok": False},
        resolution=Choice(steps=[Step(name="fixed", outcome="used", reason="named")]),
        origins={"channel": FieldOrigin(source=ValueSource.CALLER)},
        requests=[HttpRequestView(method="POST", url="https://slack.com/api/x")],
        timing=Timing(total=12.5, steps={"call": 10.0}),
        warnings=["unknown key"],
        details={"fields": {"channel": "unknown"}},
    )

    await store.write(lambda r: executions.insert(r, ORG, record))

    assert await store.read(lambda r: executions.get(r, ORG, "e")) == record
    assert await store.read(lambda r: executions.get(r, ORG, "other")) is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (ActivityQuery(), ["2", "1", "0"]),
        (ActivityQuery(source=Source.REST), ["1"]),
        (ActivityQuery(action_name="a0"), ["0"]),
        (ActivityQuery(workspace_id="other"), []),
        (ActivityQuery(since=made.AT + timedelta(seconds=1)), ["2", "1"]),
        (ActivityQuery(search="A2"), ["2"]),
    ],
)
async def test_activity_is_filtered_newest_first(
    store: SqliteStore, query: ActivityQuery, expected: list[str]
) -> None:
    def fill(rows: Rows) -> None:
        for number, source in enumerate((Source.CLI, Source.REST, Source.CLI)):
            moment = made.AT + timedelta(seconds=number)
            record = made.execution(
                str(number), source=source, action_name=f"a{number}", created_at=moment
            )
            executions.insert(rows, ORG, record)

    await store.write(fill)

    page = await store.read(lambda r: executions.page(r, ORG, query))
    assert [row.id for row in page.items] == expected


def ten(rows: Rows) -> None:
    for number in range(10):
        moment = now() - timedelta(days=9.5 - number)
        executions.insert(rows, ORG, made.execution(str(number), created_at=moment))


def left(rows: Rows) -> list[str]:
    return [row["id"] for row in rows.all("select id from execution order by created_at")]


@pytest.mark.parametrize(
    ("days", "most", "kept"),
    [(None, None, 10), (5, None, 5), (None, 3, 3), (8, 3, 3), (1, 9, 1), (None, 0, 0)],
)
async def test_pruning_takes_the_oldest_beyond_a_limit(
    store: SqliteStore, days: int | None, most: int | None, kept: int
) -> None:
    await store.write(ten)

    pruned = await store.write(lambda r: executions.prune(r, ORG, days, most, None))

    assert pruned == 10 - kept
    assert await store.read(left) == [str(number) for number in range(10 - kept, 10)]


async def test_pruning_keeps_within_a_size(store: SqliteStore) -> None:
    await store.write(ten)
    row = await store.read(lambda r: r.one("select sum(size) as size from execution"))
    assert row is not None

    await store.write(lambda r: executions.prune(r, ORG, None, None, row["size"] // 2))

    assert await store.read(left) == ["5", "6", "7", "8", "9"]


async def test_concurrent_reservations_never_overshoot(store: SqliteStore) -> None:
    taken = await asyncio.gather(
        *(store.write(lambda r: usage.reserve(r, ORG, MONTH, 7)) for _ in range(20))
    )

    assert sum(taken) == 7
    assert not await store.write(lambda r: usage.reserve(r, ORG, "2026-04", 0))
    assert await store.write(lambda r: usage.reserve(r, ORG, "2026-04", None))


def settle(
    rows: Rows,
    *,
    counted: bool = True,
    reserved: bool = True,
    ok: bool = True,
    workspace_id: str = "w",
) -> None:
    source = Source.REST if counted else Source.PLAYGROUND
    tally = Tally(
        ORG, workspace_id, f"{MONTH}-01T09", source, "slack.send", counted, reserved, ok, not ok
    )
    usage.settle(rows, tally)


def used(rows: Rows) -> int:
    row = rows.one("select used from quota where org_id = ? and month = ?", (ORG, MONTH))
    return int(row["used"]) if row else 0


async def test_what_ran_before_there_was_a_quota_counts(store: SqliteStore) -> None:
    def runs(rows: Rows) -> list[int]:
        for _ in range(3):
            settle(rows, reserved=False)
        return [usage.reserve(rows, ORG, MONTH, 5) for _ in range(4)]

    assert await store.write(runs) == [1, 1, 0, 0]


async def test_little_is_taken_ahead_while_little_is_left(store: SqliteStore) -> None:
    def take(rows: Rows) -> list[int]:
        wanted = [usage.Wanted(1, 64), usage.Wanted(2, 64), usage.Wanted(30, 64), usage.Wanted()]
        return [usage.reserve(rows, ORG, MONTH, 50, each) for each in wanted]

    # 50, 46 and 42 are left before each of the first three, 10 before the last.
    assert await store.write(take) == [1 + 3, 2 + 2, 30 + 2, 1]


@pytest.mark.parametrize(
    ("how", "quota", "counted", "ran"),
    [
        ({}, 1, 1, 1),
        ({"ok": False}, 0, 0, 0),
        ({"counted": False, "reserved": False}, 0, 0, 1),
        ({"counted": False}, 0, 0, 1),
        ({"reserved": False}, 0, 1, 1),
        ({"reserved": False, "ok": False}, 0, 0, 0),
    ],
)
async def test_what_a_call_comes_to(
    store: SqliteStore, how: dict[str, Any], quota: int, counted: int, ran: int
) -> None:
    def call(rows: Rows) -> None:
        if how.get("reserved", True):
            assert usage.reserve(rows, ORG, MONTH, 10)
        settle(rows, **how)

    await store.write(call)

    report = await store.read(lambda r: usage.report(r, ORG, MONTH))
    assert (report.counted, report.all) == (counted, ran)
    assert await store.read(used) == quota


async def test_usage_is_reported_by_source_action_and_day(store: SqliteStore) -> None:
    def fill(rows: Rows) -> None:
        for number in range(110):
            hour = f"2026-03-{1 + number % 2:02}T{number % 3:02}"
            action = f"slack.a{number if number < 105 else 0}"
            ok = number % 10 != 9
            usage.settle(rows, Tally(ORG, "w", hour, Source.CLI, action, True, False, ok, not ok))

    await store.write(fill)

    report = await store.read(lambda r: usage.report(r, ORG, MONTH))
    assert (report.all, report.failed) == (99, 11)
    assert report.by_source == [("cli", 99, 11)]
    assert report.by_action[0] == ("slack.a0", 5, 1)
    assert len(report.by_action) == usage.TOP_ACTIONS
    assert report.by_day == [("2026-03-01", 55, 0), ("2026-03-02", 44, 11)]
    since = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
    hours = await store.read(lambda r: usage.hours(r, ORG, since))
    assert [each.name for each in hours] == [
        "2026-03-01T02",
        *(f"2026-03-02T0{n}" for n in range(3)),
    ]


async def test_usage_goes_by_workspace_and_names_those_that_are_no_more(
    store: SqliteStore,
) -> None:
    def fill(rows: Rows) -> None:
        for workspace_id in ("w", "w", "gone", ""):
            settle(rows, reserved=False, workspace_id=workspace_id)

    await store.write(fill)

    report = await store.read(lambda r: usage.report(r, ORG, MONTH))
    assert report.by_workspace == [("w", 2, 0), ("(deleted)", 1, 0), ("(not recorded)", 1, 0)]
    within = await store.read(lambda r: usage.report(r, ORG, MONTH, {"w"}))
    assert (within.all, within.by_workspace) == (2, [("w", 2, 0)])
    assert await store.read(lambda r: usage.months(r, ORG)) == [MONTH]
    assert await store.read(lambda r: usage.months(r, ORG, {"other"})) == []


async def test_hours_are_forgotten(store: SqliteStore) -> None:
    await store.write(settle)
    at = datetime(2026, 3, 1, 10, tzinfo=UTC)

    await store.write(lambda r: usage.forget_hours(r, at - timedelta(hours=1)))
    assert len(await store.read(lambda r: usage.hours(r, ORG, at - timedelta(days=2)))) == 1
    await store.write(lambda r: usage.forget_hours(r, at))

    assert await store.read(lambda r: usage.hours(r, ORG, at - timedelta(days=2))) == []


def entry(key: str = "k", owner: str = "me") -> IdempotencyEntry:
    return IdempotencyEntry(ORG, "w", key, "slack.send", "print", owner)


async def test_a_key_is_claimed_once(store: SqliteStore) -> None:
    claims = await asyncio.gather(
        *(store.write(lambda r, n=n: idempotency.claim(r, entry(owner=str(n)))) for n in range(5))  # type: ignore[misc]
    )

    assert claims.count(True) == 1
    found = await store.read(lambda r: idempotency.look_up(r, ORG, "w", "k"))
    assert found is not None
    assert (found.state, found.owner) == ("claimed", str(claims.index(True)))


async def test_a_finished_key_keeps_its_result_until_it_expires(store: SqliteStore) -> None:
    await store.write(lambda r: idempotency.claim(r, entry()))
    await store.write(lambda r: idempotency.finish(r, ORG, "w", "k", '{"ok":true}'))
    await store.write(lambda r: idempotency.release(r, ORG, "w", "k"))

    found = await store.read(lambda r: idempotency.look_up(r, ORG, "w", "k"))
    assert found is not None
    assert (found.state, found.result) == ("done", '{"ok":true}')
    later = now() + timedelta(seconds=1)
    assert await store.write(lambda r: idempotency.expire(r, later)) == 1


async def test_a_released_key_is_free(store: SqliteStore) -> None:
    await store.write(lambda r: idempotency.claim(r, entry()))
    await store.write(lambda r: idempotency.release(r, ORG, "w", "k"))

    assert await store.write(lambda r: idempotency.claim(r, entry()))


async def test_values_by_key(store: SqliteStore) -> None:
    for key, value in (("a/1", {"n": 1}), ("a/2", None), ("b", "ü")):
        await store.write(lambda r, k=key, v=value: state.kv_put(r, ORG, SCOPE, k, v))  # type: ignore[misc]

    assert await store.read(lambda r: state.kv_get(r, ORG, SCOPE, "a/1")) == {"n": 1}
    assert await store.read(lambda r: state.kv_keys(r, ORG, SCOPE, "a/")) == ["a/1", "a/2"]
    assert await store.write(lambda r: state.kv_delete(r, ORG, SCOPE, "b"))
    assert not await store.write(lambda r: state.kv_delete(r, ORG, SCOPE, "b"))
    assert await store.read(lambda r: state.kv_keys(r, ORG, "w2/workspace/")) == []


async def test_a_list_is_changed_by_many_at_once(store: SqliteStore) -> None:
    await asyncio.gather(
        *(
            store.write(lambda r, n=n: state.kv_change(r, ORG, SCOPE, "l", "append", n % 2))  # type: ignore[misc]
            for n in range(20)
        )
    )

    found = await store.write(lambda r: state.kv_change(r, ORG, SCOPE, "l", "remove", 0))
    assert found == [1] * 10


async def test_only_a_list_can_be_changed(store: SqliteStore) -> None:
    await store.write(lambda r: state.kv_put(r, ORG, SCOPE, "k", 5))

    with pytest.raises(ValidationError, match="not a list"):
        await store.write(lambda r: state.kv_change(r, ORG, SCOPE, "k", "append", 1))


async def test_files_by_path(store: SqliteStore) -> None:
    file = FileContent("a.bin", bytes(range(256)), "image/png")
    await store.write(lambda r: state.file_put(r, ORG, SCOPE, "dir/a.bin", file))

    assert await store.read(lambda r: state.file_get(r, ORG, SCOPE, "dir/a.bin")) == file
    listed = await store.read(lambda r: state.file_list(r, ORG, SCOPE, "dir/"))
    assert [(each["path"], each["size"], each["contentType"]) for each in listed] == [
        ("dir/a.bin", 256, "image/png")
    ]
    assert await store.write(lambda r: state.file_delete(r, ORG, SCOPE, "dir/a.bin"))
    assert await store.read(lambda r: state.file_get(r, ORG, SCOPE, "dir/a.bin")) is None
