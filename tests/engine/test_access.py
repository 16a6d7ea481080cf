"""Keys: who is behind one, and from when on it is nobody any more (wire A.1, B.1, B.8)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from tests.engine.calls import digest, limit
from tests.engine.conftest import World
from weavz_tui.engine.local import LocalService, open_local
from weavz_tui.engine.principal import Principal
from weavz_tui.home import Home
from weavz_tui.model.base import iso, now
from weavz_tui.model.entities import Organisation
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import (
    Duplicate,
    NotFound,
    RateLimited,
    ScopeDenied,
    Unauthorized,
    ValidationError,
    WeavzError,
)
from weavz_tui.model.keys import ApiKeyCreate
from weavz_tui.model.pages import PageQuery
from weavz_tui.model.requests import OrganisationUpdate, WorkspaceCreate
from weavz_tui.store.protocol import Rows


async def make(service: LocalService, **fields: object) -> str:
    made = await service.api_keys.create(ApiKeyCreate.model_validate({"name": "k", **fields}))
    return made.plain_key


async def test_a_key_is_shown_once_and_kept_as_a_hash(service: LocalService) -> None:
    made = await service.api_keys.create(ApiKeyCreate(name="first"))
    assert made.plain_key.startswith("wvz_")
    assert made.api_key.key_prefix == made.plain_key[:8]
    assert made.plain_key not in repr(made)
    listed = await service.api_keys.list(PageQuery())
    assert [each.id for each in listed.items] == [made.api_key.id]
    home = Home.find().data
    await service.close()
    assert not any(
        made.plain_key.encode() in path.read_bytes() for path in home.rglob("*") if path.is_file()
    )


async def test_a_key_stands_for_its_organisation(service: LocalService) -> None:
    principal = await service.access.api_key(await make(service), source=Source.SDK)
    assert (principal.org_id, principal.source) == (service.parts.org_id, Source.SDK)
    assert principal.workspace_ids is None


async def test_permissions_come_back_as_they_were_given(world: World) -> None:
    given = {"scope": "workspace", "workspaceIds": [world.workspace_id], "approvals": {"x": 1}}
    made = await world.service.api_keys.create(ApiKeyCreate(name="w", permissions=given))
    assert made.api_key.wire()["permissions"] == given
    principal = await world.service.access.api_key(made.plain_key)
    assert principal.workspace_ids == frozenset({world.workspace_id})


@pytest.mark.parametrize(
    "key", [None, "", "wvz_", "wvz_wrong", "other", "wvz_\ud800", "x" * 100_000]
)
async def test_what_is_no_key_is_unauthorized(service: LocalService, key: str | None) -> None:
    with pytest.raises(Unauthorized) as caught:
        await service.access.api_key(key)
    assert caught.value.hint


@pytest.mark.parametrize(
    "fields",
    [
        {"name": " "},
        {"name": "x" * 201},
        {"permissions": {"scope": "galaxy"}},
        {"permissions": {"scope": "workspace"}},
        {"permissions": {"scope": "workspace", "workspaceIds": [" "]}},
        {"permissions": {"scope": "workspace", "workspaceIds": "w"}},
        {"expiresAt": "2020-01-01T00:00:00Z"},
    ],
)
async def test_a_key_that_could_not_be_used_is_not_made(
    service: LocalService, fields: dict[str, object]
) -> None:
    with pytest.raises(ValidationError):
        await make(service, **fields)


async def test_a_key_for_workspaces_that_are_not_there_is_not_made(world: World) -> None:
    """Another organisation's are not there either."""
    service = world.service
    other = await service.access.create_organisation("Other", "other")
    theirs = await service.acting(Principal(other.id, Source.REST)).workspaces.create(
        WorkspaceCreate(name="W", slug="w")
    )
    ids = [world.workspace_id, "nowhere", theirs.id]
    with pytest.raises(ValidationError) as caught:
        await make(service, permissions={"scope": "workspace", "workspaceIds": ids})
    told = caught.value.fields["permissions"]
    assert "nowhere" in told
    assert theirs.id in told
    assert world.workspace_id not in told
    assert (await service.api_keys.list(PageQuery())).total == 0


async def test_an_expired_key_is_unauthorized(service: LocalService) -> None:
    key = await make(service, expires_at=now() + timedelta(minutes=1))
    await service.access.api_key(key)

    def age(rows: Rows) -> None:
        rows.run("update api_key set expires_at = ?", (iso(now() - timedelta(seconds=1)),))
        rows.changed("api_key")

    await service.parts.write(age)
    with pytest.raises(Unauthorized, match="expired"):
        await service.access.api_key(key)


async def test_a_deleted_key_is_refused_at_once(service: LocalService) -> None:
    made = await service.api_keys.create(ApiKeyCreate(name="k"))
    await service.access.api_key(made.plain_key)
    await service.api_keys.delete(made.api_key.id)
    with pytest.raises(Unauthorized):
        await service.access.api_key(made.plain_key)


async def test_a_key_deleted_by_another_process_is_refused_soon(service: LocalService) -> None:
    """Another store on the same file is another process to this one."""
    made = await service.api_keys.create(ApiKeyCreate(name="k"))
    await service.access.api_key(made.plain_key)
    other = await open_local(Home.find(), source=Source.CLI, tidy_after=3600)
    changes = service.parts.store.changes()
    await other.api_keys.delete(made.api_key.id)
    await other.close()
    async with asyncio.timeout(1):
        await anext(changes)
    with pytest.raises(Unauthorized):
        await service.access.api_key(made.plain_key)


