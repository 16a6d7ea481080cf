"""Who is behind a key or a token. The first thing that a request meets."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from weavz_tui.engine.limits import RateState
from weavz_tui.engine.organisations import new_organisation, taken
from weavz_tui.engine.principal import Principal
from weavz_tui.engine.tokens import token_hash
from weavz_tui.model.base import now
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import Unauthorized, ValidationError
from weavz_tui.model.keys import ApiKey, KeyPermissions
from weavz_tui.store import api_keys, organisations
from weavz_tui.store.protocol import Lane, Rows

if TYPE_CHECKING:
    from weavz_tui.engine.parts import Shared
    from weavz_tui.model.entities import Organisation

KEY_PREFIX = "wvz_"
CAPACITY = 10_000


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

        def write(rows: Rows) -> None:
            if organisations.by_slug(rows, made.slug) is not None:
                raise taken(made.slug)
            organisations.insert(rows, made)

        await self._store.write(write)
        return made

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
        configuration = self._store.configuration()
        if configuration != self._good_for or len(self._keys) >= CAPACITY:
            self._keys.clear()
            self._good_for = configuration
        if (known := self._keys.get(digest)) is not None:
            return known
        found = await self._store.read(lambda rows: api_keys.by_hash(rows, digest))
        if found is None or not hmac.compare_digest(found[1], digest):
            raise _unauthorized()
        known = _known(found[0])
        if self._store.configuration() == configuration == self._good_for:
            self._keys[digest] = known
        return known

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


def _unauthorized() -> Unauthorized:
    return Unauthorized(
        "The API key is not valid",
        hint="it may have been deleted; `weavz-tui keys list` shows those in force",
    )
