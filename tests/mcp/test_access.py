"""Who is let in, and who is not."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from urllib.parse import urlsplit

import anyio
import httpx
import pytest
from mcp.shared.exceptions import MCPError

from tests.mcp.conftest import Served, make_server
from tests.mcp.serving import (
    ERAS,
    HANDSHAKE,
    MODERN,
    PATIENCE,
    client,
    handshake,
    hearing,
    message,
    modern,
    plain,
)
from tests.net.servers import head
from weavz_tui.engine.local import LocalService
from weavz_tui.engine.principal import Principal
from weavz_tui.model.base import now
from weavz_tui.model.enums import Source
from weavz_tui.model.requests import EndUserCreate, IntegrationCreate, WorkspaceCreate
from weavz_tui.model.servers import AuthMode, ServerMode, ServerUpdate, TokenRequest

LIST = modern("tools/list")


async def status(url: str, token: str) -> int:
    async with plain(url, token) as http:
        return (await http.post("", **LIST)).status_code


async def user(served: Served, name: str) -> None:
    await served.service.end_users.create(
        EndUserCreate(workspace_id=served.workspace_id, external_id=name)
    )


@pytest.mark.parametrize("token", ["", "mcp_wrong", "wvz_0123456789", "mcp_" + "x" * 5000, "\xe9"])
async def test_who_shows_no_token_of_the_server_gets_a_challenge(
    served: Served, token: str
) -> None:
    headers = [(b"Authorization", b"Bearer " + token.encode("latin-1"))] if token else []
    async with httpx.AsyncClient() as http:
        answer = await http.post(served.url, headers=headers, json=LIST["json"])
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer ")
    assert answer.json()["code"] == "UNAUTHORIZED"


async def test_a_token_opens_its_own_server_alone(served: Served, elsewhere: Served) -> None:
    tries = [
        await status(url, token)
        for url in (served.url, elsewhere.url)
        for token in (served.token, elsewhere.token)
    ]
    assert tries == [200, 401, 401, 200]
    assert await status(f"{served.base}/mcp/srv_nothing", served.token) == 401


async def test_a_session_is_its_openers_alone(served: Served, elsewhere: Served) -> None:
    """Another token of the same server, and a token of another one, do not see the session."""
    await user(served, "ann")
    issued = await served.service.servers.issue_access_token(
        served.id, TokenRequest(end_user_id="ann")
    )
    async with plain(served.url, served.token) as http:
        session = await handshake(http)
        own = await http.post("", json=message("tools/list"), headers=session)
    answers = [own.status_code]
    for url, token in ((served.url, issued.access_token), (elsewhere.url, elsewhere.token)):
        async with plain(url, token) as http:
            seen = await http.post("", json=message("tools/list"), headers=session)
        answers.append(seen.status_code)
    assert answers == [200, 404, 404]


async def test_an_end_users_token_acts_for_the_end_user(served: Served) -> None:
    await user(served, "ann")
    issued = await served.service.servers.issue_access_token(
        served.id, TokenRequest(end_user_id="ann")
    )
    async with client(served.url, issued.access_token, MODERN) as made:
        await made.call_tool("hash_encode__generate_uuid", {})
    assert (await served.executions())[0].end_user_id == "ann"


async def test_oauth_tokens_open_servers_that_take_them(
    base: str, service: LocalService, served: Served
) -> None:
    await user(served, "ann")
    made = await make_server(base, service, served.workspace_id, auth_mode=AuthMode.OAUTH)
    issued = await service.servers.issue_oauth_token(made.id, TokenRequest(end_user_id="ann"))
    assert issued.access_token.startswith("mcpo_")
    assert await status(made.url, issued.access_token) == 200
    await service.servers.update(made.id, ServerUpdate(auth_mode=AuthMode.BEARER))
    assert await status(made.url, issued.access_token) == 401


async def test_a_token_without_the_scope_of_the_mode_is_refused(
    served: Served, coded: Served
) -> None:
    await user(coded, "ann")
    issued = await coded.service.servers.issue_access_token(
        coded.id, TokenRequest(end_user_id="ann", scopes=["mcp:tools"])
    )
    async with plain(coded.url, issued.access_token) as http:
        answer = await http.post("", **LIST)
    assert answer.status_code == 403
    assert 'error="insufficient_scope", scope="mcp:code"' in answer.headers["www-authenticate"]


@pytest.mark.parametrize("era", ERAS)
async def test_a_regenerated_token_is_refused_at_once_and_its_stream_ends(
    served: Served, era: str
) -> None:
    async with plain(served.url, served.token) as http:
        if era == HANDSHAKE:
            session = await handshake(http)
            opening = http.build_request("GET", served.url, headers=session)
        else:
            listen = modern("subscriptions/listen", {"notifications": {"toolsListChanged": True}})
            opening = http.build_request("POST", served.url, **listen)
        stream = await http.send(opening, stream=True)
        assert stream.status_code == 200
        saved = await served.service.servers.regenerate_token(served.id)
        assert await status(served.url, served.token) == 401
        with anyio.fail_after(PATIENCE):
            async for _ in stream.aiter_lines():
                pass
    assert saved.bearer_token is not None
    assert await status(served.url, saved.bearer_token) == 200


async def test_an_expired_token_is_refused_and_its_stream_ends(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    await user(served, "ann")
    issued = await served.service.servers.issue_access_token(
        served.id, TokenRequest(end_user_id="ann")
    )
    access = await served.service.parts.shared.access.mcp_token(served.id, issued.access_token)
    access.expires_at = now() + timedelta(seconds=0.5)
    listen = modern("subscriptions/listen", {"notifications": {"toolsListChanged": True}})
    async with plain(served.url, issued.access_token) as http:
        stream = await http.send(http.build_request("POST", served.url, **listen), stream=True)
        with anyio.fail_after(PATIENCE):
            async for _ in stream.aiter_lines():
                pass
    assert await status(served.url, issued.access_token) == 401


@pytest.mark.parametrize("era", ERAS)
async def test_a_deleted_server_lets_nobody_in(served: Served, era: str) -> None:
    async with client(served.url, served.token, era) as made:
        await made.list_tools()
        await served.service.servers.delete(served.id)
        with pytest.raises(MCPError):
            await made.call_tool("hash_encode__generate_uuid", {})
    assert await status(served.url, served.token) == 401


async def test_a_server_made_while_serving_answers(served: Served) -> None:
    made = await make_server(served.base, served.service, served.workspace_id, name="Late")
    async with hearing(made.url, made.token, MODERN) as (connected, _):
        assert (await connected.list_tools()).tools


@pytest.mark.parametrize("era", ERAS)
async def test_a_server_that_is_renamed_answers_under_its_new_name(
    served: Served, era: str
) -> None:
    async with hearing(served.url, served.token, era) as (_, ear):
        await served.service.servers.update(
            served.id, ServerUpdate(name="New", description="What it is for", mode=ServerMode.CODE)
        )
        await ear.wait(1)
    async with client(served.url, served.token, HANDSHAKE) as made:
        assert made.server_info is not None
        assert (made.server_info.name, made.instructions) == ("New", "What it is for")
    async with client(served.url, served.token, "auto") as made:
        assert made.server_info is not None
        assert (made.server_info.name, made.instructions) == ("New", "What it is for")


async def test_the_generic_connector_wants_an_oauth_sign_in(served: Served) -> None:
    async with plain(f"{served.base}/mcp/weavz", served.token) as http:
        assert (await http.post("", **LIST)).status_code == 401


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Host": "rebound.example"}, 421),
        ({"Host": "127.0.0.1.rebound.example:80"}, 421),
        ({"Origin": "http://rebound.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:6274"}, 200),
    ],
)
async def test_hostile_hosts_and_origins_are_refused_on_loopback(
    served: Served, headers: dict[str, str], expected: int
) -> None:
    async with plain(served.url, served.token) as http:
        answer = await http.post("", json=LIST["json"], headers={**LIST["headers"], **headers})
    assert answer.status_code == expected


async def test_a_second_host_header_makes_no_name_known(served: Served) -> None:
    """The one that is looked at is the one that is remembered as ours."""
    parts = urlsplit(served.url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(
        f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        "Host: rebound.example\r\n\r\n".encode()
    )
    with anyio.fail_after(PATIENCE):
        assert (await head(reader)).startswith("HTTP/1.1 401")
    writer.close()
    rebound = {"Host": "rebound.example", **LIST["headers"]}
    async with plain(served.url, served.token) as http:
        assert (await http.post("", json=LIST["json"], headers=rebound)).status_code == 421


async def test_every_method_with_the_token_of_another_organisation_finds_nothing(
    served: Served, service: LocalService
) -> None:
    """Routes of the door times tokens of strangers: a key, a token of another organisation."""
    other = await service.parts.shared.access.create_organisation("Other", "other-org")
    stranger = service.acting(Principal(other.id, Source.REST))
    workspace = await stranger.workspaces.create(WorkspaceCreate(name="Tools", slug="tools"))
    await stranger.integrations.create(
        workspace.id,
        IntegrationCreate(integration_name="hash-encode"),
    )
    theirs = await make_server(served.base, stranger, workspace.id)
    tried = 0
    async with plain(served.url, theirs.token) as http:
        for method in ("GET", "POST", "DELETE", "PUT", "OPTIONS"):
            for body in (LIST, modern("tools/call", {"name": "hash_encode__hash"}), {}):
                answer = await http.request(method, "", **body)
                assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHORIZED")
                tried += 1
    assert tried == 15
    assert await status(theirs.url, theirs.token) == 200
