"""What calling a tool does: whose arguments, which connection, as whom (wire C.9)."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from tests.engine.calls import latest
from tests.engine.conftest import CANARY, Answers, World
from tests.engine.servers.made import access, server
from weavz_tui.engine.hosted.portals import Portals
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import ConnectionStrategy, Source
from weavz_tui.model.errors import (
    ConnectionRequired,
    NotFound,
    ValidationError,
)
from weavz_tui.model.requests import PartialCreate
from weavz_tui.model.servers import (
    ToolUpdate,
)


async def test_fixed_arguments_are_hidden_and_used(world: World) -> None:
    service = world.service
    made = await server(world)
    await service.partials.create(
        PartialCreate(
            workspace_id=world.workspace_id,
            integration_name="hash-encode",
            action_name="hash",
            name="locked",
            values={"algorithm": "sha256"},
            enforced_keys=["algorithm"],
            is_default=True,
        )
    )
    tools = await service.servers.tools(made.id)
    tool = next(each for each in tools if each.action_name == "hash")
    await service.servers.update_tool(
        made.id, tool.id, ToolUpdate(input_defaults={"encoding": "hex", "algorithm": "md5"})
    )
    shown = {each.name: each for each in await service.servers.exposed(made.id)}
    assert set(shown["hash_encode__hash"].input_schema["properties"]) == {"text"}
    result = await service.parts.shared.toolbox.call(
        await access(world, made), "hash_encode__hash", {"text": "hello", "algorithm": "md5"}
    )
    assert "2cf24d" in str(result.output)
    assert (await latest(service)).source is Source.MCP_TOOLS


async def test_a_callers_argument_is_stronger_than_a_default_of_the_tool(world: World) -> None:
    service = world.service
    made = await server(world)
    tool = next(
        each for each in await service.servers.tools(made.id) if each.action_name == "generate_uuid"
    )
    await service.servers.update_tool(made.id, tool.id, ToolUpdate(input_defaults={"count": 2}))
    box, opened = service.parts.shared.toolbox, await access(world, made)
    for given, expected in (({}, 2), ({"count": 3}, 3)):
        result = await box.call(opened, "hash_encode__generate_uuid", given)
        assert len(result.output["uuids"]) == expected


async def test_a_tool_uses_the_connection_of_its_instance(
    world: World, slack: Connection, answers: Answers
) -> None:
    made = await server(world)
    await world.service.parts.shared.toolbox.call(
        await access(world, made),
        "slack_bot__send_channel_message",
        {"channel": "C01", "text": "hello"},
    )
    assert answers.requests[0].headers["Authorization"] == f"Bearer {CANARY}"


async def test_an_unknown_tool_is_not_found(world: World) -> None:
    made = await server(world)
    with pytest.raises(NotFound):
        await world.service.parts.shared.toolbox.call(await access(world, made), "no__tool", {})


async def test_choices_are_looked_up_by_one_tool(
    world: World, slack: Connection, answers: Answers
) -> None:
    made = await server(world)
    answers.answers = [
        httpx.Response(200, json={"ok": True, "channels": [{"id": "C1", "name": "general"}]})
    ]
    box, opened = world.service.parts.shared.toolbox, await access(world, made)
    given = {"tool": "slack_bot__send_channel_message", "property": "channel"}
    found = await box.call(opened, "weavz_property_options", given)
    assert "C1" in str(found.output["options"])
    with pytest.raises(ValidationError) as caught:
        await box.call(opened, "weavz_property_options", {"tool": "nothing", "input": 1})
    assert set(caught.value.fields) == {"tool", "property", "input"}


async def test_a_bound_server_calls_as_its_end_user(
    world: World, monkeypatch: pytest.MonkeyPatch, answers: Answers
) -> None:
    service = world.service
    home = service.parts.home
    public = replace(home.settings, serve_public_url="https://weavz.example")
    monkeypatch.setitem(vars(home), "settings", public)
    await world.instance("mine", ConnectionStrategy.PER_USER)
    await world.end_user("u1")
    made = await server(world, end_user_id="u1")
    assert made.mcp_endpoint == f"https://weavz.example/mcp/srv_{made.id}"
    box, opened = service.parts.shared.toolbox, await access(world, made)
    arguments = {"channel": "C01", "text": "hello"}
    with pytest.raises(ConnectionRequired) as caught:
        await box.call(opened, "mine__send_channel_message", arguments)
    url = caught.value.details["connectUrl"]
    assert url.startswith("https://weavz.example/connect/portal?token=eut_")
    with pytest.raises(ConnectionRequired) as again:
        await box.call(opened, "mine__send_channel_message", arguments)
    assert again.value.details["connectUrl"] == url
    assert "eut_" not in str((await latest(service)).wire())
    await service.end_users.delete((await service.end_users.get(world.workspace_id, "u1")).id)
    await world.end_user("u1")
    with pytest.raises(ConnectionRequired) as later:
        await box.call(opened, "mine__send_channel_message", arguments)
    token = str(later.value.details["connectUrl"]).partition("token=")[2]
    assert (await Portals(service).open(token)).user.external_id == "u1"
