"""MCP servers: what they show, what calling a tool does, who may come in (wire B.9, C.9, E.15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from tests.engine.calls import latest
from tests.engine.conftest import CANARY, Answers, World
from weavz_tui.engine.local import LocalService
from weavz_tui.model.base import iso, now
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import ConnectionStrategy, Source
from weavz_tui.model.errors import (
    ActionNotAllowed,
    AliasConflict,
    ConnectionNotFound,
    ConnectionRequired,
    Duplicate,
    EndUserNotFound,
    IntegrationNotFound,
    InvalidMcpScopes,
    McpBearerDisabled,
    McpOauthDisabled,
    McpStaticBearerIncompatible,
    NotFound,
    NoUpdates,
    Unauthorized,
    ValidationError,
)
from weavz_tui.model.lists import PageQuery, ServerQuery
from weavz_tui.model.requests import IntegrationUpdate, PartialCreate, WorkspaceCreate
from weavz_tui.model.servers import (
    AuthMode,
    EndUserAccess,
    McpAccess,
    McpServerRow,
    ServerCreate,
    ServerMode,
    ServerUpdate,
    TokenRequest,
    ToolCreate,
    ToolUpdate,
)
from weavz_tui.model.tools import tool_name
from weavz_tui.store import integrations
from weavz_tui.store.protocol import Rows


async def server(world: World, **fields: Any) -> McpServerRow:
    given = {"name": "agents", "workspace_id": world.workspace_id, **fields}
    made = await world.service.servers.create(ServerCreate(**given))
    return await world.service.servers.get(made.server.id)


async def access(world: World, made: McpServerRow, end_user: str | None = None) -> McpAccess:
    return await world.service.access.mcp_local(made, end_user)


async def names(service: LocalService, id: str) -> list[str]:
    return [each.name for each in await service.servers.exposed(id)]


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


async def test_the_older_instance_keeps_the_plain_name(world: World) -> None:
    older = await world.instance("a_b", ConnectionStrategy.FIXED, integration="hash-encode")
    older.created_at -= timedelta(minutes=1)
    await world.service.parts.write(lambda rows: integrations.update(rows, older))
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


async def test_a_server_is_found_by_id_prefix_and_name(world: World) -> None:
    made = await server(world)
    servers = world.service.servers
    assert (await servers.get(f"srv_{made.id}")).id == (await servers.get("agents")).id == made.id
    assert made.mcp_endpoint == f"/mcp/srv_{made.id}"
    await server(world)
    with pytest.raises(ValidationError, match="2 servers"):
        await servers.get("agents")
    with pytest.raises(NotFound):
        await servers.get("nothing")


async def test_counts_and_names_are_those_of_the_servers(world: World) -> None:
    service = world.service
    made = await server(world)
    assert (await service.workspaces.get("default")).server_count == 1
    assert (await service.integrations.get(world.workspace_id, "rss")).servers == ["agents"]
    assert (await service.workspaces.dependants(world.workspace_id)).counts["servers"] == 1
    await world.end_user("u1")
    await service.servers.update(made.id, ServerUpdate(auth_mode=AuthMode.BEARER))
    await service.servers.issue_access_token(made.id, TokenRequest(end_user_id="u1"))
    listed = (await service.servers.list(ServerQuery(workspace_id="default"))).items[0]
    assert (listed.token_count, listed.has_static_token, listed.workspace_slug) == (
        1,
        True,
        "default",
    )
    assert (await service.servers.dependants(made.id)).counts == {"tokens": 1, "changed tools": 0}


async def test_the_default_mode_has_no_bearer_token(world: World) -> None:
    made = await world.service.servers.create(
        ServerCreate(name="s", workspace_id=world.workspace_id)
    )
    assert made.bearer_token is None
    assert made.server.auth is not None
    assert made.server.auth.wire() == {
        "oauthEnabled": True,
        "bearerEnabled": False,
        "staticBearerEnabled": False,
        "endUserBearerTokensEnabled": False,
        "accessTokensEnabled": False,
    }
    with pytest.raises(McpBearerDisabled):
        await world.service.servers.regenerate_token(made.server.id)


async def test_a_static_token_opens_the_server_until_it_is_renewed(world: World) -> None:
    service = world.service
    made = await service.servers.create(
        ServerCreate(name="s", workspace_id=world.workspace_id, auth_mode=AuthMode.BEARER)
    )
    assert made.bearer_token is not None
    assert made.bearer_token.startswith("mcp_")
    assert made.bearer_token not in repr(made)
    opened = await service.access.mcp_token(f"srv_{made.server.id}", made.bearer_token)
    assert (opened.server.id, opened.end_user_id) == (made.server.id, None)
    renewed = await service.servers.regenerate_token(made.server.id)
    assert renewed.bearer_token not in {None, made.bearer_token}
    with pytest.raises(Unauthorized):
        await service.access.mcp_token(made.server.id, made.bearer_token)
    await service.access.mcp_token(made.server.id, renewed.bearer_token)


async def test_a_static_token_must_be_safe(world: World) -> None:
    service = world.service
    made = await service.servers.create(
        ServerCreate(name="s", workspace_id=world.workspace_id, auth_mode=AuthMode.BEARER)
    )
    await world.instance("mine", ConnectionStrategy.PER_USER)
    with pytest.raises(Unauthorized):
        await service.access.mcp_token(made.server.id, made.bearer_token)
    with pytest.raises(McpStaticBearerIncompatible):
        await service.servers.regenerate_token(made.server.id)
    other = await service.servers.create(
        ServerCreate(name="t", workspace_id=world.workspace_id, auth_mode=AuthMode.BEARER)
    )
    assert other.bearer_token is None
    await world.end_user("u1")
    bound = await service.servers.update(other.server.id, ServerUpdate(end_user_id="u1"))
    assert bound.bearer_token is not None
    opened = await service.access.mcp_token(other.server.id, bound.bearer_token)
    assert opened.end_user_id == "u1"


@pytest.mark.parametrize("kind", ["bearer", "oauth"])
async def test_a_token_of_an_end_user(world: World, kind: str) -> None:
    service = world.service
    await world.end_user("u1")
    made = await server(world, auth_mode=AuthMode.OAUTH_AND_BEARER)
    issue = (
        service.servers.issue_access_token
        if kind == "bearer"
        else service.servers.issue_oauth_token
    )
    issued = await issue(made.id, TokenRequest(end_user_id="u1", scopes=["mcp:tools"]))
    assert issued.access_token.startswith("mcp_" if kind == "bearer" else "mcpo_")
    assert issued.token.token_type == f"mcp_{kind}"
    opened = await service.access.mcp_token(made.id, issued.access_token)
    assert (opened.end_user_id, opened.scopes) == ("u1", ["mcp:tools"])
    assert [each.id for each in await service.servers.tokens(made.id)] == [issued.token.id]
    other = await server(world, name="other", auth_mode=AuthMode.OAUTH_AND_BEARER)
    with pytest.raises(Unauthorized):
        await service.access.mcp_token(other.id, issued.access_token)
    with pytest.raises(NotFound):
        await service.servers.revoke_token(other.id, issued.token.id)
    await service.servers.revoke_token(made.id, issued.token.id)
    with pytest.raises(Unauthorized):
        await service.access.mcp_token(made.id, issued.access_token)


async def test_tokens_are_refused_where_the_mode_has_none(world: World) -> None:
    servers = world.service.servers
    await world.end_user("u1")
    oauth = await server(world)
    bearer = await server(world, name="b", auth_mode=AuthMode.BEARER)
    with pytest.raises(McpBearerDisabled):
        await servers.issue_access_token(oauth.id, TokenRequest(end_user_id="u1"))
    with pytest.raises(McpOauthDisabled):
        await servers.issue_oauth_token(bearer.id, TokenRequest(end_user_id="u1"))
    issued = await servers.issue_oauth_token(oauth.id, TokenRequest(end_user_id="u1"))
    await servers.update(oauth.id, ServerUpdate(auth_mode=AuthMode.BEARER))
    with pytest.raises(Unauthorized):
        await world.service.access.mcp_token(oauth.id, issued.access_token)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"scopes": []}, InvalidMcpScopes),
        ({"scopes": ["mcp:all"]}, InvalidMcpScopes),
        ({"expires_in": 0}, ValidationError),
        ({"expires_in": 10**9}, ValidationError),
        ({"end_user_id": "nobody"}, EndUserNotFound),
        ({"end_user_id": " "}, ValidationError),
    ],
)
async def test_a_token_that_could_not_be_used_is_not_issued(
    world: World, fields: dict[str, Any], error: type[Exception]
) -> None:
    await world.end_user("u1")
    made = await server(world)
    with pytest.raises(error):
        await world.service.servers.issue_oauth_token(
            made.id, TokenRequest(**{"end_user_id": "u1", **fields})
        )


async def test_an_open_server_makes_the_end_user(world: World) -> None:
    service = world.service
    made = await server(world, end_user_access=EndUserAccess.OPEN)
    issued = await service.servers.issue_oauth_token(made.id, TokenRequest(end_user_id="new"))
    assert issued.token.end_user_id == "new"
    user = await service.end_users.get(world.workspace_id, "new")
    await service.end_users.delete(user.id)
    with pytest.raises(Unauthorized):
        await service.access.mcp_token(made.id, issued.access_token)


async def test_a_token_expires(world: World) -> None:
    service = world.service
    await world.end_user("u1")
    made = await server(world)
    issued = await service.servers.issue_oauth_token(
        made.id, TokenRequest(end_user_id="u1", expires_in=60)
    )
    opened = await service.access.mcp_token(made.id, issued.access_token)
    assert opened.expires_at is not None
    left = opened.expires_at - issued.token.created_at
    assert left == timedelta(seconds=60)

    def age(rows: Rows) -> None:
        rows.run("update mcp_token set expires_at = ?", (iso(now() - timedelta(seconds=1)),))
        rows.changed("mcp_token", world.workspace_id)

    await service.parts.write(age)
    with pytest.raises(Unauthorized, match="expired"):
        await service.access.mcp_token(made.id, issued.access_token)
    assert list(await service.servers.tokens(made.id)) == []


@pytest.mark.parametrize("token", [None, "", "mcp_wrong", "wvz_wrong", "\ud800"])
async def test_a_wrong_token_opens_nothing(world: World, token: str | None) -> None:
    made = await server(world)
    with pytest.raises(Unauthorized) as caught:
        await world.service.access.mcp_token(made.id, token)
    assert caught.value.hint


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


async def test_deleting_a_workspace_takes_its_servers_along(world: World) -> None:
    service = world.service
    made = await service.servers.create(
        ServerCreate(name="s", workspace_id=world.workspace_id, auth_mode=AuthMode.BEARER)
    )
    tool = (await service.servers.tools(made.server.id))[0]
    await service.servers.update_tool(made.server.id, tool.id, ToolUpdate(display_name="x"))
    await service.workspaces.delete(world.workspace_id)
    with pytest.raises(Unauthorized):
        await service.access.mcp_token(made.server.id, made.bearer_token)
    assert (await service.servers.list(ServerQuery())).total == 0
    left = await service.parts.read(
        lambda rows: [
            rows.all(f"select * from {table}")
            for table in ("mcp_server", "mcp_tool", "mcp_token", "token_hash")
        ]
    )
    assert left == [[], [], [], []]
    assert (await service.workspaces.list(PageQuery())).total == 0
