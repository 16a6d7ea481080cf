"""The tools of a server follow its workspace (wire C.9, E.15)."""

from __future__ import annotations

import gc
from datetime import timedelta

import pytest
from jsonschema import Draft202012Validator

from tests.engine.conftest import World
from tests.engine.servers.made import names, server
from weavz_tui.engine.servers.toolbox import ROOM, Shown
from weavz_tui.model.enums import ConnectionStrategy
from weavz_tui.model.errors import (
    NotFound,
)
from weavz_tui.model.requests import IntegrationUpdate, WorkspaceCreate
from weavz_tui.model.servers import (
    ServerMode,
)
from weavz_tui.model.tools import tool_name
from weavz_tui.store import integrations


async def test_a_new_server_has_the_tools_of_its_workspace(world: World) -> None:
    made = await server(world)
    tools = await world.service.servers.tools(made.id)
    assert made.tool_count == len(tools) > 20
    assert all(each.source_workspace_integration_id for each in tools)
    shown = await names(world.service, made.id)
    assert "hash_encode__hash" in shown
    assert shown[-1] == "weavz_property_options"
    assert len(set(shown)) == len(shown) == len(tools) + 1


async def test_tools_follow_the_workspace_and_keep_their_ids(world: World) -> None:
    service = world.service
    made = await server(world)
    before = {
        (each.integration_alias, each.action_name): each.id
        for each in await service.servers.tools(made.id)
    }
    row = await service.integrations.get(world.workspace_id, "hash-encode")
    await service.integrations.update(
        world.workspace_id,
        row.id,
        IntegrationUpdate(integration_alias="digests", allowed_actions=["hash"]),
    )
    after = {
        (each.integration_alias, each.action_name): each.id
        for each in await service.servers.tools(made.id)
    }
    assert after["digests", "hash"] == before["hash-encode", "hash"]
    assert ("digests", "encode") not in after
    assert "digests__hash" in await names(service, made.id)
    gone = await service.integrations.delete(world.workspace_id, row.id)
    assert gone.dependants.counts["tools"] == 1
    assert not any("digests" in name for name in await names(service, made.id))


async def test_what_is_shown_stays_the_same_object_until_it_differs(world: World) -> None:
    service = world.service
    made = await server(world)
    first = await service.servers.exposed(made.id)
    assert await service.servers.exposed(made.id) is first
    await service.workspaces.create(WorkspaceCreate(name="Other", slug="other"))
    assert await service.servers.exposed(made.id) is first
    row = await service.integrations.get(world.workspace_id, "rss")
    await service.integrations.delete(world.workspace_id, row.id)
    assert await service.servers.exposed(made.id) is not first


async def test_what_deleted_servers_showed_is_forgotten(world: World) -> None:
    service = world.service
    place = await service.workspaces.create(WorkspaceCreate(name="Empty", slug="empty"))
    first = await server(world)
    shown = await service.servers.exposed(first.id)
    for number in range(2 * ROOM):
        made = await server(world, name=f"s{number}", workspace_id=place.id)
        await service.servers.exposed(made.id)
        await service.servers.delete(made.id)
    gc.collect()
    left = sum(isinstance(each, Shown) for each in gc.get_objects())
    assert left <= ROOM + 2
    assert await service.servers.exposed(first.id) is shown


async def test_the_older_instance_keeps_the_plain_name(world: World) -> None:
    older = await world.instance("a_b", ConnectionStrategy.FIXED, integration="hash-encode")
    before = {"created_at": older.created_at - timedelta(minutes=1)}
    await world.service.parts.write(
        lambda rows: integrations.change(rows, older.org_id, older.id, before)
    )
    await world.instance("a-b", ConnectionStrategy.FIXED, integration="hash-encode")
    made = await server(world)
    shown = {
        each.tool.integration_alias: each.name
        for each in await world.service.servers.exposed(made.id)
        if each.tool is not None and each.tool.action_name == "hash"
    }
    assert shown["a_b"] == "a_b__hash"
    assert shown["a-b"].startswith("a_b__hash_")
    assert shown["a-b"] == tool_name("a-b", "hash", distinct=True)


async def test_every_schema_is_a_schema_and_says_what_it_takes(world: World) -> None:
    for alias in ("github", "gmail", "google-sheets", "openai"):
        await world.instance(alias, ConnectionStrategy.PER_USER, integration=alias)
    made = await server(world)
    shown = await world.service.servers.exposed(made.id)
    for each in shown:
        Draft202012Validator.check_schema(each.input_schema)
        assert each.description
        assert len(each.name) <= 64
    by_name = {each.name: each for each in shown}
    digest = by_name["hash_encode__hash"].input_schema
    assert "text" in digest["required"]
    algorithm = digest["properties"]["algorithm"]
    assert "sha256" in {each["const"] for each in algorithm["oneOf"]}
    assert by_name["hash_encode__hash"].annotations.read_only_hint


async def test_code_mode_shows_three_tools_and_declares_the_rest(world: World) -> None:
    made = await server(world, mode=ServerMode.CODE)
    assert await names(world.service, made.id) == [
        "weavz_search",
        "weavz_read_api",
        "weavz_execute",
    ]
    stubs = await world.service.servers.declarations(made.id, "hash-encode")
    assert "async def hash(" in stubs
    with pytest.raises(NotFound):
        await world.service.servers.declarations(made.id, "nothing")
