"""Authorising at oidc-provider, which takes nothing on trust."""

from __future__ import annotations

import time
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from tests.oauth.person import agree, enter_code
from tests.oauth.rules import rule
from tests.oauth.world import SECRET, World, oidc_auth
from weavz_tui.catalog import Grant, TokenAuth
from weavz_tui.model.authorisations import AuthorisationAnswer, AuthorisationStatus, OAuthAppUpdate
from weavz_tui.model.enums import ConnectionScope, ConnectionStatus
from weavz_tui.model.errors import (
    MissingOAuth2Config,
    NoOAuthApp,
    OAuthAppNotFound,
    OAuthError,
    TokenExchangeFailed,
)

SERVER = "oidc-provider"


@rule(SERVER, "code with PKCE S256, client shown by Basic: the connection works")
async def basic(world: World) -> None:
    await world.app()
    made = await world.authorise()
    assert (made.status, made.expires_at is not None) == (ConnectionStatus.ACTIVE, True)
    assert (await world.call()).output == {"sub": "person"}


@rule(SERVER, "client shown in the body of the request")
async def body(world: World) -> None:
    world.install(oidc_auth(world.provider, token_auth=TokenAuth.BODY))
    await world.app("body")
    await world.authorise()
    assert (await world.call()).success


@rule(SERVER, "public client: PKCE alone, no secret anywhere")
async def public(world: World) -> None:
    world.install(oidc_auth(world.provider, token_auth=TokenAuth.NONE))
    await world.app("public", None)
    await world.authorise()
    assert (await world.call()).success


@rule(SERVER, "without PKCE the provider refuses; its words are in OAUTH_ERROR")
async def no_pkce(world: World) -> None:
    world.install(oidc_auth(world.provider, pkce=False))
    await world.app()
    begun = await world.begin()
    with pytest.raises(OAuthError, match="PKCE") as caught:
        await world.complete(begun, await agree(begun.url))
    assert caught.value.details["error"] == "invalid_request"


@rule(SERVER, "a code that another request's verifier belongs to is refused")
async def wrong_verifier(world: World) -> None:
    await world.app()
    first, second = await world.begin(), await world.begin(external_id="a2")
    address = (await agree(first.url)).replace(first.state or "", second.state or "")
    with pytest.raises(TokenExchangeFailed) as caught:
        await world.complete(second, address)
    assert caught.value.details["error"] == "invalid_grant"


@rule(SERVER, "a wrong client secret: TOKEN_EXCHANGE_FAILED, and the hint names the app")
async def wrong_secret(world: World) -> None:
    await world.app(secret="not-the-secret-77")
    begun = await world.begin()
    with pytest.raises(TokenExchangeFailed, match="invalid_client") as caught:
        await world.complete(begun, await agree(begun.url))
    assert "oauth-apps" in caught.value.hint
    assert "not-the-secret-77" not in str(caught.value.wire())


@rule(SERVER, "an authorisation can be completed once")
async def once(world: World) -> None:
    await world.app()
    begun = await world.begin()
    address = await agree(begun.url)
    await world.complete(begun, address)
    with pytest.raises(OAuthError, match="ended already"):
        await world.complete(begun, address)


@rule(SERVER, "a state of nobody's, or of another authorisation, is refused")
async def wrong_state(world: World) -> None:
    await world.app()
    begun, other = await world.begin(), await world.begin(external_id="a2")
    address = await agree(begun.url)
    with pytest.raises(OAuthError, match="another authorisation"):
        await world.complete(other, address)
    for state in ("", "made-up"):
        with pytest.raises(OAuthError, match="no authorisation"):
            await world.engine.authorisations.complete(
                AuthorisationAnswer(state=state, code="code")
            )


@rule(SERVER, "a person who says no: OAUTH_ERROR access_denied")
async def denied(world: World) -> None:
    await world.app()
    begun = await world.begin()
    with pytest.raises(OAuthError) as caught:
        await world.complete(begun, await agree(begun.url, deny=True))
    assert caught.value.details["error"] == "access_denied"
    shown = await world.engine.authorisations.poll(begun.id)
    assert (shown.status, (shown.error or {})["code"]) == ("FAILED", "OAUTH_ERROR")


@rule(SERVER, "an answer in another provider's name is refused (RFC 9207)")
async def issuer(world: World) -> None:
    world.install(oidc_auth(world.provider, issuer="https://other.example"))
    await world.app()
    begun = await world.begin()
    with pytest.raises(OAuthError, match="Another provider"):
        await world.complete(begun, await agree(begun.url))


@rule(SERVER, "the listener on the loopback takes the browser back by itself")
async def loopback(world: World) -> None:
    await world.app()
    begun = await world.begin(listen=True)
    assert begun.listening
    address = await agree(begun.url)
    async with aiohttp.ClientSession() as browser, browser.get(address) as page:
        assert page.status == 200
        assert "Connected" in await page.text()
    shown = await world.engine.authorisations.poll(begun.id)
    assert shown.status is AuthorisationStatus.COMPLETED
    assert (await world.call()).success


