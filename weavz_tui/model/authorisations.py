"""OAuth apps, and authorisations on their way (wire A.2, B.4)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field

from weavz_tui.model.base import Frozen, Moment, Wire
from weavz_tui.model.enums import ConnectionScope
from weavz_tui.model.oauth import Grant
from weavz_tui.model.properties import Property


class OAuthInfo(Frozen):
    """What the catalogue tells of an OAuth 2 way to authenticate. `fields` are asked for before
    a person is sent to the provider."""

    grants: tuple[Grant, ...] = (Grant.AUTHORIZATION_CODE,)
    scopes: tuple[str, ...] = ()
    fields: tuple[Property, ...] = ()
    authorization_url: str = ""
    token_url: str = ""


class OAuthApp(Wire):
    """A client registered with a provider; its secret is in the vault and never here.

    `redirect_uri` is the one that is registered, None where the provider takes any loopback port.
    `scopes` None: those of the integration. `has_secret` False: a public client.
    """

    id: str
    org_id: str
    integration_name: str
    label: str
    client_id: str
    redirect_uri: str | None = None
    scopes: list[str] | None = None
    has_secret: bool = True
    generation: int = 0
    created_at: Moment
    updated_at: Moment


class OAuthAppCreate(Wire):
    """A new app; `label` tells several of one integration apart."""

    integration_name: str
    client_id: str
    label: str = "default"
    client_secret: str | None = Field(default=None, repr=False)
    redirect_uri: str | None = None
    scopes: list[str] | None = None


class OAuthAppUpdate(Wire):
    """Changes to an app; `client_secret` None, given, makes it a public client."""

    label: str | None = None
    client_id: str | None = None
    client_secret: str | None = Field(default=None, repr=False)
    redirect_uri: str | None = None
    scopes: list[str] | None = None


class AuthorisationStatus(StrEnum):
    """How far an authorisation has come."""

    PENDING = "PENDING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


class AuthorisationStart(Wire):
    """A wish to authorise an account, for a new connection or the existing `connection_id`.

    `fields` are the values of the provider's placeholders. `oauth_app_id` None: the only app of
    the integration, else the one labelled `default`. `redirect_uri` is where the provider sends
    the person back to: None for the app's own. With `listen` the engine itself waits for that on
    the loopback of its machine, where the address is one of it; the answer then says
    `listening`.
    """

    integration_name: str
    external_id: str = ""
    flow: Grant = Grant.AUTHORIZATION_CODE
    auth_method_key: str | None = None
    oauth_app_id: str | None = None
    workspace_id: str | None = None
    end_user_id: str | None = None
    scope: ConnectionScope | None = None
    display_name: str = ""
    base_url: str | None = None
    connection_id: str | None = None
    redirect_uri: str | None = None
    scopes: list[str] | None = None
    fields: dict[str, str] = Field(default_factory=dict)
    listen: bool = False


class AuthorisationAnswer(Wire):
    """What a provider sent a person back with: the whole address (`redirect_url`), or its parts.

    `id` or `state` says which authorisation it is for; the state of an address must fit the id.
    """

    id: str | None = None
    redirect_url: str | None = Field(default=None, repr=False)
    state: str | None = Field(default=None, repr=False)
    code: str | None = Field(default=None, repr=False)
    error: str | None = None
    error_description: str | None = None
    iss: str | None = None


class Authorisation(Wire):
    """An authorisation on its way or at its end.

    `url` is where the person goes; of a device flow the page on which `user_code` is entered, with
    the code in it where the provider has such a page. `interval` is how many seconds lie between
    two polls. `error` is the wire's envelope of what went wrong.
    """

    id: str
    flow: Grant
    status: AuthorisationStatus = AuthorisationStatus.PENDING
    integration_name: str
    external_id: str
    url: str = ""
    state: str | None = Field(default=None, repr=False)
    redirect_uri: str | None = None
    listening: bool = False
    user_code: str | None = None
    verification_uri: str | None = None
    interval: float = 0.0
    expires_at: Moment
    connection_id: str | None = None
    error: dict[str, Any] | None = None

    @property
    def is_pending(self) -> bool:
        """Whether it still waits for the person."""
        return self.status is AuthorisationStatus.PENDING
