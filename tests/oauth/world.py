"""An engine whose one integration signs in at a provider on this machine."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from tests.oauth.person import agree
from weavz_tui.catalog import Context, Effect, Integration, OAuth2, TokenAuth
from weavz_tui.engine.local import LocalService
from weavz_tui.engine.oauth.refreshing import Refresher
from weavz_tui.model.authorisations import (
    Authorisation,
    AuthorisationAnswer,
    AuthorisationStart,
    OAuthAppCreate,
)
from weavz_tui.model.credentials import Credential
from weavz_tui.model.entities import Connection
from weavz_tui.model.execution import ExecuteRequest, ExecuteResult
from weavz_tui.model.oauth import Grant

SECRET = "provider-secret-5d1f"
SCOPES = ("openid", "api:read")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def acme(auth: OAuth2, base_url: str) -> Integration:
    """An integration with one action that only reads: who the token belongs to."""
    made = Integration("acme", title="Acme", auth=[auth], base_url=base_url)

    @made.action(effect=Effect.READ)
    async def whoami(ctx: Context) -> Any:
        """Tell whose account it is."""
        return await ctx.get("/me")

    return made


def oidc_auth(base: str, **changes: Any) -> OAuth2:
    """How oidc-provider is described."""
    return OAuth2(
        **{
            "authorize_url": f"{base}/auth",
            "token_url": f"{base}/token",
            "device_url": f"{base}/device/auth",
            "issuer": base,
            "scopes": SCOPES,
            "token_auth": TokenAuth.BASIC,
            "grants": tuple(Grant),
            **changes,
        }
    )


@dataclass
class World:
    """An engine, the servers around it, and what rules do with them."""

    engine: LocalService
    workspace_id: str
    provider: str
    mock: str
    control: str
    home: Path

    def install(self, auth: OAuth2, base_url: str = "") -> None:
        """Make `auth` the way into `acme`, whose API is the provider's own unless told."""
        self.engine.parts.shared.registry.add(acme(auth, base_url or self.provider))

    async def app(self, client_id: str = "basic", secret: str | None = SECRET) -> None:
        """Register the client."""
        await self.engine.oauth_apps.create(
            OAuthAppCreate(integration_name="acme", client_id=client_id, client_secret=secret)
        )

    async def begin(self, **wish: Any) -> Authorisation:
        given = {"integration_name": "acme", "external_id": "a1", **wish}
        return await self.engine.authorisations.start(AuthorisationStart(**given))

    async def complete(self, begun: Authorisation, address: str) -> Authorisation:
        answer = AuthorisationAnswer(id=begun.id, redirect_url=address)
        return await self.engine.authorisations.complete(answer)

    async def authorise(self, **wish: Any) -> Connection:
        """A connection, by a person who agrees."""
        begun = await self.begin(**wish)
        return await self.connection(await self.complete(begun, await agree(begun.url)))

    async def connection(self, ended: Authorisation | None = None) -> Connection:
        """As it stands in the database: the one that came of an authorisation, or the only one."""
        if ended is not None:
            assert ended.connection_id is not None, ended
            found = await self.engine.connections.get(ended.connection_id)
            return Connection.model_validate(found.model_dump())
        page = await self.engine.parts.directory.explicit(self.engine.parts.org_id, "a1", None)
        return page[0]

    async def credential(self) -> Credential:
        return await self.engine.parts.credentials.held(await self.connection())

    async def change(self, **values: Any) -> None:
        """Change the tokens that are kept, behind the engine's back; None takes one away."""
        found = await self.connection()
        held = dict((await self.credential()).values) | values
        kept = {key: value for key, value in held.items() if value is not None}
        await self.engine.parts.credentials.rotate(found.org_id, found.id, kept)
        self.engine.parts.directory.clear()

    async def call(self, **wish: Any) -> ExecuteResult:
        given = {"integration_name": "acme", "action_name": "whoami", "input": {}, **wish}
        request = ExecuteRequest(workspace_id=self.workspace_id, **given)
        return await self.engine.actions.execute(request)

    async def another_token(self) -> str:
        """An access token of the same person's that no connection has."""
        begun = await self.begin(external_id="other")
        ended = await self.complete(begun, await agree(begun.url))
        other = await self.connection(ended)
        return (await self.engine.parts.credentials.held(other)).token

    def renewed(self, found: Connection, old: Credential) -> Awaitable[Credential | None]:
        return self.engine.parts.credentials.renew(found, old)

    async def until_busy(self) -> None:
        """Until a token is being renewed; there is nothing that tells of it."""
        async with asyncio.timeout(10):
            while not self.refresher.is_busy:  # noqa: ASYNC110
                await asyncio.sleep(0)

    @property
    def refresher(self) -> Refresher:
        found = self.engine.parts.credentials.refresher
        assert found is not None
        return found

    async def tell(self, path: str) -> dict[str, Any]:
        """Ask the provider's test pages; what it has counted."""
        async with aiohttp.ClientSession() as session, session.get(self.provider + path) as answer:
            found: dict[str, Any] = await answer.json()
            return found

    async def refreshes(self) -> int:
        """How many refresh tokens the provider has taken."""
        stats = await self.tell("/test/stats")
        return int(stats["success"].get("refresh_token", 0))

    async def fault(self, body: dict[str, Any], **how: Any) -> None:
        """Let the mock answer this the next time."""
        asked = {"body": body, **how}
        async with aiohttp.ClientSession() as session:
            await session.post(f"{self.control}/test/fault", json=asked)

    async def requests(self) -> list[dict[str, Any]]:
        """What the mock's token endpoint was sent since the last fault was set."""
        async with aiohttp.ClientSession() as session, session.get(self.control) as answer:
            found: list[dict[str, Any]] = await answer.json()
            return found

    async def mock_authorise(self, auth: OAuth2 | None = None, base_url: str = "") -> Connection:
        """A connection at the mock, which agrees to everything; nobody has to."""
        self.install(auth or self.mock_auth(), base_url or self.mock)
        if not await self.engine.oauth_apps.list("acme"):
            await self.app()
        begun = await self.begin()
        return await self.connection(await self.complete(begun, await agree(begun.url)))

    def mock_auth(self, **changes: Any) -> OAuth2:
        given = OAuth2(
            authorize_url=f"{self.mock}/authorize", token_url=f"{self.mock}/token", scopes=SCOPES
        )
        return replace(given, **changes)

    def database(self) -> bytes:
        """Every byte that the database and its log hold."""
        with closing(sqlite3.connect(self.engine.parts.home.database)) as database:
            database.execute("pragma wal_checkpoint(full)")
        folder = self.engine.parts.home.database.parent
        return b"".join(each.read_bytes() for each in folder.glob("weavz*.db*"))