@rule(SERVER, "the listener answers nobody who comes by another name or for another path")
async def other_host(world: World) -> None:
    await world.app()
    begun = await world.begin(listen=True)
    address = urlsplit(begun.redirect_uri or "")
    asked = f"{begun.redirect_uri}?state={begun.state}&code=x"
    async with aiohttp.ClientSession() as browser:
        async with browser.get(asked, headers={"Host": "evil.example"}) as page:
            assert page.status == 404
        async with browser.get(f"http://{address.netloc}/other?state={begun.state}") as page:
            assert page.status == 404
    assert (await world.engine.authorisations.poll(begun.id)).is_pending
    await world.engine.authorisations.cancel(begun.id)


@rule(SERVER, "device flow: nothing is asked before the interval, then the code is entered")
async def device(world: World) -> None:
    await world.app()
    begun = await world.begin(flow=Grant.DEVICE_CODE)
    assert begun.user_code and begun.user_code in begun.url
    before = await world.tell("/test/stats")
    assert (await world.engine.authorisations.poll(begun.id)).is_pending
    assert await world.tell("/test/stats") == before
    await enter_code(begun.url)
    world.engine.parts.shared.pending.get(
        world.engine.parts.org_id, begun.id
    ).next_poll = time.monotonic()
    shown = await world.engine.authorisations.poll(begun.id)
    assert shown.status is AuthorisationStatus.COMPLETED
    assert (await world.call()).success


@rule(SERVER, "client credentials: a connection at once, renewed without a refresh token")
async def client_credentials(world: World) -> None:
    await world.app()
    ended = await world.begin(flow=Grant.CLIENT_CREDENTIALS, scopes=["api:read"])
    made = await world.connection(ended)
    held = await world.credential()
    assert "refreshToken" not in held.values
    again = await world.renewed(made, held)
    assert again is not None and again.token != held.token


@rule(SERVER, "authorising again renews the same connection")
async def again(world: World) -> None:
    await world.app()
    first = await world.authorise()
    second = await world.authorise()
    assert (second.id, second.generation) == (first.id, first.generation + 1)


@rule(SERVER, "an end user's own account: scope USER, in its workspace")
async def end_user(world: World) -> None:
    await world.app()
    made = await world.authorise(workspace_id="default", end_user_id="user_7")
    assert (made.scope, made.end_user_id) == (ConnectionScope.USER, "user_7")
    assert (await world.call(end_user_id="user_7")).success


@rule(SERVER, "no app, an unknown app, a flow that is not offered: each has its code")
async def no_app(world: World) -> None:
    with pytest.raises(NoOAuthApp):
        await world.begin()
    await world.app()
    with pytest.raises(OAuthAppNotFound):
        await world.begin(oauth_app_id="nobody")
    world.install(oidc_auth(world.provider, grants=(Grant.AUTHORIZATION_CODE,)))
    with pytest.raises(MissingOAuth2Config):
        await world.begin(flow=Grant.DEVICE_CODE)


@rule(SERVER, "an app's secret can be replaced; the next authorisation uses the new one")
async def app_secret(world: World) -> None:
    await world.app(secret="an-older-secret-1")
    app = await world.engine.oauth_apps.get("default")
    await world.engine.oauth_apps.update(app.id, OAuthAppUpdate(client_secret=SECRET))
    await world.authorise()
    assert (await world.call()).success


@rule(SERVER, "scopes are those of the wish, else of the app, else of the integration")
async def scopes(world: World) -> None:
    await world.app()
    app = await world.engine.oauth_apps.get("default")
    asked = [parse_qs(urlsplit((await world.begin()).url).query)["scope"]]
    await world.engine.oauth_apps.update(app.id, OAuthAppUpdate(scopes=["openid"]))
    asked.append(parse_qs(urlsplit((await world.begin()).url).query)["scope"])
    asked.append(parse_qs(urlsplit((await world.begin(scopes=["api:write"])).url).query)["scope"])
    assert asked == [["openid api:read"], ["openid"], ["api:write"]]


@rule(SERVER, "no token, code, verifier or client secret is in the database")
async def at_rest(world: World) -> None:
    await world.app()
    begun = await world.begin()
    pending = world.engine.parts.shared.pending.get(world.engine.parts.org_id, begun.id)
    verifier, address = pending.verifier, await agree(begun.url)
    await world.complete(begun, address)
    held = await world.credential()
    await world.call()
    code = parse_qs(urlsplit(address).query)["code"][0]
    stored = world.database()
    assert b"acme" in stored
    for secret in (verifier, code, held.token, held.get("refreshToken"), SECRET):
        assert secret.encode() not in stored
