"""The connections that authorisations make or renew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weavz_tui.engine.connections.connections import LocalConnections
from weavz_tui.engine.connections.rules import checked_base_url
from weavz_tui.engine.oauth.authorised import mark_authorised
from weavz_tui.engine.oauth.oauth_clients import oauth2_of
from weavz_tui.engine.oauth.pending import Pending
from weavz_tui.engine.oauth.token_values import expiry, token_values
from weavz_tui.engine.parts import Parts
from weavz_tui.model.authorisations import AuthorisationStart
from weavz_tui.model.base import now
from weavz_tui.model.credentials import Credential
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import OAUTH2_TYPES, ConnectionType
from weavz_tui.model.errors import ConnectionRequired, Duplicate, OAuthError, ValidationError
from weavz_tui.model.oauth import Grant
from weavz_tui.model.requests import ConnectionCreate
from weavz_tui.net.oauth_answers import TokenAnswer
from weavz_tui.net.oauth_urls import is_safe
from weavz_tui.store import connections
from weavz_tui.store.protocol import Rows


class AuthorisedConnections:
    """Looks at a connection before it is authorised, and keeps the tokens after it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._records = LocalConnections(parts)

    async def prepare(
        self, data: AuthorisationStart
    ) -> tuple[AuthorisationStart, Connection | None]:
        """What is wished for with names resolved, and the connection that it renews: the one that
        is named, else the one that has the external id already. Raises what making it would."""
        if data.connection_id is not None:
            found: Connection | None = await self._records.owned(data.connection_id)
        else:
            integration = self._parts.registry.get(data.integration_name)
            oauth2_of(integration, data.auth_method_key)
            if data.workspace_id is not None:
                workspace = await self._parts.workspace(data.workspace_id)
                data = data.model_copy(update={"workspace_id": workspace.id})
            await self._records.record(self._wish(data))
            found = await self._same(data)
            if found is not None and found.end_user_id != data.end_user_id:
                # Their calls would be made with an account that is not theirs.
                raise Duplicate(
                    f"Connection '{found.external_id}' of {found.integration_name} exists, and is "
                    f"{_whose(found)}",
                    details={"externalId": found.external_id},
                    hint="choose another external id",
                )
        if found is None:
            return data, None
        if found.type not in OAUTH2_TYPES:
            raise Duplicate(
                f"Connection '{found.external_id}' of {found.integration_name} exists, "
                f"with a credential of type {found.type.value}",
                details={"externalId": found.external_id},
                hint="choose another external id",
            )
        known = {
            "integration_name": found.integration_name,
            "external_id": found.external_id,
            "auth_method_key": found.auth_method_key,
            "connection_id": found.id,
            "workspace_id": found.workspace_id,
        }
        return data.model_copy(update=known), Connection.model_validate(found.model_dump())

    async def fields_of(self, connection: Connection | None) -> Mapping[str, str]:
        """The placeholders' values that a connection was authorised with."""
        before = await self._before(connection)
        found: Mapping[str, str] = before.get("fields") or {}
        return found

    async def keep(self, pending: Pending, answer: TokenAnswer) -> str:
        """Make the connection, or give the existing one its new tokens; its id."""
        known = pending.connection
        values = token_values(answer, await self._before(known), now())
        values |= {"fields": dict(pending.fields)} if pending.fields else {}
        if pending.data.flow is Grant.CLIENT_CREDENTIALS:
            values |= {"grant": Grant.CLIENT_CREDENTIALS.value}
            values.setdefault("scope", " ".join(pending.scopes))
        else:
            values.pop("grant", None)
        base_url = self._base_url(pending, answer)
        app_id = pending.app.id

        def also(rows: Rows, org_id: str, id: str) -> None:
            found = connections.get(rows, org_id, id)
            if found is not None:
                changes = {} if base_url is None else {"base_url": base_url}
                changed = found.model_copy(update={**changes, **connections.UNTESTED})
                connections.update(rows, changed)
            mark_authorised(rows, org_id, id, values, app_id)

        try:
            if known is not None:
                await self._parts.credentials.rotate(
                    known.org_id,
                    known.id,
                    values,
                    also=lambda rows: also(rows, known.org_id, known.id),
                )
                return known.id
            wish = self._wish(pending.data).model_copy(update={"expires_at": expiry(values)})
            made = await self._records.add(wish, values, also=also)
            return made.id
        finally:
            self._parts.directory.clear()

    async def _before(self, connection: Connection | None) -> Mapping[str, Any]:
        if connection is None:
            return {}
        try:
            held: Credential = await self._parts.credentials.held(connection)
        except ConnectionRequired:
            return {}  # its secret is gone from the vault
        return held.values

    async def _same(self, data: AuthorisationStart) -> Connection | None:
        org_id, name = self._parts.org_id, data.integration_name
        found = await self._parts.read(
            lambda rows: connections.explicit(
                rows, org_id, name, data.external_id.strip(), data.workspace_id
            )
        )
        return next((each for each in found if each.workspace_id == data.workspace_id), None)

    def _wish(self, data: AuthorisationStart) -> ConnectionCreate:
        return ConnectionCreate(
            type=ConnectionType.OAUTH2,
            external_id=data.external_id,
            display_name=data.display_name,
            integration_name=data.integration_name,
            auth_method_key=data.auth_method_key,
            workspace_id=data.workspace_id,
            end_user_id=data.end_user_id,
            scope=data.scope,
            base_url=data.base_url,
        )

    def _base_url(self, pending: Pending, answer: TokenAnswer) -> str | None:
        """The account's own address of the API: as the answer names it, or filled in."""
        if answer.base_url:
            if not is_safe(answer.base_url):
                raise OAuthError("The provider names an address of the account that is no https")
            return checked_base_url(answer.base_url)
        template = self._parts.registry.get(pending.data.integration_name).base_url
        if "{" not in template or pending.data.base_url:
            return None
        try:
            return checked_base_url(template.format(**pending.fields))
        except (KeyError, IndexError, ValueError):
            raise ValidationError.of(
                "The address of the account is not known", baseUrl="required"
            ) from None


def _whose(connection: Connection) -> str:
    owner = connection.end_user_id
    return f"that of end user '{owner}'" if owner else "nobody's own"
