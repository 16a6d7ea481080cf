"""The portals of end users: every account that they may bring to a workspace (wire B.7)."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weavz_tui.engine.hosted.connect import wrong_link
from weavz_tui.engine.hosted.hosting import holder
from weavz_tui.engine.tokens import token_hash
from weavz_tui.model.base import now
from weavz_tui.model.catalogue import IntegrationInfo
from weavz_tui.model.connect import ConnectLink, ConnectRequest
from weavz_tui.model.entities import Connection, EndUser, WorkspaceIntegration
from weavz_tui.model.enums import ConnectionScope, ConnectionStrategy
from weavz_tui.model.errors import IntegrationNotFound, NotFound
from weavz_tui.store import connections, end_users, portal_tokens
from weavz_tui.store.portal_tokens import PortalToken
from weavz_tui.store.protocol import Rows

if TYPE_CHECKING:
    from weavz_tui.engine.local import LocalService


@dataclass(frozen=True, slots=True)
class PortalRow:
    """An integration that an end user may connect, and their connection where there is one."""

    instance: WorkspaceIntegration
    integration: IntegrationInfo
    connection: Connection | None


@dataclass(frozen=True, slots=True)
class Portal:
    """What the link of an end user opens."""

    token: PortalToken
    user: EndUser
    rows: Sequence[PortalRow]


class Portals:
    """Portals for whoever holds their token. One for the process."""

    def __init__(self, service: LocalService) -> None:
        self._service = service

    async def open(self, token: str) -> Portal:
        """What the link of an end user opens: the integrations that ask them for an account.
        Raises InvalidToken."""
        digest = token_hash(token)
        parts = self._service.parts

        def read(rows: Rows) -> tuple[PortalToken, EndUser] | None:
            found = portal_tokens.by_hash(rows, digest)
            if found is None or not hmac.compare_digest(found[1], digest):
                return None
            user = end_users.get(rows, found[0].org_id, found[0].end_user_id)
            return (found[0], user) if user else None

        known = await parts.read(read)
        if known is None or known[0].expires_at <= now():
            raise wrong_link()
        link, user = known
        instances = await parts.directory.instances(link.org_id, link.workspace_id)
        rows = [await self._row(link, user, each) for each in instances]
        return Portal(link, user, [each for each in rows if each is not None])

    async def link(self, portal: Portal, instance_id: str) -> ConnectLink:
        """A link with which the end user connects one of the portal's integrations; raises
        NotFound for any other."""
        row = _row_of(portal, instance_id)
        engine = holder(self._service, portal.token.org_id, portal.token.workspace_id)
        known = row.connection
        return await engine.connect.link(
            ConnectRequest(
                integration_name=row.integration.name,
                connection_name=row.integration.display_name,
                external_id=known.external_id if known else _external_id(portal.user, row.instance),
                workspace_id=portal.token.workspace_id,
                end_user_id=portal.user.external_id,
                workspace_integration_id=row.instance.id,
                auth_method_key=row.instance.auth_method_key,
                oauth_app_mode=row.instance.oauth_app_mode,
                oauth_app_id=row.instance.oauth_app_id,
                scope=ConnectionScope.USER,
            )
        )

    async def disconnect(self, portal: Portal, instance_id: str) -> None:
        """Delete the end user's connection of one of the portal's integrations, and its secret."""
        row = _row_of(portal, instance_id)
        if row.connection is not None:
            engine = holder(self._service, portal.token.org_id, portal.token.workspace_id)
            await engine.connections.delete(row.connection.id)

    async def _row(
        self, link: PortalToken, user: EndUser, instance: WorkspaceIntegration
    ) -> PortalRow | None:
        if link.integration_name not in {None, instance.integration_name}:
            return None
        wanted = (link.workspace_integration_id or instance.id).removeprefix("pi_")
        if wanted != instance.id.removeprefix("pi_"):
            return None
        if instance.connection_strategy is ConnectionStrategy.FIXED:
            return None
        try:
            engine = holder(self._service, link.org_id, link.workspace_id)
            info = await engine.catalogue.get(instance.integration_name)
        except IntegrationNotFound:
            return None
        if not info.needs_connection:
            return None
        owned = await self._service.parts.read(
            lambda rows: connections.own(
                rows, link.org_id, link.workspace_id, instance.integration_name, user.external_id
            )
        )
        return PortalRow(instance, info, owned[0] if owned else None)


def _row_of(portal: Portal, instance_id: str) -> PortalRow:
    for each in portal.rows:
        if each.instance.id == instance_id:
            return each
    raise NotFound("This integration is not among those that can be connected here")


def _external_id(user: EndUser, instance: WorkspaceIntegration) -> str:
    """A name for an end user's connection that no other one of the workspace has."""
    return f"{user.external_id}:{instance.integration_alias}"
