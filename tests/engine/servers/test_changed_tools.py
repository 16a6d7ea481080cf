"""Tools that a person hides, adds or adds by hand (wire B.9)."""

from __future__ import annotations

import pytest

from tests.engine.conftest import World
from tests.engine.servers.made import access, names, server
from weavz_tui.model.errors import (
    ActionNotAllowed,
    AliasConflict,
    ConnectionNotFound,
    Duplicate,
    IntegrationNotFound,
    NotFound,
    NoUpdates,
    ValidationError,
)
from weavz_tui.model.requests import IntegrationUpdate
from weavz_tui.model.servers import (
    ToolCreate,
    ToolUpdate,
)


async def test_a_hidden_tool_is_gone_until_it_is_added_again(world: World) -> None:
    service = world.service
    made = await server(world)
    tool = next(each for each in await service.servers.tools(made.id) if each.action_name == "hash")
    gone = await service.servers.delete_tool(made.id, tool.id)
    assert "hash_encode__hash" not in await names(service, made.id)
    with pytest.raises(NotFound):
        await service.parts.shared.toolbox.call(
            await access(world, made), "hash_encode__hash", {"text": "x"}
        )
    back = await service.servers.add_tool(
        made.id,
        ToolCreate(integration_name="hash-encode", action_name="hash", display_name="Digest"),
    )
    assert (back.id, back.display_name) == (tool.id, "Digest")
    assert "hash_encode__hash" in await names(service, made.id)
    assert gone.undo is not None


async def test_hiding_can_be_undone(world: World) -> None:
    service = world.service
    made = await server(world)
    tool = (await service.servers.tools(made.id))[0]
    gone = await service.servers.delete_tool(made.id, tool.id)
    assert gone.undo is not None
    await service.undo(gone.undo)
    assert tool in list(await service.servers.tools(made.id))


@pytest.mark.parametrize("alias", ["OpenAI", "_openai", "openai@bot", "x" * 65])
async def test_a_tool_with_a_bad_alias_is_refused(world: World, alias: str) -> None:
    made = await server(world)
    with pytest.raises(ValidationError):
        await world.service.servers.add_tool(
            made.id,
            ToolCreate(
                integration_name="openai", action_name="ask_chatgpt", integration_alias=alias
            ),
        )


async def test_a_tool_by_hand_need_not_exist_but_fits_in(world: World) -> None:
    service = world.service
    made = await server(world)
    first = await service.servers.add_tool(
        made.id, ToolCreate(integration_name="openai", action_name="ask_chatgpt")
    )
    assert (first.integration_alias, first.source_workspace_integration_id) == ("openai", None)
    again = ToolCreate(integration_name="openai", action_name="ask_chatgpt")
    with pytest.raises(Duplicate):
        await service.servers.add_tool(made.id, again)
    other = again.model_copy(update={"integration_alias": "gpt"})
    second = await service.servers.add_tool(made.id, other)
    with pytest.raises(AliasConflict):
        await service.servers.add_tool(
            made.id,
            ToolCreate(integration_name="slack", action_name="x", integration_alias="gpt"),
        )
    with pytest.raises(Duplicate):
        await service.servers.update_tool(
            made.id, second.id, ToolUpdate(integration_alias="openai")
        )
    with pytest.raises(Duplicate):
        await service.servers.add_tool(
            made.id, ToolCreate(integration_name="hash-encode", action_name="hash")
        )
    with pytest.raises(IntegrationNotFound):
        await service.servers.add_tool(
            made.id, ToolCreate(integration_name="nothing", action_name="x")
        )
    with pytest.raises(ConnectionNotFound):
        await service.servers.add_tool(
            made.id,
            ToolCreate(integration_name="slack", action_name="x", connection_id="nothing"),
        )
    with pytest.raises(NoUpdates):
        await service.servers.update_tool(made.id, first.id, ToolUpdate())
    await service.servers.delete_tool(made.id, first.id)
    assert first.id not in {each.id for each in await service.servers.tools(made.id)}


async def test_a_tool_by_hand_obeys_what_the_instance_allows(world: World) -> None:
    service = world.service
    row = await service.integrations.get(world.workspace_id, "hash-encode")
    await service.integrations.update(
        world.workspace_id, row.id, IntegrationUpdate(allowed_actions=["encode"])
    )
    made = await server(world)
    added = await service.servers.add_tool(
        made.id, ToolCreate(integration_name="hash-encode", action_name="hash")
    )
    assert "hash_encode__hash" not in await names(service, made.id)
    with pytest.raises(ActionNotAllowed):
        await service.parts.shared.toolbox.run(await access(world, made), added, {"text": "x"})
