"""Who is behind a key or a token. The first thing that a request meets."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from weavz_tui.engine.calls.limits import RateState
from weavz_tui.engine.organisations import new_organisation, taken
from weavz_tui.engine.principal import Principal
from weavz_tui.engine.servers.server_auth import SCOPES, auth_of
from weavz_tui.engine.tokens import token_hash
from weavz_tui.model.base import now
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import Duplicate, Unauthorized, ValidationError
from weavz_tui.model.keys import ApiKey, KeyPermissions
from weavz_tui.model.servers import McpAccess, McpServer
from weavz_tui.store import api_keys, mcp_servers, mcp_tokens, organisations
from weavz_tui.store.mcp_tokens import StoredToken
from weavz_tui.store.protocol import Lane, Rows

if TYPE_CHECKING:
    from weavz_tui.engine.parts import Shared
    from weavz_tui.model.entities import Organisation

KEY_PREFIX = "wvz_"
CAPACITY = 10_000

Item = TypeVar("Item")


@dataclass(slots=True)
class _Known:
    """A key that was read: whom it stands for, until when, and when its use was last noted."""

    principal: Principal
    expires_at: datetime | None
    noted_at: datetime | None


class Access:
    """Turns what a request shows into the caller it works for. One for the process.

    What was read is kept for as long as the store's configuration stays as it is, so that a request
    costs a hash and a look-up; a deleted key is refused at once in this process and within 0.1 s in
    another.
    """

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._store = shared.store
        self._keys: dict[str, _Known] = {}
        self._tokens: dict[str, McpAccess] = {}
        self._good_for = -1
        self._notes: set[asyncio.Task[None]] = set()

    async def api_key(self, plain: str | None, *, source: Source = Source.REST) -> Principal:
        """The caller whom a key stands for; raises Unauthorized when it is missing, wrong, deleted
        or expired."""
        if not plain:
            raise Unauthorized(
                "An API key is required", hint="send the header  Authorization: Bearer wvz_..."
            )
        if not plain.startswith(KEY_PREFIX):
            raise _unauthorized()
        digest = token_hash(plain)
        known = await self._known(digest)
        moment = now()
        if known.expires_at is not None and known.expires_at <= moment:
            raise Unauthorized(
                "The API key has expired", hint="make another:  weavz-tui keys create NAME"
            )
        self._note(known, moment)
        principal = known.principal
        return principal if principal.source is source else replace(principal, source=source)

    async def service_key(
        self, key: str | None, org_id: str | None, *, source: Source = Source.REST
    ) -> Principal:
        """The organisation that a service key acts for (wire B.1). Raises Unauthorized, also where
        no service key is set, and NotFound for an unknown organisation."""
        self.require_service_key(key)
        if not org_id:
            raise ValidationError.of(
                "The organisation is required", **{"X-Org-ID": "required with X-Service-Key"}
            )
        found = await self._shared.directory.organisation(org_id)
        return Principal(found.id, source)

    def require_service_key(self, key: str | None) -> None:
        """Raises Unauthorized unless this is the service key of the settings."""
        expected = self._shared.home.settings.service_key
        if not expected:
            raise Unauthorized(
                "No service key is set here",
                hint="set WEAVZ_TUI_SERVICE_KEY where weavz-tui serve runs, or use an API key",
            )
        if not hmac.compare_digest((key or "").encode(), expected.encode()):
            raise Unauthorized("The service key is wrong", hint="send the header X-Service-Key")

    async def create_organisation(self, name: str, slug: str) -> Organisation:
        """A new organisation, without a workspace, under the limits of the settings; whoever asks
        has shown the service key. Raises ValidationError, Duplicate."""
        made = new_organisation(name, slug, self._shared.home.settings)

        try:
            await self._store.write(lambda rows: organisations.insert(rows, made))
        except Duplicate as error:
            raise taken(made.slug) from error
        return made

    async def mcp_token(self, server_id: str, token: str | None) -> McpAccess:
        """What a bearer token opens on an MCP server, whose id may have its prefix. Raises
        Unauthorized when it is missing, wrong, revoked or expired, of another server, of a kind
        that the server's auth mode does not take, and where there is no such server."""
        if not token:
            raise Unauthorized(
                "A token of the server is required",
                hint="send the header  Authorization: Bearer mcp_...",
            )
        digest = token_hash(token)
        key = f"{server_id.removeprefix('srv_')} {digest}"
        known = self._kept(self._tokens).get(key)
        if known is None:
            configuration = self._store.configuration()
            known = await self._opened(server_id.removeprefix("srv_"), digest)
            self._keep(self._tokens, key, known, configuration)
        if known.expires_at is not None and known.expires_at <= now():
            raise Unauthorized(
                "The token has expired", hint="issue another:  weavz-tui servers token SERVER"
            )
        return known

    async def mcp_local(self, server: McpServer, end_user_id: str | None = None) -> McpAccess:
        """The access of whoever sits at the machine, to a server of theirs."""
        server = await self.completed(server)
        return McpAccess(
            server=server, scopes=list(SCOPES), end_user_id=server.end_user_id or end_user_id
        )

    async def completed(self, server: McpServer) -> McpServer:
        """The record with what it comes to here: its auth flags and its endpoint, an address where
        a public one is known, else a path."""
        instances = await self._shared.directory.instances(server.org_id, server.workspace_id)
        server.auth = auth_of(server, instances, self._shared.known(server.org_id))
        server.mcp_endpoint = self._shared.links.address(f"/mcp/srv_{server.id}")
        return server

    async def admit(self, principal: Principal) -> RateState:
        """Count one request of a caller towards the limit of their organisation (wire E.10); raises
        RateLimited, whose details hold the state too. Give `principal.as_counted()` to what runs,
        so that an execution is not counted again."""
        organisation = await self._shared.directory.organisation(principal.org_id)
        return self._shared.rate.take(principal, organisation.rate_limit)

    async def rate(self, principal: Principal) -> RateState:
        """How much of the limit is left, without counting."""
        organisation = await self._shared.directory.organisation(principal.org_id)
        return self._shared.rate.state(principal.org_id, organisation.rate_limit)

    async def close(self) -> None:
        """Wait for what is being written."""
        await asyncio.gather(*self._notes, return_exceptions=True)

    async def _known(self, digest: str) -> _Known:
        if (known := self._kept(self._keys).get(digest)) is not None:
            return known
        configuration = self._store.configuration()
        found = await self._store.read(lambda rows: api_keys.by_hash(rows, digest))
        if found is None or not hmac.compare_digest(found[1], digest):
            raise _unauthorized()
        known = _known(found[0])
        self._keep(self._keys, digest, known, configuration)
        return known

    async def _opened(self, server_id: str, digest: str) -> McpAccess:
        def read(rows: Rows) -> tuple[StoredToken, str, McpServer | None] | None:
            found = mcp_tokens.by_hash(rows, digest)
            if found is None:
                return None
            return *found, mcp_servers.get(rows, found[0].org_id, found[0].mcp_server_id)

        found = await self._store.read(read)
        if found is None or not hmac.compare_digest(found[1], digest):
            raise _closed()
        stored, _, server = found
        if server is None or server.id != server_id:
            raise _closed()
        auth = (await self.completed(server)).auth
        assert auth is not None
        is_taken = {
            "static": auth.static_bearer_enabled,
            "bearer": auth.end_user_bearer_tokens_enabled,
            "oauth": auth.oauth_enabled,
        }
        if not is_taken[stored.kind]:
            raise Unauthorized(
                "The server does not take this kind of token now",
                details={"authMode": server.auth_mode.value},
                hint="issue a token for an end user:  weavz-tui servers token SERVER",
            )
        return McpAccess(
            server=server,
            scopes=stored.scopes,
            end_user_id=server.end_user_id or stored.end_user_id,
            token_id=stored.id,
            expires_at=stored.expires_at,
        )

    def _kept(self, cache: dict[str, Item]) -> dict[str, Item]:
        """A cache, emptied where the configuration has changed since it was filled."""
        configuration = self._store.configuration()
        if configuration != self._good_for:
            self._keys.clear()
            self._tokens.clear()
            self._good_for = configuration
        return cache

    def _keep(self, cache: dict[str, Item], key: str, item: Item, configuration: int) -> None:
        """Keep what was read, unless the configuration has changed meanwhile."""
        if self._store.configuration() != configuration or configuration != self._good_for:
            return
        if len(cache) >= CAPACITY:
            cache.clear()
        cache[key] = item

    def _note(self, known: _Known, moment: datetime) -> None:
        """Write down that a key was used, at most once a minute, while the request goes on."""
        if known.noted_at is not None and moment - known.noted_at < api_keys.USE_EXACTNESS:
            return
        known.noted_at = moment
        task = asyncio.create_task(self._touch(known.principal, moment))
        self._notes.add(task)
        task.add_done_callback(self._noted)

    async def _touch(self, principal: Principal, moment: datetime) -> None:
        org_id, id = principal.org_id, principal.key_id or ""
        await self._store.write(
            lambda rows: api_keys.touch(rows, org_id, id, moment), lane=Lane.LOG
        )

    def _noted(self, task: asyncio.Task[None]) -> None:
        self._notes.discard(task)
        if not task.cancelled():
            # Looked at, so that a full disk is told by the request that needs it, not by this.
            task.exception()


def _known(key: ApiKey) -> _Known:
    permissions = KeyPermissions.model_validate(key.permissions or {})
    is_limited = permissions.scope == "workspace"
    principal = Principal(
        key.org_id,
        Source.REST,
        workspace_ids=frozenset(permissions.workspace_ids) if is_limited else None,
        key_id=key.id,
    )
    return _Known(principal, key.expires_at, key.last_used_at)


def _closed() -> Unauthorized:
    return Unauthorized(
        "The token does not open this server",
        hint="it may have been revoked; make another:  weavz-tui servers token SERVER",
    )


def _unauthorized() -> Unauthorized:
    return Unauthorized(
        "The API key is not valid",
        hint="it may have been deleted; `weavz-tui keys list` shows those in force",
    )
