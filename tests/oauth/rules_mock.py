"""Providers with habits of their own, and faults: oauth2-mock-server with its hooks."""

from __future__ import annotations

import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.oauth.person import agree
from tests.oauth.rules import rule
from tests.oauth.world import SECRET, World
from weavz_tui.catalog import BodyStyle, Placeholder, TokenAuth
from weavz_tui.model.errors import TokenExchangeFailed, ValidationError

SERVER = "oauth2-mock-server"


async def refused(world: World, body: dict[str, object], status: int = 200) -> TokenExchangeFailed:
    """The error of an exchange that the mock answers like this."""
    world.install(world.mock_auth(), world.mock)
    if not await world.engine.oauth_apps.list("acme"):
        await world.app()
    begun = await world.begin()
    address = await agree(begun.url)
    await world.fault(body, status=status)
    with pytest.raises(TokenExchangeFailed) as caught:
        await world.complete(begun, address)
    return caught.value


@rule(SERVER, "200 with an error is an error: TOKEN_EXCHANGE_FAILED with the provider's word")
async def error_with_200(world: World) -> None:
    error = await refused(world, {"error": "bad_verification_code", "error_description": "Old."})
    assert error.details == {"error": "bad_verification_code", "statusCode": 200}
    assert "Old." in error.message


@rule(SERVER, "ok: false is an error too")
async def ok_false(world: World) -> None:
    error = await refused(world, {"ok": False, "error": "invalid_code"})
    assert error.details["error"] == "invalid_code"


@rule(SERVER, "an error inside of an error")
async def nested_error(world: World) -> None:
    error = await refused(world, {"error": {"code": "E7", "message": "Not now"}}, 400)
    assert (error.details["error"], "Not now" in error.message) == ("E7", True)


@rule(SERVER, "a provider that is down: the hint says to try again")
async def down(world: World) -> None:
    error = await refused(world, {"message": "down"}, 503)
    assert (error.hint, error.details["statusCode"]) == ("try again", 503)


@rule(SERVER, "an answer without an access token is none")
async def no_token(world: World) -> None:
    for token in ("", None, 7):
        assert "no access token" in (await refused(world, {"access_token": token})).message
    assert "no access token" in (await refused(world, {})).message


@rule(SERVER, "a token that could break a header is none")
async def hostile_token(world: World) -> None:
    for token in ("a\r\nX-Evil: 1", "a b", "ключ", "x" * 40_000):
        assert "no access token" in (await refused(world, {"access_token": token})).message


@rule(SERVER, "a provider that echoes what it was sent: no secret in the message")
async def echoed(world: World) -> None:
    error = await refused(
        world, {"error": "invalid_client", "error_description": f"wrong secret {SECRET}"}, 401
    )
    assert SECRET not in str(error.wire())
    assert SECRET not in str(error)


@rule(SERVER, "an endless, steering error text becomes one short line")
async def long_text(world: World) -> None:
    error = await refused(world, {"error": "x\x1b[2J\n" * 5000}, 400)
    assert len(error.message) < 400
    assert error.message.isprintable()


@rule(SERVER, "a refresh without another refresh token keeps the one there is")
async def kept_refresh_token(world: World) -> None:
    await world.mock_authorise()
    old = await world.credential()
    for empty, absent in (({"refresh_token": ""}, []), ({}, ["refresh_token"])):
        await world.fault(dict(empty), merge=True, without=absent)
        await world.change(refreshAt=time.time() - 1)
        await world.renewed(await world.connection(), await world.credential())
        assert (await world.credential()).get("refreshToken") == old.get("refreshToken")


@rule(SERVER, "authorising again without another refresh token keeps the one there is")
async def kept_when_authorised(world: World) -> None:
    await world.mock_authorise()
    old = await world.credential()
    begun = await world.begin()
    address = await agree(begun.url)
    await world.fault({}, merge=True, without=["refresh_token"])
    await world.complete(begun, address)
    new = await world.credential()
    assert new.get("refreshToken") == old.get("refreshToken")


@rule(SERVER, "the expiry's unit, its default, and what is no expiry at all")
async def expiry(world: World) -> None:
    auth = world.mock_auth(default_lifetime=1800.0)
    cases: list[tuple[dict[str, object], float, float]] = [
        ({"expires_in": 600}, 1.0, 600),
        ({"expires_in": "600"}, 1.0, 600),
        ({"expires_in": 600_000}, 0.001, 600),
        ({"expires_in": 10}, 60.0, 600),
        ({"expires_in": 0}, 1.0, 1800),
        ({"expires_in": -5}, 1.0, 1800),
        ({"expires_in": "soon"}, 1.0, 1800),
        ({"expires_in": True}, 1.0, 1800),
        ({"expires_in": 1e300}, 1.0, 10 * 365 * 86400),
    ]
    await world.mock_authorise(auth)
    for body, unit, lifetime in cases:
        world.install(replace(auth, expiry_unit=unit), world.mock)
        begun = await world.begin()
        address = await agree(begun.url)
        await world.fault(body, merge=True)
        started = time.time()
        ends = (await world.connection(await world.complete(begun, address))).expires_at
        assert ends is not None
        assert ends.timestamp() - started == pytest.approx(lifetime, abs=5), body


@rule(SERVER, "no expiry and no default: the token does not end")
async def endless(world: World) -> None:
    await world.mock_authorise()
    begun = await world.begin()
    address = await agree(begun.url)
    await world.fault({}, merge=True, without=["expires_in"])
    assert (await world.connection(await world.complete(begun, address))).expires_at is None


