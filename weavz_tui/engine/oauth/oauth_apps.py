"""OAuth apps: records here, their secrets in the vault."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from weavz_tui.engine.oauth.oauth_clients import OAuthClients, oauth2_of
from weavz_tui.engine.parts import Parts
from weavz_tui.model.authorisations import OAuthApp, OAuthAppCreate, OAuthAppUpdate
from weavz_tui.model.base import now
from weavz_tui.model.entities import new_id
from weavz_tui.model.errors import NoUpdates, OAuthAppNotFound, ValidationError
from weavz_tui.model.lists import Deleted, Dependants
from weavz_tui.net.address import web_address
from weavz_tui.net.oauth_urls import is_safe
from weavz_tui.store import oauth_apps, oauth_grants
from weavz_tui.store.protocol import Rows

LONGEST = 2000


class LocalOAuthApps:
    """The organisation's apps. A key of some workspaces alone does not reach them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @property
    def _clients(self) -> OAuthClients:
        return self._parts.shared.oauth_clients

    async def list(self, integration_name: str | None = None) -> Sequence[OAuthApp]:
        """By integration and label."""
        self._parts.principal.require(None)
        org_id = self._parts.org_id
        return await self._parts.read(
            lambda rows: oauth_apps.listed(rows, org_id, integration_name)
        )

    async def get(self, ref: str) -> OAuthApp:
        """By id, or by a label that only one app has; raises OAuthAppNotFound."""
        every = await self.list()
        found = [each for each in every if each.id == ref]
        found = found or [each for each in every if each.label == ref]
        if len(found) == 1:
            return found[0]
        raise OAuthAppNotFound(
            f"OAuth app '{ref}' not found"
            if not found
            else f"{len(found)} OAuth apps are labelled '{ref}'",
            details={"oauthAppId": ref},
            hint="`weavz-tui oauth-apps list` shows every app with its id",
        )

    async def create(self, data: OAuthAppCreate) -> OAuthApp:
        """A new app; raises IntegrationNotFound, NotOAuth2, ValidationError, Duplicate,
        VaultLocked."""
        self._parts.principal.require(None)
        integration = self._parts.registry.get(data.integration_name)
        oauth2_of(integration)
        moment = now()
        app = OAuthApp(
            id=new_id("oap_"),
            org_id=self._parts.org_id,
            integration_name=integration.name,
            label=data.label.strip(),
            client_id=data.client_id.strip(),
            redirect_uri=(data.redirect_uri or "").strip() or None,
            scopes=data.scopes,
            has_secret=bool(data.client_secret),
            created_at=moment,
            updated_at=moment,
        )
        _check(app, data.client_secret)
        return await self._clients.secrets.create(app, {"clientSecret": data.client_secret or ""})

    async def update(self, id: str, data: OAuthAppUpdate) -> OAuthApp:
        """Change an app; raises NoUpdates, OAuthAppNotFound, ValidationError, Duplicate."""
        given = data.model_fields_set
        if not given:
            raise NoUpdates("No fields provided to update", hint="give a field to change")
        found = await self.get(id)
        changes: dict[str, Any] = {
            name: value
            for name in ("label", "client_id")
            if (value := (getattr(data, name) or "").strip())
        }
        if "redirect_uri" in given:
            changes["redirect_uri"] = (data.redirect_uri or "").strip() or None
        if "scopes" in given:
            changes["scopes"] = data.scopes
        if "client_secret" in given:
            changes["has_secret"] = bool(data.client_secret)
        changed = found.model_copy(update={**changes, "updated_at": now()})
        _check(changed, data.client_secret)

        def write(rows: Rows) -> None:
            oauth_apps.update(rows, changed)

        if "client_secret" in given:
            secret = {"clientSecret": data.client_secret or ""}
            await self._clients.secrets.rotate(found.org_id, found.id, secret, also=write)
        else:
            await self._parts.write(write)
        return await self.get(found.id)

    async def dependants(self, id: str) -> Dependants:
        """The connections that can no longer be refreshed without it."""
        found = await self.get(id)
        names = await self._parts.read(
            lambda rows: oauth_grants.connections_of(rows, found.org_id, found.id)
        )
        return Dependants(counts={"connections": len(names)}, names={"connections": names})

    async def delete(self, id: str) -> Deleted:
        """Delete an app and its secret; connections stay, and cannot be refreshed without one."""
        found = await self.get(id)
        goes_with = await self.dependants(found.id)
        await self._clients.secrets.delete(found.org_id, found.id)
        return Deleted(id=found.id, dependants=goes_with)


def _check(app: OAuthApp, secret: str | None) -> None:
    """Raise ValidationError for an app that no provider could know."""
    wrong: dict[str, str] = {}
    if not app.label:
        wrong["label"] = "must not be empty"
    if not app.client_id:
        wrong["clientId"] = "required"
    elif len(app.client_id) > LONGEST or not app.client_id.isprintable():
        wrong["clientId"] = "invalid"
    if secret and (len(secret) > LONGEST or not secret.isprintable()):
        wrong["clientSecret"] = "invalid"
    if app.redirect_uri is not None:
        parts = web_address(app.redirect_uri)
        if parts is None or parts.fragment or not is_safe(app.redirect_uri):
            wrong["redirectUri"] = "must be an https address, or http on 127.0.0.1"
    if wrong:
        raise ValidationError.of("Invalid OAuth app", **wrong)