async def test_the_use_of_a_key_is_noted_once_a_minute(service: LocalService) -> None:
    made = await service.api_keys.create(ApiKeyCreate(name="k"))
    await service.access.api_key(made.plain_key)
    await service.access.close()
    configuration = service.parts.store.configuration()
    first = (await service.api_keys.list(PageQuery())).items[0].last_used_at
    assert first is not None
    await service.access.api_key(made.plain_key)
    await service.access.close()
    assert (await service.api_keys.list(PageQuery())).items[0].last_used_at == first
    assert service.parts.store.configuration() == configuration


async def test_a_key_is_looked_up_in_microseconds(service: LocalService) -> None:
    key = await make(service)
    await service.access.api_key(key)
    loop = asyncio.get_running_loop()
    started = loop.time()
    for _ in range(1000):
        await service.access.api_key(key)
    assert (loop.time() - started) / 1000 < 0.0005


async def test_a_key_cannot_delete_itself(service: LocalService) -> None:
    made = await service.api_keys.create(ApiKeyCreate(name="k"))
    acting = service.acting(await service.access.api_key(made.plain_key))
    with pytest.raises(ValidationError, match="itself"):
        await acting.api_keys.delete(made.api_key.id)


async def test_keys_take_a_key_of_the_whole_organisation(world: World) -> None:
    service = world.service
    permissions = {"scope": "workspace", "workspaceIds": [world.workspace_id]}
    acting = service.acting(
        await service.access.api_key(await make(service, permissions=permissions))
    )
    for call in (
        acting.api_keys.list(PageQuery()),
        acting.api_keys.create(ApiKeyCreate(name="more")),
        acting.api_keys.delete("x"),
    ):
        with pytest.raises(ScopeDenied):
            await call


@pytest.mark.parametrize("key", [None, "", "wrong"])
async def test_a_wrong_service_key_makes_nothing(
    home_path: Path, passphrase_file: Path, monkeypatch: pytest.MonkeyPatch, key: str | None
) -> None:
    monkeypatch.setenv("WEAVZ_TUI_SERVICE_KEY", "service-key-of-the-test")
    service = await open_local(Home.find(), source=Source.CLI, tidy_after=3600)
    with pytest.raises(Unauthorized):
        await service.access.service_key(key, service.parts.org_id)
    await service.close()


async def test_without_a_service_key_nobody_has_it(service: LocalService) -> None:
    with pytest.raises(Unauthorized, match="No service key"):
        service.access.require_service_key("")


async def test_a_service_key_makes_an_organisation_and_acts_for_it(
    home_path: Path, passphrase_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEAVZ_TUI_SERVICE_KEY", "service-key-of-the-test")
    service = await open_local(Home.find(), source=Source.CLI, tidy_after=3600)
    made = await service.access.create_organisation("Acme", "acme")
    with pytest.raises(Duplicate):
        await service.access.create_organisation("Acme", "acme")
    acting = service.acting(await service.access.service_key("service-key-of-the-test", made.id))
    key = await make(acting)
    assert (await service.access.api_key(key)).org_id == made.id
    assert (await acting.workspaces.list(PageQuery())).total == 0
    with pytest.raises(NotFound):
        await acting.organisations.get(service.parts.org_id)
    with pytest.raises(NotFound):
        await service.access.service_key("service-key-of-the-test", "org_unknown")
    await service.close()


async def test_a_slug_has_one_organisation_however_it_came_to_it(world: World) -> None:
    service = world.service
    first = service.parts.org_id
    other = await service.access.create_organisation("Other", "other")
    with pytest.raises(Duplicate) as caught:
        await service.organisations.update(first, OrganisationUpdate(slug="other"))
    assert caught.value.details == {"slug": "other"}
    await service.organisations.update(first, OrganisationUpdate(slug="ours"))
    await service.organisations.update(first, OrganisationUpdate(slug="ours", name="Ours"))
    with pytest.raises(Duplicate):
        await service.access.create_organisation("Ours", "ours")
    assert (await service.access.create_organisation("Free again", "local")).slug == "local"
    theirs = service.acting(Principal(other.id, Source.REST)).organisations
    assert (await theirs.get(other.id)).slug == "other"


async def test_of_many_that_want_a_slug_one_gets_it(world: World) -> None:
    """Two stores on the same file are two processes to each other."""
    other = await open_local(Home.find(), source=Source.CLI, tidy_after=3600)
    outcomes = await asyncio.gather(
        *(each.access.create_organisation("Acme", "acme") for each in (world.service, other) * 4),
        return_exceptions=True,
    )
    await other.close()
    assert sum(isinstance(each, Organisation) for each in outcomes) == 1
    assert sum(isinstance(each, Duplicate) for each in outcomes) == 7


async def test_a_request_counted_at_the_door_is_not_counted_again(world: World) -> None:
    service = world.service
    await limit(service, rate_limit=2)
    principal = await service.access.api_key(await make(service))
    state = await service.access.admit(principal)
    assert (state.limit, state.remaining) == (2, 1)
    for _ in range(3):
        await service.acting(principal.as_counted()).actions.execute(digest(world))
    assert (await service.access.rate(principal)).remaining == 1
    await service.acting(principal).actions.execute(digest(world))
    with pytest.raises(RateLimited) as caught:
        await service.access.admit(principal)
    assert caught.value.details["reset"] >= state.reset - 1


async def test_every_refusal_says_what_mends_it(service: LocalService) -> None:
    refusals: list[WeavzError] = []
    for attempt in (service.access.api_key("wvz_no"), service.access.service_key("x", "y")):
        with pytest.raises(WeavzError) as caught:
            await attempt
        refusals.append(caught.value)
    assert all(each.hint and each.status == 401 for each in refusals)
