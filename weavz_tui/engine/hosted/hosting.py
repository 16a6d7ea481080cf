"""The other side of connect links: what the people who were sent one may do with it (wire B.4).
Their token is all they have; it reaches one workspace, and in it one wish."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from weavz_tui.engine.hosted.connect import wrong_link
from weavz_tui.engine.principal import Principal
from weavz_tui.engine.tokens import token_hash
from weavz_tui.model.authorisations import (
    Authorisation,
    AuthorisationAnswer,
    AuthorisationStart,
    AuthorisationStatus,
)
from weavz_tui.model.base import now
from weavz_tui.model.catalogue import AuthOption, IntegrationInfo
from weavz_tui.model.connect import ConnectSession, SessionStatus
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import (
    Duplicate,
    WeavzError,
)
from weavz_tui.model.requests import ConnectionCreate, ConnectionUpdate
from weavz_tui.store import connect_sessions

if TYPE_CHECKING:
    from weavz_tui.engine.local import LocalService

OPEN = frozenset({SessionStatus.PENDING, SessionStatus.CONNECTING})
# Statuses of errors that the holder of a link can do something about: other input, another time.
MENDABLE = frozenset({400, 503})


def holder(service: LocalService, org_id: str, workspace_id: str) -> LocalService:
    """The engine for whoever holds a token: it reaches that workspace alone."""
    reach = frozenset({workspace_id})
    return service.acting(Principal(org_id, Source.REST, reach, counted=True))


class Hosting:
    """Connect sessions for whoever holds their token. One for the process."""

    def __init__(self, service: LocalService) -> None:
        self._service = service
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def session(self, token: str) -> ConnectSession:
        """The session of a link; raises InvalidToken for one that is wrong or has expired."""
        digest = token_hash(token)
        found = await self._service.parts.read(lambda rows: connect_sessions.by_hash(rows, digest))
        if found is None or not hmac.compare_digest(found[1], digest):
            raise wrong_link()
        if found[0].expires_at <= now():
            raise wrong_link()
        return found[0]

    async def integration(self, session: ConnectSession) -> IntegrationInfo:
        """What the session is to connect."""
        engine = holder(self._service, session.org_id, session.workspace_id)
        return await engine.catalogue.get(session.integration_name)

    async def options(self, session: ConnectSession) -> Sequence[AuthOption]:
        """The ways to authenticate that the session leaves open."""
        found = await self.integration(session)
        wanted = session.auth_method_key
        return [each for each in found.auth_options if wanted in {None, each.key}]

    async def can_authorise(self, session: ConnectSession) -> bool:
        """Whether a client is registered with the provider."""
        engine = self._service.acting(Principal(session.org_id, Source.REST, counted=True))
        return bool(await engine.oauth_apps.list(session.integration_name))

    async def connect(
        self, session: ConnectSession, option: AuthOption, values: Mapping[str, Any]
    ) -> ConnectSession:
        """Make the connection out of what was filled in, or give the one that the same person has
        under that name its new secret. Raises InvalidToken where the link was used meanwhile, and
        what making a connection raises: after bad input or a locked vault the link can be tried
        again, after anything else it has failed."""
        async with self._turn(session):
            session = await self._begin(session)
            try:
                id = await self._keep(session, option, values)
            except WeavzError as error:
                if error.status in MENDABLE:
                    await self._step(session, SessionStatus.PENDING)
                else:
                    await self._step(session, SessionStatus.FAILED, error=error.message)
                raise
            return await self._step(session, SessionStatus.COMPLETED, connection_id=id)

    async def authorise(
        self,
        session: ConnectSession,
        option: AuthOption,
        fields: Mapping[str, str],
        redirect_uri: str,
    ) -> Authorisation:
        """Begin an authorisation with the provider; raises what `Authorisations.start` raises."""
        engine = holder(self._service, session.org_id, session.workspace_id)
        wish = AuthorisationStart(
            integration_name=session.integration_name,
            external_id=session.external_id,
            auth_method_key=option.key,
            oauth_app_id=session.oauth_app_id,
            workspace_id=session.workspace_id,
            end_user_id=session.end_user_id,
            scope=session.scope,
            display_name=session.connection_name,
            redirect_uri=redirect_uri,
            fields=dict(fields),
        )
        async with self._turn(session):
            session = await self._begin(session)
            try:
                return await engine.authorisations.start(wish)
            except WeavzError:
                await self._step(session, SessionStatus.PENDING)
                raise

    async def authorised(
        self, session: ConnectSession, answer: AuthorisationAnswer
    ) -> ConnectSession:
        """Take what the provider sent the person back with; the session has ended then, well or
        not. Raises InvalidToken where it had ended before."""
        engine = holder(self._service, session.org_id, session.workspace_id)
        async with self._turn(session):
            session = await self._begin(session)
            try:
                found = await engine.authorisations.complete(answer)
            except WeavzError as error:
                return await self._step(session, SessionStatus.FAILED, error=error.message)
            if found.status is not AuthorisationStatus.COMPLETED:
                return await self._step(session, SessionStatus.FAILED, error="not authorised")
            id = found.connection_id
            return await self._step(session, SessionStatus.COMPLETED, connection_id=id)

    async def cancel(self, session: ConnectSession) -> ConnectSession:
        """Let it be; whoever made the link is told so."""
        async with self._turn(session):
            session = await self._begin(session)
            return await self._step(session, SessionStatus.FAILED, error="canceled")

    async def _keep(
        self, session: ConnectSession, option: AuthOption, values: Mapping[str, Any]
    ) -> str:
        engine = holder(self._service, session.org_id, session.workspace_id)
        wish = ConnectionCreate(
            type=option.type,
            external_id=session.external_id,
            display_name=session.connection_name,
            integration_name=session.integration_name,
            auth_method_key=option.key,
            workspace_id=session.workspace_id,
            end_user_id=session.end_user_id,
            scope=session.scope,
            secret=dict(values),
        )
        try:
            return (await engine.connections.create(wish)).id
        except Duplicate:
            known = await self._known(engine, session)
            if known is None or known.type is not option.type:
                raise
            update = ConnectionUpdate(secret=dict(values))
            return (await engine.connections.update(known.id, update)).id

    async def _known(self, engine: LocalService, session: ConnectSession) -> Connection | None:
        """The connection that the same end user made under that name before. One that is nobody's
        own is not theirs to change."""
        if session.end_user_id is None:
            return None
        seen = await engine.parts.directory.explicit(
            session.org_id, session.external_id, session.workspace_id
        )
        wanted = (session.integration_name, session.workspace_id, session.end_user_id)
        for each in seen:
            if (each.integration_name, each.workspace_id, each.end_user_id) == wanted:
                return each
        return None

    def _turn(self, session: ConnectSession) -> asyncio.Lock:
        found = self._turns.get(session.id)
        if found is None:
            found = self._turns[session.id] = asyncio.Lock()
        return found

    async def _begin(self, session: ConnectSession) -> ConnectSession:
        """The session as it is now, taken by this request; raises InvalidToken when it ended."""
        found = await self._service.parts.read(
            lambda rows: connect_sessions.get(rows, session.org_id, session.id)
        )
        if found is None or found.status not in OPEN:
            raise wrong_link()
        return await self._step(found, SessionStatus.CONNECTING)

    async def _step(
        self,
        session: ConnectSession,
        status: SessionStatus,
        *,
        connection_id: str | None = None,
        error: str | None = None,
    ) -> ConnectSession:
        changes = {"status": status, "connection_id": connection_id, "error": error}
        changed = session.model_copy(update=changes)
        done = await self._service.parts.write(
            lambda rows: connect_sessions.step(rows, changed, session.status)
        )
        if not done:
            raise wrong_link()
        return changed
