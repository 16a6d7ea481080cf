"""How many sessions and streams clients may hold open."""

from __future__ import annotations

from contextlib import AsyncExitStack

import anyio
import httpx
import pytest

from tests.mcp.conftest import Served
from tests.mcp.serving import PATIENCE, handshake, message, modern, plain
from weavz_tui.mcp import guests
from weavz_tui.model.requests import EndUserCreate
from weavz_tui.model.servers import AuthMode, ServerUpdate, TokenRequest

PING = message("ping")
INITIALIZE = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "plain", "version": "1"},
}


@pytest.fixture(autouse=True)
def _narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Room for three sessions and as many streams, two of them of one token."""
    monkeypatch.setattr(guests, "MOST", 3)
    monkeypatch.setattr(guests, "MOST_OF_ONE", 2)


async def is_open(http: httpx.AsyncClient, session: dict[str, str]) -> bool:
    """Whether a session answers."""
    return (await http.post("", json=PING, headers=session)).status_code == 200


async def refused(http: httpx.AsyncClient) -> httpx.Response:
    """What another session is answered where there is no room."""
    begun = await http.post("", json=message("initialize", INITIALIZE))
    assert begun.status_code == 429
    return begun


async def another_token(served: Served, name: str) -> str:
    """A token of an end user for the same server."""
    await served.service.servers.update(
        served.id, ServerUpdate(auth_mode=AuthMode.OAUTH_AND_BEARER)
    )
    await served.service.end_users.create(
        EndUserCreate(workspace_id=served.workspace_id, external_id=name)
    )
    wish = TokenRequest(end_user_id=name)
    return (await served.service.servers.issue_access_token(served.id, wish)).access_token


async def test_the_session_idle_for_longest_ends_for_one_more(served: Served) -> None:
    async with plain(served.url, served.token) as http:
        first, second = await handshake(http), await handshake(http)
        assert await is_open(http, first)
        third = await handshake(http)
        kept = [await is_open(http, each) for each in (first, second, third)]
    assert kept == [True, False, True]


async def test_a_session_that_listens_is_not_idle(served: Served) -> None:
    async with plain(served.url, served.token) as http:
        listening, idle = await handshake(http), await handshake(http)
        async with http.stream("GET", "", headers=listening) as stream:
            assert stream.status_code == 200
            await handshake(http)
            assert [await is_open(http, each) for each in (listening, idle)] == [True, False]


async def test_where_none_is_idle_one_more_is_refused_with_a_reason(served: Served) -> None:
    async with plain(served.url, served.token) as http:
        one, two = await handshake(http), await handshake(http)
        async with (
            http.stream("GET", "", headers=one) as first,
            http.stream("GET", "", headers=two) as second,
        ):
            assert (first.status_code, second.status_code) == (200, 200)
            answer = await refused(http)
        assert answer.json()["code"] == "RATE_LIMITED"
        assert "a token may have 2 sessions" in answer.json()["details"]["hint"]
        assert int(answer.headers["retry-after"]) > 0


async def test_one_token_leaves_room_for_another(served: Served) -> None:
    other = await another_token(served, "u2")
    third = await another_token(served, "u3")
    async with (
        plain(served.url, served.token) as mine,
        plain(served.url, other) as theirs,
        plain(served.url, third) as last,
    ):
        sessions = [await handshake(mine), await handshake(mine)]
        their_own = await handshake(theirs)
        newest = await handshake(last)
        assert [await is_open(mine, each) for each in sessions] == [False, True]
        assert await is_open(theirs, their_own)
        assert await is_open(last, newest)


async def test_another_tokens_farewell_ends_nothing(served: Served) -> None:
    other = await another_token(served, "u2")
    async with plain(served.url, served.token) as mine, plain(served.url, other) as theirs:
        sessions = [await handshake(mine), await handshake(mine)]
        assert (await theirs.delete("", headers=sessions[0])).status_code == 404
        async with (
            mine.stream("GET", "", headers=sessions[0]) as first,
            mine.stream("GET", "", headers=sessions[1]) as second,
        ):
            assert (first.status_code, second.status_code) == (200, 200)
            await refused(mine)


async def test_a_session_that_was_ended_makes_room(served: Served) -> None:
    async with plain(served.url, served.token) as http:
        kept = await handshake(http)
        for _ in range(4):
            gone = await handshake(http)
            assert (await http.delete("", headers=gone)).status_code == 200
        assert await is_open(http, kept)


async def test_what_begins_no_session_takes_no_room(served: Served) -> None:
    async with plain(served.url, served.token) as http:
        kept = [await handshake(http)]
        for _ in range(4):
            assert (await http.post("", json=PING)).status_code == 400
        assert await is_open(http, kept[0])


async def test_streams_beyond_their_number_are_refused(served: Served) -> None:
    wish = {"notifications": {"toolsListChanged": True}}
    listen = modern("subscriptions/listen", wish)
    async with plain(served.url, served.token) as http, AsyncExitStack() as stack:
        for _ in range(2):
            stream = await stack.enter_async_context(http.stream("POST", "", **listen))
            assert stream.status_code == 200
        answer = await http.post("", **listen)
        assert (answer.status_code, answer.json()["code"]) == (429, "RATE_LIMITED")
        assert "streams" in answer.json()["error"]
        await stack.aclose()
        with anyio.fail_after(PATIENCE):
            while True:
                async with http.stream("POST", "", **listen) as again:
                    if again.status_code == 200:
                        break
