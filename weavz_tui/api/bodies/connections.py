"""Bodies of workspace integrations, connections and connect links (wire B.3, B.4, B.7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from weavz_tui.api.bodies.base import Alias, Body, Name, Text, Values, Whole
from weavz_tui.model.base import now
from weavz_tui.model.connect import ConnectRequest, PortalRequest
from weavz_tui.model.enums import ConnectionScope, ConnectionStrategy, ConnectionType
from weavz_tui.model.requests import (
    ConnectionCreate,
    ConnectionUpdate,
    IntegrationCreate,
    IntegrationUpdate,
)

Strategy = Annotated[ConnectionStrategy, Field(strict=False)]
Scope = Annotated[ConnectionScope, Field(strict=False)]
Kind = Annotated[ConnectionType, Field(strict=False)]
AppMode = Literal["weavz_managed", "custom"]
Actions = list[Text]

_SECRETS = {
    "secret_text": "secretText",
    "username": "username",
    "password": "password",
    "access_token": "accessToken",
    "refresh_token": "refreshToken",
    "token_type": "tokenType",
}


class IntegrationFields(Body):
    """What a workspace integration may be given, under the specification's names and under those
    of the published client."""

    integration_alias: Alias | None = None
    alias: Alias | None = None
    connection_strategy: Strategy | None = None
    connection_id: Text | None = None
    allowed_actions: Actions | None = None
    enabled_actions: Actions | None = None
    display_name: Text | None = None
    settings: Values | None = None
    sort_order: Whole | None = None
    auth_method_key: Text | None = None
    oauth_app_mode: AppMode | None = None
    oauth_app_id: Text | None = None

    def values(self) -> dict[str, Any]:
        """What was sent, under the engine's names; raises ValidationError where a pair differs."""
        found = self.given()
        self.either(found, "integration_alias", "alias")
        self.either(found, "allowed_actions", "enabled_actions")
        return found


class IntegrationBody(IntegrationFields):
    """A new workspace integration."""

    integration_name: Text

    def model(self) -> IntegrationCreate:
        """For the engine; null is as good as absent."""
        found = {name: value for name, value in self.values().items() if value is not None}
        return IntegrationCreate(**found)


class IntegrationChange(IntegrationFields):
    """Changes to a workspace integration. `allowedActions` null: all of them."""

    def model(self) -> IntegrationUpdate:
        """For the engine."""
        return IntegrationUpdate(**self.values())


class ConnectionBody(Body):
    """A new connection with its credential, by type: `secretText`; `username` and `password`;
    `props`; or `accessToken`, `refreshToken`, `tokenType`, `expiresIn`, `scope_oauth`, `data`.
    `props.baseUrl` is where a service of one's own stands."""

    type: Kind
    external_id: Name
    display_name: Text
    integration_name: Text
    auth_method_key: Text | None = None
    workspace_id: Text | None = None
    end_user_id: Text | None = None
    scope: Scope | None = None
    oauth_app_id: Text | None = None
    secret_text: str | None = Field(default=None, repr=False)
    username: str | None = Field(default=None, repr=False)
    password: str | None = Field(default=None, repr=False)
    props: Values | None = Field(default=None, repr=False)
    access_token: str | None = Field(default=None, repr=False)
    refresh_token: str | None = Field(default=None, repr=False)
    token_type: Text | None = None
    expires_in: Annotated[int, Field(ge=0, le=10**9)] | None = None
    scope_oauth: Text | None = Field(default=None, alias="scope_oauth")
    data: Values | None = Field(default=None, repr=False)

    def model(self) -> ConnectionCreate:
        """For the engine."""
        props = dict(self.props or {})
        base_url = props.pop("baseUrl", None)
        expires = timedelta(seconds=self.expires_in) if self.expires_in is not None else None
        return ConnectionCreate(
            type=self.type,
            external_id=self.external_id,
            display_name=self.display_name,
            integration_name=self.integration_name,
            auth_method_key=self.auth_method_key,
            workspace_id=self.workspace_id,
            end_user_id=self.end_user_id,
            scope=self.scope,
            base_url=base_url if isinstance(base_url, str) else None,
            expires_at=now() + expires if expires is not None else None,
            secret=self._secret(props),
        )

    def _secret(self, props: dict[str, Any]) -> dict[str, Any]:
        found = {
            wire: value
            for name, wire in _SECRETS.items()
            if (value := getattr(self, name)) is not None
        }
        if self.data is not None or self.scope_oauth is not None:
            found["data"] = {**(self.data or {})}
            if self.scope_oauth is not None:
                found["data"]["scope"] = self.scope_oauth
        return {**props, **found}


class ConnectionChange(Body):
    """Changes to a connection; `secret` replaces the credential, `baseUrl` null removes it."""

    display_name: Text | None = None
    base_url: Text | None = None
    secret: Values | None = Field(default=None, repr=False)

    def model(self) -> ConnectionUpdate:
        """For the engine."""
        return ConnectionUpdate(**self.given())


class ResolveBody(Body):
    """Which connection is meant: by external id, by end user, or the only one."""

    integration_name: Text
    workspace_id: Text
    external_id: Text | None = None
    end_user_id: Text | None = None
    auth_method_key: Text | None = None


class ConnectBody(Body):
    """A wish for a connect link."""

    integration_name: Text
    connection_name: Name
    external_id: Name
    workspace_id: Text
    end_user_id: Text | None = None
    workspace_integration_id: Text | None = None
    auth_method_key: Text | None = None
    scope: Scope | None = None
    oauth_app_mode: AppMode | None = None
    oauth_app_id: Text | None = None
    success_redirect_uri: Text | None = None
    error_redirect_uri: Text | None = None

    def model(self) -> ConnectRequest:
        """For the engine."""
        return ConnectRequest(**self.given())


class PollBody(Body):
    """The token of a connect link."""

    token: Text | None = Field(default=None, repr=False)


class PortalBody(Body):
    """A wish for a link to an end user's portal. `expiresIn` in seconds."""

    integration_name: Text | None = None
    workspace_integration_id: Text | None = None
    expires_in: Annotated[int, Field(ge=3600, le=2_592_000)] | None = None

    def model(self) -> PortalRequest:
        """For the engine."""
        return PortalRequest(**self.given())


class InviteBody(PortalBody):
    """A link for someone with an address; nothing is sent from here."""

    email: Name
