"""No method of the Service answers, changes or tells what is not its caller's.

A method that is missing from the table fails the test.
"""

from __future__ import annotations

import pytest

from tests.engine.conftest import World
from tests.engine.scopes.attempts import ORGANISATIONS, TABLE
from tests.engine.scopes.victim import HASH, MARK, REFUSED, Victim, kept, text_of
from tests.fixtures.service_methods import FOLLOWED, methods
from weavz_tui.engine.local import LocalService
from weavz_tui.model.authorisations import (
    AuthorisationAnswer,
)
from weavz_tui.model.enums import ConnectionStrategy
from weavz_tui.model.errors import ScopeDenied, WeavzError
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.keys import ApiKeyCreate
from weavz_tui.model.requests import (
    ConnectionUpdate,
)


def test_every_method_of_the_service_is_tried() -> None:
    assert methods() - FOLLOWED <= set(TABLE)


async def test_no_method_leaks_or_touches_what_is_not_the_callers(
    world: World, victim: Victim, stranger: LocalService
) -> None:
    before = await kept(world.service)
    assert sum(map(len, before.values())) > 10
    is_of_workspace = stranger.parts.principal.workspace_ids is not None
    leaks: list[str] = []
    tried = methods()
    for name, (expected, attempt) in TABLE.items():
        if name not in tried:
            continue
        refused: WeavzError | None = None
        try:
            said = text_of(await attempt(stranger, victim))
        except WeavzError as error:
            refused, said = error, f"{error.message} {error.details} {error.hint}"
        is_refused = expected == REFUSED or (is_of_workspace and name in ORGANISATIONS)
        if is_refused is not (refused is not None):
            leaks.append(f"{name}: {'answered' if refused is None else refused.message}")
        if MARK in said.replace(f"{MARK}-app", "").replace("other-than-victims", ""):
            leaks.append(f"{name}: tells {said[:200]}")
        if refused is not None and refused.status not in {401, 403, 404, 400}:
            leaks.append(f"{name}: {refused.code}")
    assert leaks == []
    assert await kept(world.service) == before


async def test_nobody_else_ends_an_authorisation_or_takes_its_account(
    world: World, victim: Victim, stranger: LocalService
) -> None:
    theirs = world.service.authorisations
    for attempt in (
        stranger.authorisations.poll(victim.authorisation),
        stranger.authorisations.cancel(victim.authorisation),
        stranger.authorisations.complete(AuthorisationAnswer(state=victim.state, code="y")),
        stranger.authorisations.complete(
            AuthorisationAnswer(id=victim.authorisation, state=victim.state, code="y")
        ),
    ):
        with pytest.raises(WeavzError) as caught:
            await attempt
        assert caught.value.status in {400, 403, 404}
    assert (await theirs.poll(victim.authorisation)).is_pending
    assert not (await theirs.cancel(victim.authorisation)).is_pending


async def test_beyond_the_workspaces_of_a_key_is_denied_and_nowhere_not_found(
    world: World, victim: Victim
) -> None:
    service = world.service
    permissions = {"scope": "workspace", "workspaceIds": [world.workspace_id]}
    key = await service.api_keys.create(ApiKeyCreate(name="k", permissions=permissions))
    acting = service.acting(await service.access.api_key(key.plain_key))
    for attempt in (
        acting.workspaces.get(victim.workspace),
        acting.connections.get(victim.connection),
        acting.partials.get(victim.partial),
        acting.end_users.delete(victim.end_user),
        acting.activity.get(victim.execution),
        acting.servers.get(victim.server),
        acting.connect.session(victim.session),
        acting.actions.execute(ExecuteRequest(**HASH, workspace_id=victim.workspace)),
    ):
        with pytest.raises(ScopeDenied):
            await attempt
    for missing in (
        acting.workspaces.get("nothing"),
        acting.connections.get("nothing"),
        acting.partials.get("nothing"),
        acting.end_users.delete("nothing"),
        acting.activity.get("nothing"),
        acting.servers.get("nothing"),
        acting.connect.session("nothing"),
        acting.actions.execute(ExecuteRequest(**HASH, workspace_id="nothing")),
    ):
        with pytest.raises(WeavzError) as caught:
            await missing
        assert caught.value.status == 404


async def test_connections_of_the_organisation_are_seen_and_not_changed(
    world: World, victim: Victim
) -> None:
    service = world.service
    shared = await world.connection("shared", workspace=None)
    theirs = World(service, victim.workspace)
    await theirs.instance(f"{MARK}_slack", ConnectionStrategy.FIXED, shared)
    permissions = {"scope": "workspace", "workspaceIds": [world.workspace_id]}
    key = await service.api_keys.create(ApiKeyCreate(name="k", permissions=permissions))
    acting = service.acting(await service.access.api_key(key.plain_key))
    assert (await acting.connections.get(shared.id)).used_by == []
    assert (await acting.connections.dependants(shared.id)).names == {"integrations": []}
    for attempt in (
        acting.connections.delete(shared.id),
        acting.connections.update(shared.id, ConnectionUpdate(display_name="x")),
    ):
        with pytest.raises(ScopeDenied):
            await attempt
