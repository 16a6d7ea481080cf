"""Connections: records here, secrets in the vault (wire B.4, E.14)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from weavz_tui.catalog.auth import Auth
from weavz_tui.catalog.integration import Integration
from weavz_tui.engine.checks import check_connection
from weavz_tui.engine.parts import Parts
from weavz_tui.model.base import now
from weavz_tui.model.entities import Connection, EndUser, new_id
from weavz_tui.model.enums import ConnectionScope, ConnectionType
from weavz_tui.model.errors import (
    ConnectionNotFound,
    Duplicate,
    NotFound,
    NoUpdates,
    ValidationError,
)
from weavz_tui.model.lists import ConnectionQuery, ConnectionRow, Deleted, Dependants, Page
from weavz_tui.model.requests import ConnectionCreate, ConnectionUpdate
from weavz_tui.model.status import ConnectionTest
from weavz_tui.model.validation import check
from weavz_tui.store import connections, end_users, integrations
from weavz_tui.store.protocol import Rows

_UNCHECKED = ("tokenType", "data", "expiresAt")


class LocalConnections:
    """Connections that the caller can reach."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def list(self, query: ConnectionQuery) -> Page[ConnectionRow]:
        """A page, by integration and external id."""
        if query.workspace_id is not None:
            await self._parts.workspace(query.workspace_id)
        within = self._parts.principal.workspace_ids
        return await self._parts.read(
            lambda rows: connections.page(rows, self._parts.org_id, query, within)
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

    async def create(self, data: ConnectionCreate) -> Connection:
        """A new connection; its secret goes to the vault and is never given back.

        Raises IntegrationNotFound, ValidationError, Duplicate, VaultLocked, VaultUnavailable.
        An end user that is not known yet is created when a workspace is given.
        """
        integration = self._parts.registry.get(data.integration_name)
        auth = _auth_for(integration, data.type, data.auth_method_key)
        secret = _checked_secret(auth, data.secret)
        workspace_id = await self._workspace_of(data)
        _check_names(data)
        moment = now()
        connection = Connection(
            id=new_id(),
            org_id=self._parts.org_id,
            external_id=data.external_id.strip(),
            display_name=data.display_name.strip() or data.external_id.strip(),
            integration_name=integration.name,
            auth_method_key=data.auth_method_key,
            type=data.type,
            scope=_scope_of(data),
            workspace_id=workspace_id,
            end_user_id=data.end_user_id,
            base_url=checked_base_url(data.base_url),
            expires_at=data.expires_at,
            created_at=moment,
            updated_at=moment,
        )
        try:
            created = await self._parts.credentials.create(connection, secret)
        except Duplicate as error:
            raise Duplicate(
                f"Connection '{connection.external_id}' of {integration.name} already exists",
                details={"externalId": connection.external_id},
                hint="choose another external id, or change the existing connection",
            ) from error
        finally:
            self._parts.directory.clear()
        if workspace_id and data.end_user_id:
            await self._ensure_end_user(workspace_id, data.end_user_id)
        return created

    async def update(self, id: str, data: ConnectionUpdate) -> Connection:
        """Change a connection; a new secret is a new generation and makes it ACTIVE again.
        Raises NoUpdates, ConnectionNotFound, ValidationError, VaultLocked."""
        if not data.model_fields_set:
            raise NoUpdates("No fields provided to update", hint="give a field to change")
        found = await self._owned(id)
        changes: dict[str, Any] = {"updated_at": now()}
        if data.display_name is not None:
            changes["display_name"] = data.display_name.strip() or found.external_id
        if "base_url" in data.model_fields_set:
            changes["base_url"] = checked_base_url(data.base_url)
        if data.secret is not None:
            integration = self._parts.registry.get(found.integration_name)
            auth = _auth_for(integration, found.type, found.auth_method_key)
            secret = _checked_secret(auth, data.secret)
            await self._parts.credentials.rotate(self._parts.org_id, found.id, secret)
        await self._parts.write(lambda rows: _apply(rows, self._parts.org_id, found.id, changes))
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
        found = await self._owned(id)
        goes_with = await self.dependants(found.id)
        await self._parts.write(lambda rows: _unname(rows, self._parts.org_id, found.id))
        try:
            await self._parts.credentials.delete(self._parts.org_id, found.id)
        finally:
            self._parts.directory.clear()
        return Deleted(id=found.id, dependants=goes_with)

    async def test(self, id: str) -> ConnectionTest:
        """Call the service with the connection, by an action that only reads and needs no input."""
        found = await self.get(id)
        return await check_connection(self._parts, Connection.model_validate(found.model_dump()))

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

    async def _owned(self, id: str) -> ConnectionRow:
        """A connection that the caller may change: the organisation's take a key of it all."""
        found = await self.get(id)
        self._parts.principal.require(found.workspace_id)
        return found


def checked_base_url(url: str | None) -> str | None:
    """The address of a self-hosted or test service (wire E.14); raises ValidationError."""
    if url is None or not url.strip():
        return None
    parts = urlsplit(url.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValidationError.of("Invalid base URL", baseUrl="must be an absolute http(s) URL")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValidationError.of(
            "Invalid base URL", baseUrl="must not hold a user, a password, a query or a fragment"
        )
    return url.strip().rstrip("/")


def _apply(rows: Rows, org_id: str, id: str, changes: dict[str, Any]) -> None:
    """Change the record as it stands now, so that a rotation just before is not undone."""
    current = connections.get(rows, org_id, id)
    if current is None:
        raise _not_found(id)
    connections.update(rows, current.model_copy(update=changes))


def _unname(rows: Rows, org_id: str, id: str) -> None:
    for each in integrations.naming_connection(rows, org_id, id):
        integrations.update(
            rows, each.model_copy(update={"connection_id": None, "updated_at": now()})
        )


def _auth_for(integration: Integration, type: ConnectionType, key: str | None) -> Auth:
    auth = integration.auth_for(type, key)
    if auth is not None:
        return auth
    known = ", ".join(dict.fromkeys(each.type.value for each in integration.auth))
    raise ValidationError.of(
        f"'{integration.name}' does not take a connection of type {type.value}",
        type=f"one of: {known}" if known else "this integration needs no connection",
    )


def _checked_secret(auth: Auth, secret: dict[str, Any]) -> dict[str, Any]:
    """The fields of a credential, checked; the values themselves are in no message."""
    checked = check(auth.fields(), secret)
    for each in auth.fields():
        if each.required and checked.values.get(each.name) == "":
            checked.errors[each.name] = "required"
    if checked.errors:
        safe = {key: _without_value(message) for key, message in checked.errors.items()}
        raise ValidationError("Invalid credential", details={"fields": safe})
    kept = {key: secret[key] for key in _UNCHECKED if key in secret}
    return kept | {key: value for key, value in checked.values.items() if value is not None}


def _without_value(message: str) -> str:
    return message if message == "required" or message.startswith("must be") else "invalid"


def _scope_of(data: ConnectionCreate) -> ConnectionScope:
    if data.scope is not None:
        return data.scope
    return ConnectionScope.USER if data.end_user_id else ConnectionScope.ORGANIZATION


def _check_names(data: ConnectionCreate) -> None:
    if not data.external_id.strip():
        raise ValidationError.of("Invalid connection", externalId="must not be empty")
    if data.scope is ConnectionScope.USER and not data.end_user_id:
        raise ValidationError.of(
            "A user connection needs an end user", endUserId="required for scope USER"
        )


def _not_found(id: str) -> ConnectionNotFound | NotFound:
    return ConnectionNotFound(
        f"Connection '{id}' not found",
        details={"connectionId": id},
        hint="`weavz-tui connections list` shows every connection",
    )
