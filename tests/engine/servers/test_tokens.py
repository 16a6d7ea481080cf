"""Who may come in: tokens of a server and of its end users (wire B.9, E.15)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.engine.conftest import World
from tests.engine.servers.made import server
from weavz_tui.model.base import iso, now
from weavz_tui.model.enums import ConnectionStrategy
from weavz_tui.model.errors import (
    EndUserNotFound,
    InvalidMcpScopes,
    McpBearerDisabled,
    McpOauthDisabled,
    McpStaticBearerIncompatible,
    NotFound,
    Unauthorized,
    ValidationError,
)
from weavz_tui.model.lists import PageQuery
from weavz_tui.model.servers import (
    AuthMode,
    EndUserAccess,
    ServerCreate,
    ServerUpdate,
    TokenRequest,
)
from weavz_tui.store.protocol import Rows


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


async def test_a_token_that_is_refused_makes_no_end_user(world: World) -> None:
    service = world.service
    await world.end_user("u1")
    made = await server(world, end_user_access=EndUserAccess.OPEN, end_user_id="u1")
    with pytest.raises(ValidationError, match="bound"):
        await service.servers.issue_oauth_token(made.id, TokenRequest(end_user_id="u2"))
    known = await service.end_users.list(world.workspace_id, PageQuery())
    assert [each.external_id for each in known.items] == ["u1"]


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
