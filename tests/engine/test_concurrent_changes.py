"""Two who change different fields of one record at the same time both have their way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.engine.conftest import World
from weavz_tui.model.enums import ConnectionStrategy
from weavz_tui.model.errors import ApprovalPolicyNotFound
from weavz_tui.model.gates import PolicyTerms
from weavz_tui.model.requests import (
    EndUserCreate,
    EndUserUpdate,
    IntegrationUpdate,
    OrganisationUpdate,
    PartialCreate,
    PartialUpdate,
    WorkspaceUpdate,
)
from weavz_tui.model.servers import ServerCreate, ServerUpdate, ToolUpdate

Made = tuple[Callable[..., Awaitable[Any]], Callable[[], Awaitable[Any]]]


async def workspace(world: World) -> Made:
    of = world.service.workspaces

    async def update(**fields: Any) -> Any:
        return await of.update(world.workspace_id, WorkspaceUpdate(**fields))

    return update, lambda: of.get(world.workspace_id)


async def organisation(world: World) -> Made:
    of = world.service.organisations

    async def update(**fields: Any) -> Any:
        return await of.update(world.org_id, OrganisationUpdate(**fields))

    return update, lambda: of.get(world.org_id)


async def instance(world: World) -> Made:
    of = world.service.integrations
    made = await world.instance("one", ConnectionStrategy.PER_USER)

    async def update(**fields: Any) -> Any:
        return await of.update(world.workspace_id, made.id, IntegrationUpdate(**fields))

    return update, lambda: of.get(world.workspace_id, made.id)


async def end_user(world: World) -> Made:
    of = world.service.end_users
    made = await of.create(EndUserCreate(workspace_id=world.workspace_id, external_id="u1"))

    async def update(**fields: Any) -> Any:
        return await of.update(made.id, EndUserUpdate(**fields))

    return update, lambda: of.get(world.workspace_id, "u1")


async def partial(world: World) -> Made:
    of = world.service.partials
    made = await of.create(
        PartialCreate(workspace_id=world.workspace_id, integration_name="hash-encode", name="p")
    )

    async def update(**fields: Any) -> Any:
        return await of.update(made.id, PartialUpdate(**fields))

    return update, lambda: of.get(made.id)


async def server(world: World) -> Made:
    of = world.service.servers
    made = await of.create(ServerCreate(name="s", workspace_id=world.workspace_id))

    async def update(**fields: Any) -> Any:
        return await of.update(made.server.id, ServerUpdate(**fields))

    return update, lambda: of.get(made.server.id)


async def policy(world: World) -> Made:
    of = world.service.policies
    made = await of.create(PolicyTerms(name="p"), world.workspace_id)

    async def update(**fields: Any) -> Any:
        return await of.update(made.id, fields)

    return update, lambda: of.get(made.id)


async def tool(world: World) -> Made:
    of = world.service.servers
    made = await of.create(ServerCreate(name="s", workspace_id=world.workspace_id))
    id = (await of.tools(made.server.id))[0].id

    async def update(**fields: Any) -> Any:
        return await of.update_tool(made.server.id, id, ToolUpdate(**fields))

    async def read() -> Any:
        return next(each for each in await of.tools(made.server.id) if each.id == id)

    return update, read


@pytest.mark.parametrize(
    ("make", "first", "second"),
    [
        (workspace, {"name": "Renamed"}, {"slug": "moved"}),
        (organisation, {"name": "Renamed"}, {"slug": "moved"}),
        (instance, {"display_name": "Renamed"}, {"integration_alias": "moved"}),
        (end_user, {"display_name": "Renamed"}, {"email": "moved@example.com"}),
        (partial, {"name": "renamed"}, {"description": "moved"}),
        (server, {"name": "renamed"}, {"description": "moved"}),
        (policy, {"name": "renamed"}, {"description": "moved"}),
        (tool, {"display_name": "Renamed"}, {"description": "moved"}),
    ],
)
async def test_neither_takes_back_what_the_other_changed(
    world: World,
    make: Callable[[World], Awaitable[Made]],
    first: dict[str, str],
    second: dict[str, str],
) -> None:
    update, read = await make(world)
    await asyncio.gather(update(**first), update(**second))
    found = await read()
    wanted = first | second
    assert {name: getattr(found, name) for name in wanted} == wanted


async def test_a_policy_that_was_deleted_meanwhile_does_not_come_back(world: World) -> None:
    of = world.service.policies
    for _ in range(10):
        made = await of.create(PolicyTerms(name="p"), world.workspace_id)
        await asyncio.gather(
            of.delete(made.id), of.update(made.id, {"name": "late"}), return_exceptions=True
        )
        with pytest.raises(ApprovalPolicyNotFound):
            await of.get(made.id)
