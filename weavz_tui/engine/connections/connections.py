"""Connections: records here, secrets in the vault (wire B.4, E.14)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weavz_tui.engine.connections.checks import check_connection, has_probe
from weavz_tui.engine.connections.rules import (
    auth_for,
    check_names,
    checked_base_url,
    checked_secret,
    require_own_secret,
    scope_of,
)
from weavz_tui.engine.parts import Parts
from weavz_tui.model.base import now
from weavz_tui.model.entities import Connection, EndUser, new_id
from weavz_tui.model.enums import ConnectionScope, ConnectionStatus
from weavz_tui.model.errors import (
    ConnectionNotFound,
    Duplicate,
    NotFound,
    NoUpdates,
    ValidationError,
)
from weavz_tui.model.execution import Selectors
from weavz_tui.model.lists import ConnectionQuery, ConnectionRow, Deleted, Dependants, Page
from weavz_tui.model.requests import ConnectionCreate, ConnectionUpdate
from weavz_tui.model.status import ConnectionTest
from weavz_tui.store import connections, end_users, integrations
from weavz_tui.store.protocol import Rows

Also = Callable[[Rows, str, str], None]


class LocalConnections:
    """Connections that the caller can reach."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def list(self, query: ConnectionQuery) -> Page[ConnectionRow]:
        """A page, by external id."""
        wanted = await self._parts.placed(query)
        within = self._parts.principal.workspace_ids
        return await self._parts.read(
            lambda rows: connections.page(rows, self._parts.org_id, wanted, within)
        )

    async def get(self, id: str) -> ConnectionRow:
        """One connection; the organisation's are seen from every workspace. Raises
        ConnectionNotFound, ScopeDenied."""
        within = self._parts.principal.workspace_ids
        row = await self._parts.read(
            lambda rows: connections.row(rows, self._parts.org_id, id, within)
        )
        if row is None:
            raise _not_found(id)
        if row.workspace_id is not None:
            self._parts.principal.require(row.workspace_id)
        return row

    async def find(self, integration_name: str, external_id: str, workspace_id: str) -> Connection:
        """The connection that an external id means in a workspace; raises ConnectionNotFound."""
        self._parts.registry.get(integration_name)
        workspace = await self._parts.workspace(workspace_id)
        seen = await self._parts.directory.explicit(self._parts.org_id, external_id, workspace.id)
        for each in seen:
            if each.integration_name == integration_name:
                return each
        raise _not_found(external_id)

    async def resolve(
        self,
        integration_name: str,
        workspace_id: str,
        *,
        external_id: str | None = None,
        end_user_id: str | None = None,
        auth_method_key: str | None = None,
    ) -> Connection:
        """The connection that an external id means, else the one that a call of the integration in
        the workspace would use for an end user or nobody (wire B.4). Raises IntegrationNotFound,
        NotFound, AmbiguousIntegration, ConnectionNotFound."""
        if external_id is not None:
            return await self.find(integration_name, external_id, workspace_id)
        self._parts.registry.get(integration_name)
        request = Selectors(
            integration_name=integration_name,
            workspace_id=workspace_id,
            end_user_id=end_user_id,
            auth_method_key=auth_method_key,
        )
        planner = self._parts.planner
        place, instance = await planner.place(self._parts.principal, request)
        found = await planner.resolve(place, request, instance)
        if found.connection is None:
            raise ConnectionNotFound(
                f"No connection of '{integration_name}' to use here",
                details={"steps": [step.wire() for step in found.steps]},
                hint=found.reason,
            )
        return found.connection

    async def create(self, data: ConnectionCreate) -> Connection:
        """A new connection; its secret goes to the vault and is never given back.

        Raises IntegrationNotFound, ValidationError, Duplicate, VaultLocked, VaultUnavailable.
        An end user that is not known yet is created when a workspace is given.
        """
        integration = self._parts.registry.get(data.integration_name)
        auth = auth_for(integration, data.type, data.auth_method_key)
        return await self.add(data, checked_secret(auth, data.secret))

    async def record(self, data: ConnectionCreate) -> Connection:
        """The record that `create` would make; raises as it does."""
        integration = self._parts.registry.get(data.integration_name)
        auth_for(integration, data.type, data.auth_method_key)
        workspace_id = await self._workspace_of(data)
        check_names(data)
        moment = now()
        return Connection(
            id=new_id(),
            org_id=self._parts.org_id,
            external_id=data.external_id.strip(),
            display_name=data.display_name.strip() or data.external_id.strip(),
            integration_name=integration.name,
            auth_method_key=data.auth_method_key,
            type=data.type,
            scope=scope_of(data),
            workspace_id=workspace_id,
            end_user_id=data.end_user_id,
            base_url=checked_base_url(data.base_url),
            expires_at=data.expires_at,
            created_at=moment,
            updated_at=moment,
        )

    async def add(
        self, data: ConnectionCreate, secret: dict[str, Any], *, also: Also | None = None
    ) -> Connection:
        """A new connection with a secret known to be good, and what is written `also` with it."""
        connection = await self.record(data)
        try:
            created = await self._parts.credentials.create(
                connection,
                secret,
                also=(lambda rows: also(rows, connection.org_id, connection.id)) if also else None,
            )
        except Duplicate as error:
            raise Duplicate(
                f"Connection '{connection.external_id}' of {connection.integration_name} "
                "already exists",
                details={"externalId": connection.external_id},
                hint="choose another external id, or change the existing connection",
            ) from error
        finally:
            self._parts.directory.clear()
        if connection.workspace_id and data.end_user_id:
            await self._ensure_end_user(connection.workspace_id, data.end_user_id)
        return created

    async def update(self, id: str, data: ConnectionUpdate) -> Connection:
        """Change a connection; a new secret is a new generation and makes it ACTIVE again.
        Raises NoUpdates, ConnectionNotFound, ValidationError, VaultLocked."""
        if not data.model_fields_set:
            raise NoUpdates("No fields provided to update", hint="give a field to change")
        found = await self.owned(id)
        changes: dict[str, Any] = {"updated_at": now()}
        if data.display_name is not None:
            changes["display_name"] = data.display_name.strip() or found.external_id
        if "base_url" in data.model_fields_set:
            changes["base_url"] = checked_base_url(data.base_url)
            if changes["base_url"] != found.base_url:
                changes |= connections.UNTESTED
                if data.secret is None:
                    require_own_secret(self._parts.principal)
        if data.secret is not None:
            integration = self._parts.registry.get(found.integration_name)
            auth = auth_for(integration, found.type, found.auth_method_key)
            secret = checked_secret(auth, data.secret)
            changes |= {"status": ConnectionStatus.ACTIVE, "expires_at": None}
            changes |= connections.UNTESTED
            await self._rotate(found.id, secret, changes)
        else:
            await self._parts.write(
                lambda rows: _apply(rows, self._parts.org_id, found.id, changes)
            )
        changed = await self._parts.directory.connection(self._parts.org_id, found.id)
        if changed is None:
            raise _not_found(id)
        return changed

    async def dependants(self, id: str) -> Dependants:
        """The workspace integrations that name it."""
        found = await self.get(id)
        named = await self._parts.read(
            lambda rows: integrations.naming_connection(rows, self._parts.org_id, found.id)
        )
        reaches = self._parts.principal.reaches
        aliases = [each.integration_alias for each in named if reaches(each.workspace_id)]
        return Dependants(counts={"integrations": len(aliases)}, names={"integrations": aliases})

    async def delete(self, id: str) -> Deleted:
        """Delete a connection and its secret; instances that name it are left without one."""
        found = await self.owned(id)
        goes_with = await self.dependants(found.id)
        try:
            await self._parts.credentials.delete(self._parts.org_id, found.id)
        finally:
            self._parts.directory.clear()
        return Deleted(id=found.id, dependants=goes_with)

    async def test(self, id: str) -> ConnectionTest:
        """Call the service with the connection, by an action that only reads and needs no input."""
        found = await self.get(id)
        connection = Connection.model_validate(found.model_dump())
        outcome = await check_connection(self._parts, connection)
        if has_probe(self._parts.registry.get(connection.integration_name)):
            moment = now()
            await self._parts.write(
                lambda rows: connections.tested(rows, connection, moment, outcome.ok)
            )
        return outcome

    async def _rotate(self, id: str, secret: dict[str, Any], changes: dict[str, Any]) -> None:
        """Replace the secret and, in the same moment, what is to go with the new one."""
        org_id = self._parts.org_id
        try:
            await self._parts.credentials.rotate(
                org_id, id, secret, also=lambda rows: _apply(rows, org_id, id, changes)
            )
        finally:
            self._parts.directory.clear()

    async def _workspace_of(self, data: ConnectionCreate) -> str | None:
        if data.workspace_id is None:
            if data.scope is ConnectionScope.WORKSPACE:
                raise ValidationError.of(
                    "A workspace connection needs a workspace", workspaceId="required for WORKSPACE"
                )
            self._parts.principal.require(None)
            return None
        return (await self._parts.workspace(data.workspace_id)).id

    async def _ensure_end_user(self, workspace_id: str, external_id: str) -> None:
        org_id, moment = self._parts.org_id, now()

        def write(rows: Rows) -> None:
            if end_users.by_external_id(rows, org_id, workspace_id, external_id) is None:
                user = EndUser(
                    id=new_id(),
                    workspace_id=workspace_id,
                    external_id=external_id,
                    created_at=moment,
                    updated_at=moment,
                )
                end_users.insert(rows, user)

        await self._parts.write(write)

    async def owned(self, id: str) -> ConnectionRow:
        """A connection that the caller may change: the organisation's take a key of it all. Raises
        ConnectionNotFound, ScopeDenied."""
        found = await self.get(id)
        self._parts.principal.require(found.workspace_id)
        return found


def _apply(rows: Rows, org_id: str, id: str, changes: dict[str, Any]) -> None:
    """Change the record as it stands now, so that what others changed of it stays."""
    current = connections.get(rows, org_id, id)
    if current is None:
        raise _not_found(id)
    connections.update(rows, current.model_copy(update=changes))


def _not_found(id: str) -> ConnectionNotFound | NotFound:
    return ConnectionNotFound(
        f"Connection '{id}' not found",
        details={"connectionId": id},
        hint="`weavz-tui connections list` shows every connection",
    )
