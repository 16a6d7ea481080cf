"""Connections of a remote engine, and what authorises them (wire B.4, E.17)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from math import ceil
from typing import Any

from weavz_tui.client.door import API, LOCAL, part
from weavz_tui.client.reading import Resource, given
from weavz_tui.model.authorisations import (
    Authorisation,
    AuthorisationAnswer,
    AuthorisationStart,
    OAuthApp,
    OAuthAppCreate,
    OAuthAppUpdate,
)
from weavz_tui.model.base import now
from weavz_tui.model.connect import ConnectLink, ConnectRequest, ConnectSession, PortalRequest
from weavz_tui.model.entities import Connection
from weavz_tui.model.lists import ConnectionQuery, ConnectionRow, Deleted, Dependants, Page
from weavz_tui.model.requests import ConnectionCreate, ConnectionUpdate
from weavz_tui.model.status import ConnectionTest

# The parts of a credential that the wire has names for; all others are `props`.
_NAMED = frozenset(
    {"secretText", "username", "password", "accessToken", "refreshToken", "tokenType", "data"}
)
_NEVER_LATE = timedelta(seconds=1)


class RemoteConnections(Resource):
    """Connections; their secrets go in and never come out."""

    async def list(self, query: ConnectionQuery) -> Page[ConnectionRow]:
        """A page, by integration."""
        return await self._page(
            f"{API}/connections",
            "connections",
            ConnectionRow,
            query,
            workspaceId=query.workspace_id,
            integrationName=query.integration_name,
            endUserId=query.end_user_id,
        )

    async def get(self, id: str) -> ConnectionRow:
        """One; raises ConnectionNotFound."""
        answer = await self._door.get(f"{API}/connections", id=id)
        return self._read(ConnectionRow, answer, "connection")

    async def find(self, integration_name: str, external_id: str, workspace_id: str) -> Connection:
        """The connection that an external id means in a workspace."""
        answer = await self._door.get(
            f"{LOCAL}/connections/find",
            integrationName=integration_name,
            externalId=external_id,
            workspaceId=workspace_id,
        )
        return self._read(Connection, answer, "connection")

    async def create(self, data: ConnectionCreate) -> Connection:
        """A new one; its secret goes into the vault at the other end."""
        answer = await self._door.post(f"{API}/connections", creation(data))
        return self._read(Connection, answer, "connection")

    async def update(self, id: str, data: ConnectionUpdate) -> Connection:
        """Change it, or give it another secret."""
        answer = await self._door.patch(f"{LOCAL}/connections/{part(id)}", given(data))
        return self._read(Connection, answer, "connection")

    async def dependants(self, id: str) -> Dependants:
        """The workspace integrations that name it."""
        answer = await self._door.get(f"{LOCAL}/connections/{part(id)}/dependants")
        return self._read(Dependants, answer, "dependants")

    async def delete(self, id: str) -> Deleted:
        """Delete it and its secret."""
        return self._read(Deleted, await self._door.delete(f"{API}/connections/{part(id)}"))

    async def test(self, id: str) -> ConnectionTest:
        """Call the service with it, from the other end."""
        answer = await self._door.post(f"{LOCAL}/connections/{part(id)}/test")
        return self._read(ConnectionTest, answer, "test")


def creation(data: ConnectionCreate) -> dict[str, Any]:
    """A new connection as the wire has it: its secret by type, what has no name in `props`."""
    body = given(data)
    secret: dict[str, Any] = body.pop("secret", None) or {}
    named = {name: value for name, value in secret.items() if name in _NAMED}
    props = {name: value for name, value in secret.items() if name not in _NAMED}
    if (base_url := body.pop("baseUrl", None)) is not None:
        props["baseUrl"] = base_url
    body.pop("expiresAt", None)
    if data.expires_at is not None:
        left = max(timedelta(), data.expires_at - now() + _NEVER_LATE)
        body["expiresIn"] = ceil(left.total_seconds())
    return {**body, **named, **({"props": props} if props else {})}


class RemoteConnect(Resource):
    """Links with which people bring their own accounts."""

    async def link(self, data: ConnectRequest) -> ConnectLink:
        """A single-use link."""
        return self._read(ConnectLink, await self._door.post(f"{API}/connect/token", given(data)))

    async def session(self, id: str) -> ConnectSession:
        """A session by its id."""
        answer = await self._door.get(f"{API}/connect/session/{part(id)}")
        return self._read(ConnectSession, _scoped(answer.get("session")))

    async def poll(self, token: str) -> ConnectSession:
        """The session of a link's token; what the poll does not say has its default."""
        answer = await self._door.post(f"{API}/connect/session/poll", {"token": token})
        return self._read(ConnectSession, _scoped(answer))

    async def portal(self, end_user_id: str, data: PortalRequest) -> ConnectLink:
        """A link to an end user's portal."""
        verb = "invite" if data.email else "connect-token"
        answer = await self._door.post(f"{API}/end-users/{part(end_user_id)}/{verb}", given(data))
        return self._read(ConnectLink, answer)


