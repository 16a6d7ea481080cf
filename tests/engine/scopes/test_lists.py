"""Lists, figures and changes hold what is the caller's, and no more."""

from __future__ import annotations

import asyncio

from tests.engine.conftest import World
from tests.engine.scopes.victim import FRESH, HASH, MARK, Attempt, Victim, text_of
from weavz_tui.engine.local import LocalService
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.lists import (
    ActivityQuery,
    ConnectionQuery,
    ServerQuery,
)
from weavz_tui.model.requests import (
    EndUserCreate,
    WorkspaceCreate,
)

# Every list as it comes without naming the victim: it holds what is the stranger's.
LISTS: dict[str, Attempt] = {
    "workspaces": lambda s, v: s.workspaces.list(FRESH),
    "connections": lambda s, v: s.connections.list(ConnectionQuery()),
    "activity": lambda s, v: s.activity.list(ActivityQuery()),
    "servers": lambda s, v: s.servers.list(ServerQuery()),
}


async def test_lists_hold_what_is_the_callers(victim: Victim, stranger: LocalService) -> None:
    for name, attempt in LISTS.items():
        page = await attempt(stranger, victim)
        assert MARK not in text_of(page), name
        assert page.total == len(page.items), name


async def test_usage_is_that_of_the_workspaces_in_reach(
    world: World, victim: Victim, stranger: LocalService
) -> None:
    if stranger.parts.principal.workspace_ids is not None:
        await stranger.actions.execute(ExecuteRequest(**HASH, workspace_id=world.workspace_id))
        assert (await stranger.usage()).by_source == {"rest": 1}
    else:
        assert (await stranger.usage()).actions == 0
    assert (await world.service.usage()).actions >= 1


async def test_changes_are_heard_of_the_workspaces_in_reach(
    world: World, victim: Victim, stranger: LocalService
) -> None:
    heard = stranger.changes()
    await World(world.service, victim.workspace).end_user(f"{MARK}-late")
    place = (
        await stranger.workspaces.create(WorkspaceCreate(name="n", slug="heard"))
        if stranger.parts.principal.workspace_ids is None
        else await stranger.workspaces.get(world.workspace_id)
    )
    await stranger.end_users.create(EndUserCreate(workspace_id=place.id, external_id="own"))
    told: set[str | None] = set()
    async with asyncio.timeout(10):
        async for change in heard:
            told.add(change.workspace_id)
            if (change.workspace_id, change.kind) == (place.id, "end_user"):
                break
    assert victim.workspace not in told
