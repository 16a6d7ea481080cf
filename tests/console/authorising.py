"""A provider that agrees to everything, and a console whose `acme` signs in there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.console.engine import opened
from tests.net.servers import http
from weavz_tui.catalog import Context, Effect, Grant, Integration, OAuth2
from weavz_tui.console.app import ConsoleApp
from weavz_tui.engine.local import LocalService
from weavz_tui.engine.service import Service
from weavz_tui.home import Home
from weavz_tui.model.authorisations import OAuthAppCreate

DEVICE = {
    "device_code": "device-code-zz",
    "user_code": "WDJB-MJHT",
    "verification_uri": "https://acme.example/device",
    "verification_uri_complete": "https://acme.example/device?user_code=WDJB-MJHT",
    "interval": 1,
    "expires_in": 900,
}


@dataclass
class Provider:
    """Where it is, and whether the person at the other device has agreed."""

    url: str = ""
    agreed: bool = False
    shown: list[str] = field(default_factory=list)

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/me":
            self.shown.append(request.headers.get("Authorization", ""))
            return web.json_response({"login": "person"})
        if request.path == "/device":
            return web.json_response(DEVICE)
        asked = await request.post()
        if "device_code" in asked and not self.agreed:
            return web.json_response({"error": "authorization_pending"}, status=400)
        tokens = {"access_token": "token-abcdef", "refresh_token": "refresh-abcdef"}
        return web.json_response({**tokens, "expires_in": 3600})


@asynccontextmanager
async def provider() -> AsyncIterator[Provider]:
    """Serve it on the loopback."""
    made = Provider()
    async with http(made) as url:
        made.url = url
        yield made


def acme(url: str, authorize_url: str = "") -> Integration:
    """An integration with one action, into which a browser or another device leads."""
    auth = OAuth2(
        title="Acme account",
        authorize_url=authorize_url or f"{url}/authorize",
        token_url=f"{url}/token",
        device_url=f"{url}/device",
        grants=(Grant.AUTHORIZATION_CODE, Grant.DEVICE_CODE),
        scopes=("notes:read", "notes:write"),
    )
    made = Integration("acme", title="Acme", auth=[auth], base_url=url)

    @made.action(effect=Effect.READ)
    async def whoami(ctx: Context) -> Any:
        """Tell whose account it is."""
        return await ctx.get("/me")

    return made


def console_with(home: Home, integration: Integration, place: str = "connections") -> ConsoleApp:
    """A console whose catalogue has this integration too."""

    async def opener() -> Service:
        return await opened_with(home, integration)

    return ConsoleApp(opener, home=home, first_place=place)


async def opened_with(home: Home, integration: Integration) -> LocalService:
    """The engine, with this integration."""
    service = await opened(home)
    service.parts.shared.registry.add(integration)
    return service


async def register(home: Home, integration: Integration, redirect_uri: str | None = None) -> None:
    """Make the app with which accounts of it are authorised."""
    service = await opened_with(home, integration)
    await service.oauth_apps.create(
        OAuthAppCreate(
            integration_name=integration.name,
            client_id="acme-client",
            client_secret="acme-secret-77",
            redirect_uri=redirect_uri,
        )
    )
    await service.close()
