"""Renewing access tokens: once, whoever asks, in however many processes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NoReturn

from weavz_tui.engine.connections.secret_records import Outdated
from weavz_tui.engine.oauth.authorised import mark_authorised, reauthorise, require_calm
from weavz_tui.engine.oauth.oauth_clients import OAuthClients, oauth2_of
from weavz_tui.engine.oauth.token_values import (
    has_ended,
    is_due,
    is_good,
    is_renewable,
    token_values,
)
from weavz_tui.model.credentials import Credential
from weavz_tui.model.entities import Connection, new_id
from weavz_tui.model.enums import OAUTH2_TYPES, ConnectionStatus
from weavz_tui.model.errors import ConnectionNotFound, ConnectionRequired, RefreshFailed, WeavzError
from weavz_tui.net.oauth_answers import Refusal, TokenAnswer
from weavz_tui.store import connections, oauth_grants
from weavz_tui.store.oauth_grants import Failure, Lease, OAuthGrant
from weavz_tui.store.protocol import Rows, Store

if TYPE_CHECKING:
    from weavz_tui.catalog.registry import Known
    from weavz_tui.engine.connections.credentials import Credentials

LEASE = timedelta(seconds=20)
BEAT = 5.0
PATIENCE = 30.0
POLL = 0.05
EXHAUSTED_AFTER = 10
EXHAUSTED = frozenset({"invalid_grant"})
MISCONFIGURED = frozenset({"invalid_client", "unauthorized_client", "invalid_scope"})

_log = logging.getLogger(__name__)


class Refresher:
    """Renews the tokens of OAuth 2 connections.

    In this process one task per connection does it, whoever waits for it; among processes it is
    the holder of the lease in the connection's row of `oauth_grant`. Whoever has got the lease
    reads again, so that a token renewed meanwhile is taken and no refresh token is used twice. A
    refresh goes on to its end when its callers are cancelled: the provider may have rotated the
    token.
    """

    def __init__(
        self,
        store: Store,
        credentials: Credentials,
        clients: OAuthClients,
        registry: Callable[[str], Known],
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._credentials = credentials
        self._clients = clients
        self._registry = registry
        self.clock = clock
        self._owner = new_id()
        self._flights: dict[str, asyncio.Task[Credential]] = {}
        self._unsaved: dict[str, tuple[int, dict[str, Any]]] = {}
        self._forced: dict[str, str] = {}

    @property
    def is_busy(self) -> bool:
        """Whether anything is being renewed by this process."""
        return bool(self._flights)

    def is_due(self, connection: Connection, credential: Credential) -> bool:
        """Whether the credential has to be renewed before it is used."""
        return connection.type in OAUTH2_TYPES and is_due(connection, credential, self.clock())

    def can_renew(self, connection: Connection, credential: Credential) -> bool:
        """Whether there is anything to renew it with, or it has ended for good."""
        return is_renewable(connection, credential) or (
            connection.type in OAUTH2_TYPES and has_ended(connection, credential, self.clock())
        )

    async def renewed(
        self, connection: Connection, credential: Credential, *, force: bool = False
    ) -> Credential:
        """A credential in the place of the given one: renewed, by us or by somebody else. With
        `force` the service itself has refused the given one, whatever the clock says.

        Raises ConnectionRequired (`REAUTHORISE`), RefreshFailed, NoOAuthApp, VaultLocked.
        """
        flight = self._flights.get(connection.id)
        if flight is None:
            flight = asyncio.create_task(self._fly(connection, credential, force))
            self._flights[connection.id] = flight
            flight.add_done_callback(lambda done: self._landed(connection.id, done))
        return await asyncio.shield(flight)

    async def close(self) -> None:
        """Wait for the refreshes under way."""
        await asyncio.gather(*self._flights.values(), return_exceptions=True)

    async def _fly(self, given: Connection, credential: Credential, force: bool) -> Credential:
        try:
            return await self._renew(given, credential, force)
        except WeavzError as error:
            # Ahead of its end a token is as good as it was; the next call tries again.
            if force or isinstance(error, ConnectionRequired):
                raise
            if not is_good(given, credential, self.clock()):
                raise
            _log.warning("a token could not be renewed ahead of its end: %s", error.code)
            return credential

    async def _renew(self, given: Connection, credential: Credential, force: bool) -> Credential:
        give_up = time.monotonic() + PATIENCE
        while True:
            current, held, grant = await self._look(given)
            if self._is_other(current, held, credential):
                return held
            require_calm(current, grant, self._moment())
            if await self._acquire(current):
                break
            if time.monotonic() >= give_up:
                raise RefreshFailed(
                    f"Another process has been renewing the token of {current.external_id}"
                    f" for {PATIENCE:.0f} s",
                    hint="try again",
                )
            await asyncio.sleep(POLL)
        async with self._holding(current):
            current, held, grant = await self._look(given)
            if self._is_other(current, held, credential):
                return held
            if self._was_in_vain(held, current.id, force):
                return held
            fresh = await self._refresh(current, held, grant, force)
            if force:
                self._forced[current.id] = fresh.token
            return fresh

    def _was_in_vain(self, held: Credential, id: str, force: bool) -> bool:
        """Whether the service refuses even the token that it was last asked for another of."""
        return force and self._forced.get(id) == held.token

    async def _look(self, given: Connection) -> tuple[Connection, Credential, OAuthGrant]:
        """The connection as it stands in the database and the vault now."""

        def read(rows: Rows) -> tuple[Connection | None, OAuthGrant]:
            found = connections.get(rows, given.org_id, given.id)
            return found, oauth_grants.get(rows, given.org_id, given.id)

        current, grant = await self._store.read(read)
        if current is None:
            raise ConnectionNotFound(
                f"Connection '{given.external_id}' not found", details={"connectionId": given.id}
            )
        if current.status is ConnectionStatus.ERROR:
            raise reauthorise(current)
        return current, await self._credentials.held(current), grant

    def _is_other(self, current: Connection, held: Credential, given: Credential) -> bool:
        """Whether somebody has renewed it meanwhile."""
        return held.token != given.token and not self.is_due(current, held)

    async def _refresh(
        self, current: Connection, held: Credential, grant: OAuthGrant, force: bool
    ) -> Credential:
        if (unsaved := self._unsaved.get(current.id)) and unsaved[0] == current.generation:
            values = unsaved[1]
            if not force or values["accessToken"] != held.token:
                return await self._save(current, values, grant.app_id)
        if not is_renewable(current, held):
            await self._refuse(current)
        integration = self._registry(current.org_id).get(current.integration_name)
        auth = oauth2_of(integration, current.auth_method_key)
        app = await self._clients.app(current.org_id, integration.name, grant.app_id)
        endpoint = await self._clients.endpoint(auth, app, held.values.get("fields") or {})
        # A token that cannot be kept would be lost, and with it the refresh token.
        await self._credentials.ensure()
        moment = self._moment()
        try:
            answer: TokenAnswer
            if held.get("refreshToken"):
                answer = await endpoint.refresh(held.get("refreshToken"))
            else:
                answer = await endpoint.client_credentials(held.get("scope").split())
        except Refusal as refusal:
            exhausted = refusal.error in EXHAUSTED or refusal.error in auth.exhausted
            await self._failed(current, grant, refusal, exhausted=exhausted)
        return await self._save(current, token_values(answer, held.values, moment), app.id)

    async def _save(
        self, current: Connection, values: dict[str, Any], app_id: str | None
    ) -> Credential:
        org_id, id = current.org_id, current.id

        def also(rows: Rows) -> None:
            mark_authorised(rows, org_id, id, values, app_id)

        try:
            await self._credentials.rotate(
                org_id, id, values, expected=current.generation, also=also
            )
        except Outdated:
            self._unsaved.pop(id, None)
            return (await self._look(current))[1]
        except WeavzError as error:
            # The provider may have rotated the refresh token: what it gave must not be lost.
            self._unsaved[id] = (current.generation, values)
            _log.error("renewed tokens could not be kept yet: %s", error.code)
        else:
            self._unsaved.pop(id, None)
        return Credential(current.type, values, current.base_url)

    async def _failed(
        self, current: Connection, grant: OAuthGrant, refusal: Refusal, *, exhausted: bool
    ) -> NoReturn:
        said = refusal.message
        # A provider that is down, or a machine off the net, says nothing against the grant.
        counted = not refusal.transient
        if exhausted or (counted and grant.failures + 1 >= EXHAUSTED_AFTER):
            await self._refuse(current, said)
        failure = Failure(said, self._moment(), counted)
        await self._store.write(
            lambda rows: oauth_grants.failed(rows, current.org_id, current.id, failure)
        )
        details = {"error": refusal.error or None, "statusCode": refusal.status}
        raise RefreshFailed(
            f"The token of {current.external_id} could not be renewed: {said}",
            details={key: value for key, value in details.items() if value is not None}
            | {"connectionExternalId": current.external_id},
            hint="check the OAuth app: `weavz-tui oauth-apps list`"
            if refusal.error in MISCONFIGURED
            else "try again in a while",
        )

    async def _refuse(self, current: Connection, said: str = "") -> NoReturn:
        """Mark the connection as one that a person has to authorise again."""
        org_id, id, generation = current.org_id, current.id, current.generation
        if not await self._store.write(
            lambda rows: connections.refuse(rows, org_id, id, generation)
        ):
            raise RefreshFailed(
                f"The token of {current.external_id} was replaced meanwhile", hint="try again"
            )
        raise reauthorise(current, said)

    async def _acquire(self, current: Connection) -> bool:
        def take(rows: Rows) -> bool:
            # The clock is read when it is this write's turn, which others may have held up.
            lease = Lease(self._owner, self._moment(), LEASE)
            return oauth_grants.acquire(rows, current.org_id, current.id, lease)

        return await self._store.write(take)

    @contextlib.asynccontextmanager
    async def _holding(self, current: Connection) -> AsyncIterator[None]:
        """Keep the lease while the block lasts, and give it back."""
        beat = asyncio.create_task(self._beat(current))
        try:
            yield
        finally:
            beat.cancel()
            with contextlib.suppress(asyncio.CancelledError, WeavzError):
                await beat
            await self._store.write(
                lambda rows: oauth_grants.release(rows, current.org_id, current.id, self._owner)
            )

    async def _beat(self, current: Connection) -> None:
        while True:
            await asyncio.sleep(BEAT)
            await self._acquire(current)

    def _moment(self) -> datetime:
        return datetime.fromtimestamp(self.clock(), UTC)

    def _landed(self, id: str, flight: asyncio.Task[Credential]) -> None:
        self._flights.pop(id, None)
        if not flight.cancelled():
            # Looked at, so that it is not reported as lost where every caller went away.
            flight.exception()
