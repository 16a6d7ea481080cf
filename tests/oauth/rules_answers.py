"""Providers at their worst: web pages, redirects, silence; and services that say "expired"."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

import pytest
from aiohttp import web

from tests.net.servers import http
from tests.oauth.rules import rule
from tests.oauth.world import World
from weavz_tui.catalog import Expired, Grant, OAuth2
from weavz_tui.model.authorisations import Authorisation
from weavz_tui.model.base import iso, now
from weavz_tui.model.enums import ConnectionStatus
from weavz_tui.model.errors import ActionFailed, RefreshFailed, TokenExchangeFailed

SERVER = "a server of the test's"
TOKEN = {"access_token": "token-{n}-abcdef", "refresh_token": "refresh-{n}-abcdef"}


@dataclass
class Script:
    """A provider and its API that answer in turn what they were told; the last for ever."""

    tokens: list[web.Response | float | dict[str, object]] = field(default_factory=list)
    api: list[tuple[int, dict[str, object]]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/me":
            self.shown.append(request.headers.get("Authorization", ""))
            status, body = self.api.pop(0) if len(self.api) > 1 else self.api[0]
            return web.json_response(body, status=status)
        if request.path == "/device":
            started = {"device_code": "device-code-zz", "user_code": "AB-CD", "interval": 5}
            return web.json_response({**started, "verification_uri": "https://acme.example/d"})
        self.asked.append({name: str(text) for name, text in (await request.post()).items()})
        answer = self.tokens.pop(0) if len(self.tokens) > 1 else self.tokens[0]
        if isinstance(answer, float):
            await asyncio.sleep(answer)
            answer = {}
        if isinstance(answer, dict):
            n = len(self.asked)
            filled = {key: each.replace("{n}", str(n)) if isinstance(each, str) else each
                      for key, each in answer.items()}  # fmt: skip
            status = 400 if "error" in filled else 200
            return web.json_response(filled, status=status)
        return answer


@asynccontextmanager
async def scripted(world: World, script: Script, **changes: object) -> AsyncIterator[str]:
    """Serve a script, with `acme` signing in there."""
    async with http(script) as base:
        given = {
            "authorize_url": f"{base}/authorize",
            "token_url": f"{base}/token",
            "device_url": f"{base}/device",
            "grants": tuple(Grant),
            **changes,
        }
        world.install(OAuth2(**given), base)  # type: ignore[arg-type]
        if not await world.engine.oauth_apps.list("acme"):
            await world.app()
        yield base


async def exchange(world: World) -> Authorisation:
    begun = await world.begin()
    return await world.complete(begun, f"http://127.0.0.1/callback?state={begun.state}&code=c")


async def refusal(world: World, answer: web.Response) -> str:
    async with scripted(world, Script([answer])):
        with pytest.raises(TokenExchangeFailed) as caught:
            await exchange(world)
        return caught.value.message


@rule(SERVER, "a web page with 200 is no token, and its words are not shown")
async def web_page(world: World) -> None:
    page = web.Response(text="<!doctype html><h1>Log in</h1>", content_type="text/html")
    message = await refusal(world, page)
    assert "web page" in message
    assert "Log in" not in message


@rule(SERVER, "a web page with 502 is a provider that is down")
async def bad_gateway(world: World) -> None:
    page = web.Response(text="<html>Bad gateway</html>", status=502, content_type="text/html")
    assert "HTTP 502" in await refusal(world, page)


@rule(SERVER, "nothing, no JSON, a list: each is said as what it is")
async def nonsense(world: World) -> None:
    assert "empty" in await refusal(world, web.Response())
    assert "not JSON" in await refusal(world, web.Response(text="tomorrow"))
    assert "not JSON" in await refusal(world, web.Response(text="[1]"))


@rule(SERVER, "a redirect of the token endpoint is not followed: the secrets stay here")
async def redirected(world: World) -> None:
    elsewhere = Script([dict(TOKEN)])
    async with http(elsewhere) as other:
        answer = web.Response(status=307, headers={"Location": f"{other}/token"})
        assert "elsewhere" in await refusal(world, answer)
    assert elsewhere.asked == []


@rule(SERVER, "tokens in a form, as they came before JSON, are taken")
async def as_form(world: World) -> None:
    text = "access_token=token-form-1&scope=repo&token_type=bearer"
    answer = web.Response(text=text, content_type="application/x-www-form-urlencoded")
    async with scripted(world, Script([answer])):
        await exchange(world)
    assert (await world.credential()).token == "token-form-1"


@rule(SERVER, "a slow provider is waited for so long and no longer")
async def slow(world: World) -> None:
    async with scripted(world, Script([30.0])):
        app = await world.engine.parts.shared.oauth_clients.app(world.engine.parts.org_id, "acme")
        auth = world.engine.parts.registry.get("acme").auth[0]
        assert isinstance(auth, OAuth2)
        endpoint = await world.engine.parts.shared.oauth_clients.endpoint(auth, app, {})
        endpoint = replace(endpoint, timeout=0.2)
        with pytest.raises(Exception, match="cannot be reached"):
            await endpoint.client_credentials(())


@rule(SERVER, "device flow: slow_down lengthens the interval, for good")
async def slow_down(world: World) -> None:
    script = Script([{"error": "slow_down"}, {"error": "authorization_pending"}, dict(TOKEN)])
    async with scripted(world, script):
        begun = await world.begin(flow=Grant.DEVICE_CODE)
        intervals = [begun.interval]
        for _ in range(3):
            held = world.engine.parts.shared.pending.get(world.engine.parts.org_id, begun.id)
            held.next_poll = time.monotonic()
            shown = await world.engine.authorisations.poll(begun.id)
            intervals.append(shown.interval)
            await world.engine.authorisations.poll(begun.id)
        assert intervals == [5.0, 10.0, 10.0, 10.0]
        assert (shown.status, len(script.asked)) == ("COMPLETED", 3)


@rule(SERVER, "device flow: denied, and too late, end it with OAUTH_ERROR")
async def device_ended(world: World) -> None:
    for word in ("access_denied", "expired_token"):
        async with scripted(world, Script([{"error": word}])):
            begun = await world.begin(flow=Grant.DEVICE_CODE)
            held = world.engine.parts.shared.pending.get(world.engine.parts.org_id, begun.id)
            held.next_poll = time.monotonic()
            shown = await world.engine.authorisations.poll(begun.id)
            assert shown.status == "FAILED"
            assert (shown.error or {})["code"] == "OAUTH_ERROR"
            assert held.device_code == ""


@rule(SERVER, "what nobody authorised in time has failed, and cannot be completed")
async def too_late(world: World) -> None:
    async with scripted(world, Script([dict(TOKEN)])):
        begun = await world.begin()
        held = world.engine.parts.shared.pending.get(world.engine.parts.org_id, begun.id)
        held.shown = held.shown.model_copy(update={"expires_at": now() - timedelta(seconds=1)})
        assert (await world.engine.authorisations.poll(begun.id)).status == "FAILED"
        with pytest.raises(Exception, match="ended already"):
            await world.complete(begun, f"http://127.0.0.1/?state={begun.state}&code=c")


@rule(SERVER, "what the integration declares to mean expired, with status 200, is refreshed")
async def declared(world: World) -> None:
    expired = (Expired(status=200, path="error", values=("token_expired",)),)
    api: list[tuple[int, dict[str, object]]] = [
        (200, {"ok": False, "error": "token_expired"}),
        (200, {"ok": True}),
    ]
    script = Script([dict(TOKEN)], api)
    async with scripted(world, script, expired=expired):
        await exchange(world)
        assert (await world.call()).output == {"ok": True}
    assert script.shown == ["Bearer token-1-abcdef", "Bearer token-2-abcdef"]


@rule(SERVER, "a status that is not declared to mean expired is refreshed by nobody")
async def not_declared(world: World) -> None:
    script = Script([dict(TOKEN)], [(401, {"error": "other"})])
    async with scripted(world, script, expired=(Expired(status=419),)):
        await exchange(world)
        with pytest.raises(ActionFailed):
            await world.call()
    assert len(script.asked) == 1


@rule(SERVER, "a service that refuses the new token too: one refresh, once more, then its words")
async def refused_twice(world: World) -> None:
    script = Script([dict(TOKEN)], [(401, {"message": "Not you"})])
    async with scripted(world, script):
        await exchange(world)
        for _ in range(3):
            with pytest.raises(ActionFailed) as caught:
                await world.call()
            assert caught.value.details["message"] == "Not you"
    assert len(script.asked) == 2
    assert (await world.connection()).status is ConnectionStatus.ACTIVE


@rule(SERVER, "a provider that is down ahead of the end: the token is good yet, the call goes on")
async def down_ahead(world: World) -> None:
    script = Script([{**TOKEN, "expires_in": 3600}, web.Response(status=503)], [(200, {})])
    async with scripted(world, script):
        await exchange(world)
        await world.change(refreshAt=time.time() - 1)
        assert (await world.call()).success


@rule(SERVER, "a provider that is down at the end: REFRESH_FAILED, a pause, never ERROR")
async def down_at_the_end(world: World) -> None:
    script = Script([{**TOKEN, "expires_in": 3600}, web.Response(status=503)], [(200, {})])
    async with scripted(world, script):
        await exchange(world)
        await world.change(refreshAt=time.time() - 900, expiresAt=iso(now() - timedelta(hours=1)))
        for _ in range(15):
            with pytest.raises(RefreshFailed):
                await world.call()
        assert len(script.asked) == 2
        world.refresher.clock = lambda: time.time() + 6
        with pytest.raises(RefreshFailed):
            await world.call()
        assert len(script.asked) == 3
    assert (await world.connection()).status is ConnectionStatus.ACTIVE


@rule(SERVER, "ten refusals that are no passing trouble exhaust the connection")
async def exhausted(world: World) -> None:
    script = Script([{**TOKEN, "expires_in": 3600}, {"error": "invalid_request"}], [(200, {})])
    async with scripted(world, script):
        await exchange(world)
        await world.change(refreshAt=time.time() - 900, expiresAt=iso(now() - timedelta(hours=1)))
        for turn in range(10):
            world.refresher.clock = partial(_later, 31 * turn)
            assert (await world.connection()).status is ConnectionStatus.ACTIVE
            with pytest.raises(Exception, match=r"renewed|required"):
                await world.call()
    assert (await world.connection()).status is ConnectionStatus.ERROR


def _later(seconds: float) -> float:
    return time.time() + seconds