def _scoped(found: Any) -> dict[str, Any]:
    """A session with the fields that the wire keeps to itself."""
    moment = now().isoformat()
    empty = {"id": "", "orgId": "", "workspaceId": "", "connectionName": "", "expiresAt": moment}
    return {**empty, "createdAt": moment, **(found if isinstance(found, dict) else {})}


class RemoteOAuthApps(Resource):
    """Clients registered with providers."""

    async def list(self, integration_name: str | None = None) -> Sequence[OAuthApp]:
        """All, or those of an integration."""
        answer = await self._door.get(f"{LOCAL}/oauth-apps", integrationName=integration_name)
        return self._every(OAuthApp, answer, "apps")

    async def get(self, ref: str) -> OAuthApp:
        """One; raises OAuthAppNotFound."""
        answer = await self._door.get(f"{LOCAL}/oauth-apps/{part(ref)}")
        return self._read(OAuthApp, answer, "app")

    async def create(self, data: OAuthAppCreate) -> OAuthApp:
        """A new one; its secret goes into the vault at the other end."""
        answer = await self._door.post(f"{LOCAL}/oauth-apps", given(data))
        return self._read(OAuthApp, answer, "app")

    async def update(self, id: str, data: OAuthAppUpdate) -> OAuthApp:
        """Change it."""
        answer = await self._door.patch(f"{LOCAL}/oauth-apps/{part(id)}", given(data))
        return self._read(OAuthApp, answer, "app")

    async def dependants(self, id: str) -> Dependants:
        """The connections that need it."""
        answer = await self._door.get(f"{LOCAL}/oauth-apps/{part(id)}/dependants")
        return self._read(Dependants, answer, "dependants")

    async def delete(self, id: str) -> Deleted:
        """Delete it and its secret."""
        return self._read(Deleted, await self._door.delete(f"{LOCAL}/oauth-apps/{part(id)}"))


class RemoteAuthorisations(Resource):
    """Authorisations on their way, in the engine at the other end."""

    async def start(self, data: AuthorisationStart) -> Authorisation:
        """Begin one."""
        return self._shown(await self._door.post(f"{LOCAL}/authorisations", given(data)))

    async def complete(self, data: AuthorisationAnswer) -> Authorisation:
        """Take what the provider sent the person back with."""
        body = given(data)
        id = body.pop("id", None)
        path = f"{LOCAL}/authorisations/{part(id)}" if id else f"{LOCAL}/authorisations"
        return self._shown(await self._door.post(f"{path}/complete", body))

    async def poll(self, id: str) -> Authorisation:
        """How far it has come."""
        return self._shown(await self._door.get(f"{LOCAL}/authorisations/{part(id)}"))

    async def cancel(self, id: str) -> Authorisation:
        """Let it go."""
        return self._shown(await self._door.post(f"{LOCAL}/authorisations/{part(id)}/cancel"))

    def _shown(self, answer: dict[str, Any]) -> Authorisation:
        return self._read(Authorisation, answer, "authorisation")
