"""Places in the quota: few commits, never one too many, none kept from others (wire E.10)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from weavz_tui.engine.calls import places
from weavz_tui.engine.calls.places import Places
from weavz_tui.model.errors import QuotaExceeded
from weavz_tui.store.protocol import Lane
from weavz_tui.store.sqlite import SqliteStore

ORG = "org"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "home.db")
    yield opened
    await opened.close()


async def used(store: SqliteStore) -> int:
    row = await store.read(lambda rows: rows.one("select used from quota where month = '2026-11'"))
    return int(row["used"]) if row else 0


async def taken(places: Places, limit: int, times: int) -> int:
    """How many of so many callers at once get a place."""
    asked = (places.take(ORG, limit, NOON) for _ in range(times))
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert {type(each) for each in outcomes} <= {type(None), QuotaExceeded}
    return outcomes.count(None)


async def test_processes_together_use_a_quota_up_and_never_exceed_it(store: SqliteStore) -> None:
    several = [Places(store) for _ in range(4)]
    got = await asyncio.gather(*(taken(each, 1000, 400) for each in several))
    for each in several:
        await each.close()
    left = 1000 - sum(got)
    assert await used(store) == sum(got)
    assert await taken(several[0], 1000, left + 5) == left


async def test_many_calls_one_after_the_other_share_their_commits(store: SqliteStore) -> None:
    calls = 1000
    many, before = Places(store), store.version()
    for _ in range(calls):
        await many.take(ORG, 100_000, NOON)
    assert store.version() - before < calls / 20
    await many.close()
    assert await used(store) == calls


async def test_nobody_waits_for_a_commit_while_there_are_places(store: SqliteStore) -> None:
    steady, waits = Places(store), 0
    for _ in range(1000):
        call = asyncio.ensure_future(steady.take(ORG, 100_000, NOON))
        await asyncio.sleep(0)
        waits += not call.done()
        await call
        # What was asked of the writer before this is done after it.
        await store.write(lambda rows: None, lane=Lane.LOG)
    assert waits < 10
    await steady.close()


async def test_the_last_place_is_given_to_whoever_asks(store: SqliteStore) -> None:
    one, other = Places(store), Places(store)
    assert [await taken(each, 30, 10) for each in (one, other, one, other)] == [10, 10, 10, 0]


async def test_a_place_that_was_not_consumed_goes_to_the_next(store: SqliteStore) -> None:
    few = Places(store)
    assert await taken(few, 1, 2) == 1
    few.give_back(ORG, 1, NOON)
    assert await taken(few, 1, 2) == 1
    await few.close()
    assert await used(store) == 1


async def test_what_nobody_needs_goes_back_by_itself(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "IDLE_SECONDS", 0.01)
    idle, changes = Places(store), store.changes()
    for _ in range(4):
        await idle.take(ORG, 10_000, NOON)
    async with asyncio.timeout(5):
        while await used(store) != 4:
            await anext(changes)


async def test_places_of_a_former_limit_do_not_outlive_it(store: SqliteStore) -> None:
    lowered = Places(store)
    for _ in range(20):
        await lowered.take(ORG, 10_000, NOON)
    with pytest.raises(QuotaExceeded):
        await lowered.take(ORG, 20, NOON)
    lowered.give_back(ORG, 10_000, NOON)
    await lowered.close()
    assert await used(store) == 19


async def test_a_caller_that_is_cancelled_takes_nothing(store: SqliteStore) -> None:
    left = Places(store)
    caller = asyncio.ensure_future(left.take(ORG, 5, NOON))
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert await taken(left, 5, 6) == 5
    await left.close()
    assert await used(store) == 5
