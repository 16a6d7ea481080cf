"""Which app stands for us at a provider, and its token endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from weavz_tui.catalog.auth import OAuth2
from weavz_tui.catalog.integration import Integration
from weavz_tui.engine.connections.secret_records import SecretRecords
from weavz_tui.model.authorisations import OAuthApp
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.errors import NoOAuthApp, NotOAuth2, OAuthAppNotFound
from weavz_tui.model.transport import Transport
from weavz_tui.net.oauth import ClientId, TokenEndpoint
from weavz_tui.store import oauth_apps
from weavz_tui.store.protocol import Store

if TYPE_CHECKING:
    from weavz_tui.vault.protocol import SharedVault

DEFAULT_LABEL = "default"


def oauth2_of(integration: Integration, key: str | None = None) -> OAuth2:
    """The OAuth 2 way of an integration, by the key of its method; raises NotOAuth2."""
    auth = integration.auth_for(ConnectionType.OAUTH2, key)
    if isinstance(auth, OAuth2):
        return auth
    raise NotOAuth2(
        f"{integration.title} cannot be signed in to with OAuth 2",
        hint="give it a token or a password: `weavz-tui connections create`",
    )


class OAuthClients:
    """Apps with their secrets."""

    def __init__(self, store: Store, vault: SharedVault, transport: Transport) -> None:
        self._store = store
        self._transport = transport
        self.secrets: SecretRecords[OAuthApp] = SecretRecords(store, vault, oauth_apps)

    async def app(self, org_id: str, integration_name: str, id: str | None = None) -> OAuthApp:
        """The app with an id; without one the only app of the integration, else the one labelled
        `default`. Raises OAuthAppNotFound, NoOAuthApp."""
        apps = await self._store.read(
            lambda rows: oauth_apps.listed(rows, org_id, integration_name)
        )
        if id is not None:
            found = next((each for each in apps if id in {each.id, each.label}), None)
            if found is None:
                raise OAuthAppNotFound(
                    f"OAuth app '{id}' not found for {integration_name}",
                    details={"oauthAppId": id},
                    hint="`weavz-tui oauth-apps list` shows every app",
                )
            return found
        if len(apps) > 1:
            apps = [each for each in apps if each.label == DEFAULT_LABEL]
        if not apps:
            raise NoOAuthApp(
                f"No OAuth app is registered for {integration_name}",
                details={"integrationName": integration_name},
                hint="register one with the provider, then here: "
                f"`weavz-tui oauth-apps create --integration {integration_name} --client-id ID`",
            )
        return apps[0]

    async def endpoint(
        self, auth: OAuth2, app: OAuthApp, fields: Mapping[str, str]
    ) -> TokenEndpoint:
        """The provider as this app sees it; raises NoOAuthApp where the app's secret is gone."""
        secret = ""
        if app.has_secret:
            values = await self.secrets.values(app)
            secret = str((values or {}).get("clientSecret") or "")
            if not secret:
                raise NoOAuthApp(
                    f"The secret of the OAuth app {app.label} is not in the vault",
                    details={"integrationName": app.integration_name, "oauthAppId": app.id},
                    hint=f"enter it again: `weavz-tui oauth-apps update {app.id} --secret`",
                )
        return TokenEndpoint(self._transport, auth, ClientId(app.client_id, secret), fields)

    async def close(self) -> None:
        """Wait for the changes under way."""
        await self.secrets.close()
