"""What the hosted pages stand on: a person with a link, and nothing else (wire B.4, B.7).

An account that is authorised at a provider comes in by the same two steps as a form: `begin` when
the person is sent away, `connected` or `failed` when they are back.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weavz_tui.engine.connect import wrong_link
from weavz_tui.engine.connections import LocalConnections
from weavz_tui.engine.parts import Parts
from weavz_tui.engine.principal import Principal
from weavz_tui.engine.tokens import token_hash
from weavz_tui.model.base import now
from weavz_tui.model.catalogue import AuthOption, IntegrationInfo
from weavz_tui.model.connect import ConnectSession, SessionStatus
from weavz_tui.model.entities import Connection, EndUser, WorkspaceIntegration
from weavz_tui.model.enums import ConnectionScope, ConnectionStrategy, ConnectionType, Source
from weavz_tui.model.errors import Duplicate, NotFound, WeavzError
from weavz_tui.model.requests import ConnectionCreate
from weavz_tui.store import connect_sessions, connections, end_users, portal_tokens
from weavz_tui.store.portal_tokens import PortalToken
from weavz_tui.store.protocol import Rows

if TYPE_CHECKING:
    from weavz_tui.engine.parts import Shared

OPEN = frozenset({SessionStatus.PENDING, SessionStatus.CONNECTING})


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """A connect link that still works: its session, the integration, the ways to authenticate."""

    session: ConnectSession
    integration: IntegrationInfo
    options: tuple[AuthOption, ...]


@dataclass(frozen=True, slots=True)
class PortalEntry:
    """An integration that an end user may connect, and what they have connected of it."""

    instance: WorkspaceIntegration
    integration: IntegrationInfo
    options: tuple[AuthOption, ...]
    connections: tuple[Connection, ...]


@dataclass(frozen=True, slots=True)
class Portal:
    """What an end user sees of the workspace that they are in."""

    token: PortalToken
    end_user: EndUser
    entries: tuple[PortalEntry, ...]


class Hosted:
    """Opens links and makes connections for those who hold them. One for the process."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    async def open_link(self, token: str) -> OpenedLink:
        """What a connect link is for; looking does not use it up. Raises InvalidToken."""
        session = await self._session(token)
        info = self._shared.registry.get(session.integration_name).info
        wanted = session.auth_method_key
        options = tuple(each for each in info.auth_options if wanted is None or each.key == wanted)
        return OpenedLink(session, info, options)

    async def complete(
        self, token: str, option: AuthOption, secret: Mapping[str, Any], base_url: str | None = None
    ) -> ConnectSession:
        """Make the connection of a link, which is used up with it.

        Raises InvalidToken, and what making a connection raises. After a ValidationError or a
        locked vault the link still works; after any other error it has failed.
        """
        session = await self.begin(token)
        data = ConnectionCreate(
            type=option.type,
            external_id=session.external_id,
            display_name=session.connection_name,
            integration_name=session.integration_name,
            auth_method_key=option.key or None,
            workspace_id=session.workspace_id,
            end_user_id=session.end_user_id,
            scope=session.scope,
            base_url=base_url,
            secret=dict(secret),
        )
        try:
            made = await self._connections(session.org_id, session.workspace_id).create(data)
        except WeavzError as error:
            if error.status in {400, 503}:
                await self._step(session, SessionStatus.PENDING)
            else:
                await self.failed(session, error.message)
            raise
        return await self.connected(session, made.id)

    async def begin(self, token: str) -> ConnectSession:
        """Take the link: nobody else can use it until it failed. Raises InvalidToken."""
        session = await self._session(token)
        begun = session.model_copy(update={"status": SessionStatus.CONNECTING})
        if not await self._write(begun, SessionStatus.PENDING):
            raise wrong_link()
        return begun

    async def connected(self, session: ConnectSession, connection_id: str) -> ConnectSession:
        """The link has done its work."""
        return await self._step(session, SessionStatus.COMPLETED, connection_id=connection_id)

    async def failed(self, session: ConnectSession, message: str) -> ConnectSession:
        """The link came to nothing, for the reason that `poll` will tell."""
        return await self._step(session, SessionStatus.FAILED, error=message)

    def principal(self, record: ConnectSession | PortalToken) -> Principal:
        """Whom the holder of a link acts as: somebody in the one workspace."""
        return Principal(record.org_id, Source.REST, frozenset({record.workspace_id}), counted=True)

    async def portal(self, token: str) -> Portal:
        """What the holder of a portal link sees. Raises InvalidToken."""
        digest = token_hash(token)

        def read(
            rows: Rows,
        ) -> tuple[PortalToken, EndUser, Sequence[Connection]] | None:
            found = portal_tokens.by_hash(rows, digest)
            if found is None or not hmac.compare_digest(found[1], digest):
                return None
            record = found[0]
            user = end_users.get(rows, record.org_id, record.end_user_id)
            if user is None or record.expires_at <= now():
                return None
            owned = connections.of_end_user(
                rows, record.org_id, user.workspace_id, user.external_id
            )
            return record, user, owned

        found = await self._shared.store.read(read)
        if found is None:
            raise wrong_link()
        record, user, owned = found
        entries = await self._entries(record, owned)
        return Portal(record, user, entries)

    async def portal_connect(
        self,
        token: str,
        instance_id: str,
        option: AuthOption,
        secret: Mapping[str, Any],
        base_url: str | None = None,
    ) -> Connection:
        """Connect an account of the end user's own. Raises InvalidToken, NotFound for what their
        portal does not show, and what making a connection raises."""
        portal = await self.portal(token)
        entry = _entry(portal, instance_id)
        data = ConnectionCreate(
            type=option.type,
            external_id=f"{portal.end_user.external_id}-{entry.instance.integration_alias}",
            display_name=f"{entry.integration.display_name} of "
            f"{portal.end_user.display_name or portal.end_user.external_id}",
            integration_name=entry.integration.name,
            auth_method_key=option.key or None,
            workspace_id=portal.end_user.workspace_id,
            end_user_id=portal.end_user.external_id,
            scope=ConnectionScope.USER,
            base_url=base_url,
            secret=dict(secret),
        )
        service = self._connections(portal.token.org_id, portal.token.workspace_id)
        try:
            return await service.create(data)
        except Duplicate:
            data.external_id = f"{data.external_id}-{secrets.token_hex(3)}"
            return await service.create(data)

    async def portal_disconnect(self, token: str, connection_id: str) -> None:
        """Delete an account of the end user's own. Raises InvalidToken, NotFound."""
        portal = await self.portal(token)
        shown = {each.id for entry in portal.entries for each in entry.connections}
        if connection_id not in shown:
            raise NotFound("The connection is not there", hint="load the page again")
        service = self._connections(portal.token.org_id, portal.token.workspace_id)
        await service.delete(connection_id)

    def _connections(self, org_id: str, workspace_id: str) -> LocalConnections:
        principal = Principal(org_id, Source.REST, frozenset({workspace_id}), counted=True)
        return LocalConnections(Parts(principal, self._shared))

    async def _session(self, token: str) -> ConnectSession:
        digest = token_hash(token)
        found = await self._shared.store.read(lambda rows: connect_sessions.by_hash(rows, digest))
        if found is None or not hmac.compare_digest(found[1], digest):
            raise wrong_link()
        session = found[0]
        if session.status not in OPEN or session.expires_at <= now():
            raise wrong_link()
        return session

    async def _step(
        self, session: ConnectSession, status: SessionStatus, **fields: Any
    ) -> ConnectSession:
        changed = session.model_copy(update={"status": status, **fields})
        await self._write(changed, SessionStatus.CONNECTING)
        return changed

    async def _write(self, session: ConnectSession, expected: SessionStatus) -> bool:
        return await self._shared.store.write(
            lambda rows: connect_sessions.step(rows, session, expected)
        )

    async def _entries(
        self, record: PortalToken, owned: Sequence[Connection]
    ) -> tuple[PortalEntry, ...]:
        instances = await self._shared.directory.instances(record.org_id, record.workspace_id)
        known = set(self._shared.registry.names())
        entries: list[PortalEntry] = []
        for each in instances:
            if each.integration_name not in known or not _is_shown(record, each):
                continue
            info = self._shared.registry.get(each.integration_name).info
            if not info.auth_options:
                continue
            wanted = each.auth_method_key
            options = tuple(option for option in info.auth_options if wanted in {None, option.key})
            own = tuple(one for one in owned if one.integration_name == each.integration_name)
            entries.append(PortalEntry(each, info, options, own))
        return tuple(entries)


def option_for(
    options: Sequence[AuthOption], type: ConnectionType, key: str = ""
) -> AuthOption | None:
    """The way to authenticate of that type and key (empty: any), among those that are offered."""
    fitting = (each for each in options if each.type is type and key in {"", each.key})
    return next(fitting, None)


def _is_shown(record: PortalToken, instance: WorkspaceIntegration) -> bool:
    """Whether the end user is asked for an account of their own, and the link is for it."""
    if record.workspace_integration_id is not None:
        wanted = record.workspace_integration_id.removeprefix("pi_")
        return instance.id.removeprefix("pi_") == wanted
    if record.integration_name not in {None, instance.integration_name}:
        return False
    return instance.connection_strategy is not ConnectionStrategy.FIXED


def _entry(portal: Portal, instance_id: str) -> PortalEntry:
    for each in portal.entries:
        if each.instance.id == instance_id:
            return each
    raise NotFound("The integration is not there", hint="load the page again")
