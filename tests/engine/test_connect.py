"""Links with which people bring their own accounts (wire A.1, A.2, B.4, B.7)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.engine.conftest import CANARY, World
from weavz_tui.engine.hosted.hosting import Hosting
from weavz_tui.engine.hosted.portals import Portal, Portals
from weavz_tui.engine.principal import Principal
from weavz_tui.engine.tokens import token_hash
from weavz_tui.model.base import now
from weavz_tui.model.connect import ConnectRequest, PortalRequest, SessionStatus
from weavz_tui.model.enums import ConnectionScope, ConnectionStrategy, ConnectionType, Source
from weavz_tui.model.errors import (
    Duplicate,
    EndUserNotFound,
    IntegrationNotFound,
    InvalidToken,
    NotFound,
    ScopeDenied,
    ValidationError,
)
from weavz_tui.model.lists import PageQuery
from weavz_tui.model.requests import WorkspaceCreate
from weavz_tui.store import connect_sessions, connections
from weavz_tui.store.protocol import Rows


def wish(world: World, **fields: Any) -> ConnectRequest:
    given = {
        "integration_name": "slack",
        "connection_name": "Their Slack",
        "external_id": "theirs",
        "workspace_id": world.workspace_id,
    }
    return ConnectRequest(**{**given, **fields})


async def complete(world: World, token: str, secret: str = CANARY) -> str | None:
    """Connect with a token, as the page of a link does."""
    hosting = Hosting(world.service)
    session = await hosting.session(token)
    option = next(
        each for each in await hosting.options(session) if each.type is ConnectionType.SECRET_TEXT
    )
    return (await hosting.connect(session, option, {"secretText": secret})).connection_id


async def opened(world: World, token: str) -> Portal:
    """The portal of a link."""
    return await Portals(world.service).open(token)


async def test_a_link_makes_one_connection(world: World) -> None:
    connect = world.service.connect
    link = await connect.link(wish(world, end_user_id="u1"))
    assert link.token.startswith("cst_")
    assert link.connect_url.endswith(f"/connect?token={link.token}")
    assert timedelta(hours=3, minutes=59) < link.expires_at - now() <= timedelta(hours=4)
    pending = await connect.poll(link.token)
    assert pending.status is SessionStatus.PENDING
    assert "orgId" not in pending.wire()
    made_id = await complete(world, link.token)
    assert made_id is not None
    done = await connect.session(pending.id)
    assert (done.status, done.connection_id) == (SessionStatus.COMPLETED, made_id)
    made = await world.service.connections.get(made_id)
    assert (made.external_id, made.end_user_id, made.scope) == (
        "theirs",
        "u1",
        ConnectionScope.USER,
    )
    with pytest.raises(InvalidToken):
        await complete(world, link.token)


async def test_of_two_who_use_a_link_at_once_one_succeeds(world: World) -> None:
    link = await world.service.connect.link(wish(world))
    outcomes = await asyncio.gather(
        complete(world, link.token), complete(world, link.token), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["InvalidToken", "str"]


async def test_a_mistake_in_the_form_leaves_the_link_as_it_was(world: World) -> None:
    link = await world.service.connect.link(wish(world))
    with pytest.raises(ValidationError):
        await complete(world, link.token, "")
    assert await complete(world, link.token) is not None


async def test_a_name_that_is_taken_fails_the_session(world: World) -> None:
    await world.connection("theirs")
    link = await world.service.connect.link(wish(world))
    with pytest.raises(Duplicate):
        await complete(world, link.token)
    failed = await world.service.connect.poll(link.token)
    assert failed.status is SessionStatus.FAILED
    assert "already exists" in (failed.error or "")


async def test_the_same_person_gives_their_account_a_new_secret_among_many_of_like_names(
    world: World,
) -> None:
    wanted = wish(world, end_user_id="u1", scope=ConnectionScope.USER)
    first = await complete(world, (await world.service.connect.link(wanted)).token)
    others = [f"a{number:04}-theirs" for number in range(1001)]

    def add(rows: Rows) -> None:
        made = connections.get(rows, world.org_id, first or "")
        assert made is not None
        for name in others:
            other = made.model_copy(update={"id": name, "external_id": name})
            connections.insert_creating(rows, other)
            connections.activate(rows, world.org_id, name, 1)

    await world.service.parts.write(add)
    again = await complete(world, (await world.service.connect.link(wanted)).token, "xoxb-new")
    assert again == first


async def test_an_expired_link_opens_nothing(world: World) -> None:
    link = await world.service.connect.link(wish(world))
    session = await world.service.connect.poll(link.token)

    def age(rows: Rows) -> None:
        rows.run(
            "update connect_session set expires_at = '2020-01-01T00:00:00.000Z' where id = ?",
            (session.id,),
        )

    await world.service.parts.write(age)
    with pytest.raises(InvalidToken):
        await Hosting(world.service).session(link.token)
    await world.service.parts.write(lambda rows: connect_sessions.expire(rows, now()))
    with pytest.raises(InvalidToken):
        await world.service.connect.poll(link.token)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"integration_name": "nothing"}, IntegrationNotFound),
        ({"integration_name": "hash-encode"}, ValidationError),
        ({"workspace_id": "nothing"}, NotFound),
        ({"connection_name": " "}, ValidationError),
        ({"external_id": ""}, ValidationError),
        ({"auth_method_key": "nothing"}, ValidationError),
        ({"scope": "USER"}, ValidationError),
        ({"success_redirect_uri": "javascript:alert(1)"}, ValidationError),
        ({"error_redirect_uri": "//elsewhere"}, ValidationError),
        ({"workspace_integration_id": "pi_nothing"}, NotFound),
    ],
)
async def test_a_link_that_could_not_work_is_not_made(
    world: World, fields: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        await world.service.connect.link(wish(world, **fields))


@pytest.mark.parametrize("token", ["", "cst_wrong", "wvz_x", "\ud800"])
async def test_a_wrong_token_opens_nothing(world: World, token: str) -> None:
    with pytest.raises(InvalidToken):
        await world.service.connect.poll(token)
    with pytest.raises(InvalidToken):
        await Hosting(world.service).session(token)
    with pytest.raises(InvalidToken):
        await opened(world, token)


async def test_a_token_of_one_kind_is_none_of_another(world: World) -> None:
    await world.end_user("u1")
    portal = await world.service.connect.portal("u1", PortalRequest())
    link = await world.service.connect.link(wish(world))
    with pytest.raises(InvalidToken):
        await Hosting(world.service).session(portal.token)
    with pytest.raises(InvalidToken):
        await opened(world, link.token)


async def test_no_token_is_kept_in_clear(world: World) -> None:
    await world.end_user("u1")
    link = await world.service.connect.link(wish(world))
    portal = await world.service.connect.portal("u1", PortalRequest())
    data = world.service.parts.home.data
    await world.service.close()
    kept = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert not any(token.encode() in kept for token in (link.token, portal.token))
    assert token_hash(link.token).encode() in kept
    assert link.token not in repr(link)


async def test_sessions_stay_in_their_workspace(world: World) -> None:
    service = world.service
    link = await service.connect.link(wish(world))
    session = await service.connect.poll(link.token)
    other = await service.workspaces.create(WorkspaceCreate(name="Other", slug="other"))
    stranger = service.acting(Principal(service.parts.org_id, Source.REST, frozenset({other.id})))
    with pytest.raises(ScopeDenied):
        await stranger.connect.session(session.id)
    with pytest.raises(ScopeDenied):
        await stranger.connect.poll(link.token)
    foreign = service.acting(Principal("org_other", Source.REST))
    with pytest.raises(NotFound):
        await foreign.connect.session(session.id)
    with pytest.raises(InvalidToken):
        await foreign.connect.poll(link.token)


async def test_a_portal_shows_what_asks_for_an_account(world: World) -> None:
    await world.end_user("u1")
    mine = await world.instance("mine", ConnectionStrategy.PER_USER)
    fixed = await world.connection("bot", integration="github")
    await world.instance("shared", ConnectionStrategy.FIXED, fixed, integration="github")
    link = await world.service.connect.portal("u1", PortalRequest())
    assert link.token.startswith("eut_")
    assert "/connect/portal?token=eut_" in link.connect_url
    assert timedelta(days=6, hours=23) < link.expires_at - now() <= timedelta(days=7)
    portal = await opened(world, link.token)
    assert [each.instance.id for each in portal.rows] == [mine.id]
    portals = Portals(world.service)
    made_id = await complete(world, (await portals.link(portal, mine.id)).token)
    made = await world.service.connections.get(made_id or "")
    assert (made.end_user_id, made.external_id) == ("u1", "u1:mine")
    connected = await opened(world, link.token)
    again = await complete(world, (await portals.link(connected, mine.id)).token, "another")
    assert again == made_id
    await portals.disconnect(connected, mine.id)
    assert (await opened(world, link.token)).rows[0].connection is None
    for stranger in (fixed.id, "pi_no"):
        with pytest.raises(NotFound):
            await portals.disconnect(connected, stranger)
        with pytest.raises(NotFound):
            await portals.link(connected, stranger)


async def test_a_portal_link_may_be_for_one_integration(world: World) -> None:
    await world.end_user("u1")
    await world.instance("mine", ConnectionStrategy.PER_USER)
    other = await world.instance("code", ConnectionStrategy.PER_USER, integration="github")
    for data in (
        PortalRequest(integration_name="github"),
        PortalRequest(workspace_integration_id=other.id),
    ):
        link = await world.service.connect.portal("u1", data)
        portal = await opened(world, link.token)
        assert [each.instance.integration_alias for each in portal.rows] == ["code"]


@pytest.mark.parametrize("seconds", [0, 3599, 2_592_001, -1])
async def test_a_portal_link_lasts_an_hour_to_a_month(world: World, seconds: int) -> None:
    await world.end_user("u1")
    with pytest.raises(ValidationError):
        await world.service.connect.portal("u1", PortalRequest(expires_in=seconds))


async def test_a_portal_of_nobody_is_not_found(world: World) -> None:
    with pytest.raises(EndUserNotFound):
        await world.service.connect.portal("nobody", PortalRequest())


async def test_a_portal_ends_with_its_end_user(world: World) -> None:
    service = world.service
    await world.end_user("u1")
    link = await service.connect.portal("u1", PortalRequest())
    user = (await service.end_users.list(world.workspace_id, PageQuery())).items[0]
    await service.end_users.delete(user.id)
    with pytest.raises(InvalidToken):
        await opened(world, link.token)
