"""The lease under which one process renews a connection's token."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from weavz_tui.store import oauth_grants
from weavz_tui.store.oauth_grants import Failure, Lease, OAuthGrant
from weavz_tui.store.protocol import Rows
from weavz_tui.store.sqlite import SqliteStore

MOMENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SPAN = timedelta(seconds=20)
KEY = ("org_1", "c1")


def asking(owner: str, seconds: float = 0.0) -> Callable[[Rows], bool]:
    """Somebody's wish for the lease, so many seconds after the first."""
    lease = Lease(owner, MOMENT + timedelta(seconds=seconds), SPAN)
    return lambda rows: oauth_grants.acquire(rows, *KEY, lease)


@pytest.mark.parametrize(
    ("owner", "seconds", "taken"),
    [
        ("second", 0.0, False),
        ("second", 19.9, False),
        ("second", 20.0, True),
        ("first", 5.0, True),
        ("second", -0.5, False),
        ("second", -15.0, False),
        ("second", -3600.0, True),
    ],
)
async def test_a_lease_is_held_for_its_span(
    store: SqliteStore, owner: str, seconds: float, taken: bool
) -> None:
    """Who looked at the clock before the holder did must not take it for a lease of the future."""
    assert await store.write(asking("first"))
    assert await store.write(asking(owner, seconds)) is taken


async def test_only_its_owner_gives_a_lease_back(store: SqliteStore) -> None:
    await store.write(asking("first"))
    await store.write(lambda rows: oauth_grants.release(rows, *KEY, "second"))
    assert not await store.write(asking("second"))
    await store.write(lambda rows: oauth_grants.release(rows, *KEY, "first"))
    assert await store.write(asking("second"))


async def test_good_tokens_make_failures_forgotten(store: SqliteStore) -> None:
    await store.write(asking("first"))
    failure = Failure("HTTP 400", MOMENT, counted=True)
    await store.write(lambda rows: oauth_grants.failed(rows, *KEY, failure))
    known = await store.read(lambda rows: oauth_grants.get(rows, *KEY))
    assert (known.failures, known.failure) == (1, "HTTP 400")
    await store.write(lambda rows: oauth_grants.authorised(rows, *KEY, "app"))
    known = await store.read(lambda rows: oauth_grants.get(rows, *KEY))
    assert (known.app_id, known.owner, known.failures) == ("app", "first", 0)


async def test_of_an_unknown_connection_nothing_is_known(store: SqliteStore) -> None:
    assert await store.read(lambda rows: oauth_grants.get(rows, *KEY)) == OAuthGrant()
