"""What was deleted comes back as it was, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.engine.conftest import World
from weavz_tui.model.connect import PortalRequest
from weavz_tui.model.enums import ConnectionStrategy
from weavz_tui.model.errors import NotFound
from weavz_tui.model.gates import PolicyTerms
from weavz_tui.model.lists import PartialQuery
from weavz_tui.model.requests import EndUserCreate, PartialCreate, WorkspaceCreate
from weavz_tui.store import state
from weavz_tui.store.protocol import Rows


async def keep_a_value(world: World, workspace_id: str) -> None:
    scope = state.scope(workspace_id, "end_user", "full")
    await world.service.parts.write(
        lambda rows: state.kv_put(rows, world.org_id, scope, "key", "value")
    )


async def keep_a_policy(world: World, workspace_id: str) -> None:
    await world.service.policies.create(PolicyTerms(name="p"), workspace_id)


async def keep_a_link(world: World, workspace_id: str) -> None:
    await world.service.connect.portal("full", PortalRequest())


async def test_an_empty_workspace_can_come_back(world: World) -> None:
    made = await world.service.workspaces.create(WorkspaceCreate(name="A", slug="a"))
    gone = await world.service.workspaces.delete(made.id)
    assert gone.undo is not None
    await world.service.undo(gone.undo)
    assert (await world.service.workspaces.get("a")).id == made.id
    with pytest.raises(NotFound):
        await world.service.undo(gone.undo)


async def test_a_workspace_with_values_policies_or_triggers_is_not_empty(world: World) -> None:
    service = world.service
    for number, fill in enumerate((keep_a_value, keep_a_policy)):
        made = await service.workspaces.create(WorkspaceCreate(name="A", slug=f"a{number}"))
        await fill(world, made.id)
        assert (await service.workspaces.delete(made.id)).undo is None


async def test_an_end_user_comes_back_only_as_a_whole(world: World) -> None:
    service = world.service
    bare = await service.end_users.create(
        EndUserCreate(workspace_id=world.workspace_id, external_id="bare")
    )
    assert (await service.end_users.delete(bare.id)).undo is not None
    for fill in (keep_a_value, keep_a_link):
        full = await service.end_users.create(
            EndUserCreate(workspace_id=world.workspace_id, external_id="full")
        )
        await fill(world, world.workspace_id)
        assert (await service.end_users.delete(full.id)).undo is None


async def test_a_partial_that_came_just_before_its_instance_went_goes_and_comes_with_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, parts = world.service, world.service.parts
    made = await world.instance("bot", ConnectionStrategy.PER_USER)
    write = parts.write

    async def late(work: Callable[[Rows], Any]) -> Any:
        monkeypatch.setattr(parts, "write", write)
        await service.partials.create(
            PartialCreate(
                workspace_id=world.workspace_id,
                integration_name="slack",
                integration_alias="bot",
                name="late",
            )
        )
        return await write(work)

    monkeypatch.setattr(parts, "write", late)
    gone = await service.integrations.delete(world.workspace_id, made.id)
    query = PartialQuery(workspace_id=world.workspace_id)
    assert (await service.partials.list(query)).total == 0
    await service.undo(gone.undo or "")
    assert [each.name for each in (await service.partials.list(query)).items] == ["late"]
