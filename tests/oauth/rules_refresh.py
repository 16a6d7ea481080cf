"""Renewing tokens at oidc-provider, which rotates refresh tokens and kills what is used twice."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import pytest

from tests.oauth.rules import rule
from tests.oauth.world import World, oidc_auth
from weavz_tui.model.base import iso, now
from weavz_tui.model.enums import ConnectionStatus
from weavz_tui.model.errors import (
    ActionFailed,
    ConnectionRequired,
    NoOAuthApp,
    RefreshFailed,
    VaultUnavailable,
)
from weavz_tui.net.oauth import ClientId, TokenEndpoint
from weavz_tui.store import oauth_grants
from weavz_tui.store.oauth_grants import Lease

SERVER = "oidc-provider"


async def connected(world: World) -> None:
    await world.app()
    await world.authorise()


async def ended(world: World) -> None:
    """The access token is about to end, as far as anybody here can know."""
    await world.change(refreshAt=time.time() - 1)


async def lost(world: World) -> None:
    """Somebody else has used the refresh token: the provider ends the whole grant."""
    held = await world.credential()
    client = ClientId("basic", "provider-secret-5d1f")
    auth = oidc_auth(world.provider)
    endpoint = TokenEndpoint(world.engine.parts.transport, auth, client)
    await endpoint.refresh(held.get("refreshToken"))


@rule(SERVER, "a token about to end is renewed before the call")
async def ahead(world: World) -> None:
    await connected(world)
    old, before = await world.credential(), await world.refreshes()
    await ended(world)
    assert (await world.call()).success
    new = await world.credential()
    assert new.token != old.token
    assert await world.refreshes() == before + 1


@rule(SERVER, "a token that is good for long is left alone")
async def left_alone(world: World) -> None:
    await connected(world)
    before = await world.refreshes()
    for _ in range(3):
        await world.call()
    assert await world.refreshes() == before


@rule(SERVER, "a hundred callers at once: one refresh")
async def single_flight(world: World) -> None:
    await connected(world)
    await ended(world)
    before = await world.refreshes()
    results = await asyncio.gather(*(world.call() for _ in range(100)))
    assert all(each.success for each in results)
    assert await world.refreshes() == before + 1


@rule(SERVER, "rotated refresh tokens: each is used once, the grant lives on")
async def rotation(world: World) -> None:
    await connected(world)
    seen = set()
    revoked = (await world.tell("/test/stats"))["revoked"]
    for _ in range(6):
        await ended(world)
        await world.call()
        seen.add((await world.credential()).get("refreshToken"))
    assert len(seen) == 6
    assert (await world.tell("/test/stats"))["revoked"] == revoked


@rule(SERVER, "a token revoked in the middle of a call: refreshed, and the call goes on")
async def revoked_midway(world: World) -> None:
    await connected(world)
    await world.tell(f"/test/revoke?token={(await world.credential()).token}")
    before = await world.refreshes()
    result = await world.call()
    assert result.output == {"sub": "person"}
    assert await world.refreshes() == before + 1
    record = await world.engine.activity.get(result.execution_id)
    assert [each.method for each in record.requests] == ["GET", "GET"]


@rule(SERVER, "a call that comes back from a refresh shows neither token, old or new")
async def both_redacted(world: World) -> None:
    await connected(world)
    old = await world.credential()
    await world.tell(f"/test/revoke?token={old.token}")
    result = await world.call()
    shown = result.model_dump_json()
    new = await world.credential()
    assert old.token not in shown
    assert new.token not in shown


@rule(SERVER, "a dead grant: CONNECTION_REQUIRED with REAUTHORISE, and the connection is ERROR")
async def exhausted(world: World) -> None:
    await connected(world)
    await lost(world)
    await lost_again(world)
    await ended(world)
    with pytest.raises(ConnectionRequired) as caught:
        await world.call()
    assert caught.value.details["reason"] == "REAUTHORISE"
    assert caught.value.details["connectionExternalId"] == "a1"
    assert "connections authorize a1" in caught.value.hint
    assert (await world.connection()).status is ConnectionStatus.ERROR


async def lost_again(world: World) -> None:
    """The provider notices a second use with that very use."""
    with pytest.raises(Exception, match="invalid_grant"):
        await lost(world)


@rule(SERVER, "a connection in ERROR asks the provider no more, until it is authorised again")
async def mended(world: World) -> None:
    await exhausted(world)
    before = await world.tell("/test/stats")
    with pytest.raises(ConnectionRequired) as caught:
        await world.call()
    assert caught.value.details["connectionExternalId"] == "a1"
    assert await world.tell("/test/stats") == before
    await world.authorise()
    assert (await world.connection()).status is ConnectionStatus.ACTIVE
    assert (await world.call()).success


@rule(SERVER, "a caller that goes away does not take the rotated token along")
async def cancelled(world: World) -> None:
    await connected(world)
    await ended(world)
    old, before = await world.credential(), await world.refreshes()
    await world.tell("/test/slow?ms=300")
    call = asyncio.create_task(world.call())
    await world.until_busy()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    await world.refresher.close()
    new = await world.credential()
    assert new.get("refreshToken") != old.get("refreshToken")
    assert await world.refreshes() == before + 1


@rule(SERVER, "a clock that is behind: the service says expired, one refresh mends it")
async def clock_behind(world: World) -> None:
    await connected(world)
    await world.tell(f"/test/revoke?token={(await world.credential()).token}")
    world.refresher.clock = lambda: time.time() - 30
    assert (await world.call()).success


@rule(SERVER, "a clock that was set back: a token got in the future is renewed once, not for ever")
async def clock_set_back(world: World) -> None:
    await connected(world)
    before = await world.refreshes()
    world.refresher.clock = lambda: time.time() - 7200
    for _ in range(3):
        await world.call()
    assert await world.refreshes() == before + 1


@rule(SERVER, "a clock that is ahead renews early, and loses nothing")
async def clock_ahead(world: World) -> None:
    await connected(world)
    before = await world.refreshes()
    world.refresher.clock = lambda: time.time() + 7200
    for _ in range(3):
        await world.call()
    assert await world.refreshes() == before + 1


@rule(SERVER, "the lease of a process that died is taken when it is over")
async def dead_lease(world: World) -> None:
    await connected(world)
    await ended(world)
    found = await world.connection()
    lease = Lease("dead", now() - timedelta(seconds=21), timedelta(seconds=20))
    await world.engine.parts.write(
        lambda rows: oauth_grants.acquire(rows, found.org_id, found.id, lease)
    )
    assert (await world.call()).success


@rule(SERVER, "a lease written under a clock far ahead holds nobody up")
async def absurd_lease(world: World) -> None:
    await connected(world)
    await ended(world)
    found = await world.connection()
    lease = Lease("other", now() + timedelta(days=1), timedelta(seconds=20))
    await world.engine.parts.write(
        lambda rows: oauth_grants.acquire(rows, found.org_id, found.id, lease)
    )
    assert (await world.call()).success


@rule(SERVER, "while another process has the lease, its token is waited for and taken")
async def waits(world: World) -> None:
    await connected(world)
    await ended(world)
    found, before = await world.connection(), await world.refreshes()
    lease = Lease("other", now(), timedelta(seconds=20))
    await world.engine.parts.write(
        lambda rows: oauth_grants.acquire(rows, found.org_id, found.id, lease)
    )
    call = asyncio.create_task(world.call())
    await world.until_busy()
    # As the other process ends it: new tokens in the vault, a new generation, the lease let go.
    await world.change(accessToken=await world.another_token(), refreshAt=time.time() + 3000)
    await world.engine.parts.write(
        lambda rows: oauth_grants.release(rows, found.org_id, found.id, "other")
    )
    assert (await call).success
    assert await world.refreshes() == before


@rule(SERVER, "test connection renews what has ended, and says that it works")
async def tested(world: World) -> None:
    await connected(world)
    await world.tell(f"/test/revoke?token={(await world.credential()).token}")
    test = await world.engine.connections.test((await world.connection()).id)
    assert (test.ok, test.status_code) == (True, 200)


@rule(SERVER, "test connection tells what only a person can mend")
async def tested_dead(world: World) -> None:
    await exhausted(world)
    test = await world.engine.connections.test((await world.connection()).id)
    assert not test.ok
    assert "authorised again" in test.message


@rule(SERVER, "an ended token with nothing to renew it: ERROR, and nobody is asked")
async def nothing_to_renew(world: World) -> None:
    await connected(world)
    past = now() - timedelta(minutes=5)
    await world.change(refreshToken=None, refreshAt=None, expiresAt=iso(past))
    await world.engine.parts.write(
        lambda rows: rows.run("update connection set expires_at = ?", (iso(past),))
    )
    with pytest.raises(ConnectionRequired):
        await world.call()
    assert (await world.connection()).status is ConnectionStatus.ERROR


@rule(SERVER, "refused, no end known, nothing to renew it with: the service's own words")
async def own_words(world: World) -> None:
    await connected(world)
    await world.change(refreshToken=None, refreshAt=None, expiresAt=None)
    await world.engine.parts.write(lambda rows: rows.run("update connection set expires_at = null"))
    await world.tell(f"/test/revoke?token={(await world.credential()).token}")
    with pytest.raises(ActionFailed):
        await world.call()
    assert (await world.connection()).status is ConnectionStatus.ACTIVE


@rule(SERVER, "without its app an ended token cannot be renewed: NO_OAUTH_APP")
async def without_app(world: World) -> None:
    await connected(world)
    app = await world.engine.oauth_apps.get("default")
    assert (await world.engine.oauth_apps.dependants(app.id)).names == {"connections": ["a1"]}
    await world.engine.oauth_apps.delete(app.id)
    past = time.time() - 300
    await world.change(refreshAt=past, expiresAt=iso(now() - timedelta(minutes=5)))
    with pytest.raises(NoOAuthApp):
        await world.call()


@rule(SERVER, "a wrong secret of the app is no reason to authorise again: REFRESH_FAILED")
async def wrong_app(world: World) -> None:
    await connected(world)
    app = await world.engine.oauth_apps.get("default")
    await world.engine.parts.shared.oauth_clients.secrets.rotate(
        app.org_id, app.id, {"clientSecret": "wrong-secret-31"}
    )
    await world.change(refreshAt=time.time() - 300, expiresAt=iso(now() - timedelta(minutes=5)))
    with pytest.raises(RefreshFailed, match="invalid_client") as caught:
        await world.call()
    assert "oauth-apps" in caught.value.hint
    assert (await world.connection()).status is ConnectionStatus.ACTIVE


@rule(SERVER, "tokens that the vault could not take are used, and kept as soon as it can")
async def kept_later(world: World) -> None:
    await connected(world)
    await ended(world)
    vault, before = world.engine.parts.vault, await world.refreshes()
    old, write = await world.credential(), vault.write

    async def full(*_: object) -> None:
        raise VaultUnavailable("The disk is full")

    vault.write = full  # type: ignore[method-assign,assignment]
    assert (await world.call()).success
    assert (await world.credential()).token == old.token
    vault.write = write  # type: ignore[method-assign]
    assert (await world.call()).success
    new = await world.credential()
    assert new.token != old.token
    assert new.get("refreshToken") != old.get("refreshToken")
    assert await world.refreshes() == before + 1