@rule(SERVER, "a token elsewhere in the answer, and what is kept of it")
async def elsewhere(world: World) -> None:
    auth = world.mock_auth(token_paths=("", "authed_user"), keep=("team.id", "authed_user"))
    world.install(auth, world.mock)
    await world.app()
    begun = await world.begin()
    address = await agree(begun.url)
    person = {"id": "U1", "access_token": "xoxp-user-token", "expires_in": 60}
    await world.fault({"ok": True, "authed_user": person, "team": {"id": "T1", "name": "Acme"}})
    await world.complete(begun, address)
    held = await world.credential()
    assert held.token == "xoxp-user-token"
    assert held.values["data"] == {"team": {"id": "T1"}, "authed_user": person}
    assert set(held.secrets()) == {"xoxp-user-token"}


@rule(SERVER, "the account's own address of the API, named in the answer")
async def own_address(world: World) -> None:
    world.install(world.mock_auth(base_url_path="instance_url"), "https://login.example")
    await world.app()
    for address, kept in (("https://na7.example", "https://na7.example"), ("http://na7", None)):
        begun = await world.begin(external_id=address)
        back = await agree(begun.url)
        await world.fault({"instance_url": address}, merge=True)
        if kept is None:
            with pytest.raises(Exception, match="no https"):
                await world.complete(begun, back)
        else:
            assert (await world.connection(await world.complete(begun, back))).base_url == kept


@rule(SERVER, "scope separator and parameter, and what else the authorisation takes")
async def authorise_address(world: World) -> None:
    auth = world.mock_auth(
        scope_separator=",",
        scope_parameter="user_scope",
        pkce=False,
        authorize_params={"access_type": "offline", "prompt": "consent"},
        authorize_url=f"{world.mock}/authorize?audience=api&scope=none",
    )
    world.install(auth, world.mock)
    await world.app()
    asked = parse_qs(urlsplit((await world.begin()).url).query)
    assert asked["user_scope"] == ["openid,api:read"]
    assert (asked["access_type"], asked["prompt"], asked["audience"]) == (
        ["offline"],
        ["consent"],
        ["api"],
    )
    assert "code_challenge" not in asked


@rule(SERVER, "a token request as JSON")
async def json_body(world: World) -> None:
    world.install(world.mock_auth(body_style=BodyStyle.JSON), world.mock)
    await world.app()
    begun = await world.begin()
    address = await agree(begun.url)
    await world.fault({}, times=0)
    await world.complete(begun, address)
    sent = (await world.requests())[0]
    assert sent["headers"]["content-type"] == "application/json"
    assert (sent["body"]["grant_type"], sent["body"]["client_id"]) == (
        "authorization_code",
        "basic",
    )


@rule(SERVER, "client shown by Basic, in the body, not at all: as described, never twice")
async def shown(world: World) -> None:
    await world.app(client_id="an id", secret="a secret/+")
    for way, basic, secret in (
        (TokenAuth.BASIC, "Basic YW4raWQ6YStzZWNyZXQlMkYlMkI=", None),
        (TokenAuth.BODY, None, "a secret/+"),
        (TokenAuth.NONE, None, None),
    ):
        world.install(world.mock_auth(token_auth=way), world.mock)
        begun = await world.begin()
        address = await agree(begun.url)
        await world.fault({}, times=0)
        await world.complete(begun, address)
        sent = (await world.requests())[0]
        assert sent["headers"].get("authorization") == basic
        assert sent["body"].get("client_secret") == secret


@rule(SERVER, "a refresh address of its own, and what else each request takes")
async def more_parameters(world: World) -> None:
    auth = world.mock_auth(
        refresh_url=f"{world.mock}/token?refresh=1",
        token_params={"audience": "api"},
        refresh_params={"resource": "r1"},
    )
    await world.mock_authorise(auth)
    await world.fault({}, times=0)
    await world.renewed(await world.connection(), await world.credential())
    sent = (await world.requests())[0]["body"]
    assert (sent["grant_type"], sent["resource"], "audience" in sent) == (
        "refresh_token",
        "r1",
        False,
    )


@rule(SERVER, "placeholders are filled in; what could name another host is refused")
async def placeholders(world: World) -> None:
    place = Placeholder(name="tenant", title="Tenant", pattern=r"[a-z0-9-]+")
    region = Placeholder(name="region", title="Region", pattern="eu|us", default="eu")
    auth = world.mock_auth(
        authorize_url="https://{tenant}.{region}.example/authorize",
        placeholders=(place, region),
    )
    world.install(auth, world.mock)
    await world.app()
    begun = await world.begin(fields={"tenant": "acme"})
    assert begun.url.startswith("https://acme.eu.example/authorize?")
    for value in ("", "evil.com/", "a@b", "ac\nme", "ACME", "a" * 300, "x?y"):
        with pytest.raises(ValidationError) as caught:
            await world.begin(fields={"tenant": value})
        assert "tenant" in caught.value.fields


@rule(SERVER, "placeholders are known when the connection is refreshed")
async def remembered_fields(world: World) -> None:
    place = Placeholder(name="path", title="Path", pattern=r"[a-z]+")
    auth = world.mock_auth(token_url=f"{world.mock}/{{path}}", placeholders=(place,))
    world.install(auth, world.mock)
    await world.app()
    begun = await world.begin(fields={"path": "token"})
    made = await world.connection(await world.complete(begun, await agree(begun.url)))
    again = await world.renewed(made, await world.credential())
    assert again is not None


@rule(SERVER, "secrets go over TLS, or do not leave the machine")
async def plain_http(world: World) -> None:
    for url in ("http://login.example/token", "ftp://login.example", "//login.example/token"):
        world.install(world.mock_auth(token_url=url), world.mock)
        if not await world.engine.oauth_apps.list("acme"):
            await world.app()
        begun = await world.begin()
        with pytest.raises(Exception, match="no https"):
            await world.complete(begun, f"http://127.0.0.1/callback?state={begun.state}&code=c")
