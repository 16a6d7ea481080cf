"""Bodies of what only a remote console asks (wire E.17)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from weavz_tui.api.bodies.base import Body, Name, Text
from weavz_tui.api.bodies.connections import IntegrationChange, Scope
from weavz_tui.model.authorisations import (
    AuthorisationAnswer,
    AuthorisationStart,
    OAuthAppCreate,
    OAuthAppUpdate,
)
from weavz_tui.model.oauth import Grant

Flow = Annotated[Grant, Field(strict=False)]


class WhoBody(Body):
    """Who would be used, now and after saving a draft?"""

    end_user_id: Text | None = None
    draft: IntegrationChange | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 50


class PassphraseBody(Body):
    """What opens the encrypted vault."""

    passphrase: str = Field(repr=False)


class PassphraseChange(Body):
    """A new passphrase for the old one."""

    old: str = Field(repr=False)
    new: str = Field(repr=False)


class MoveBody(Body):
    """Where the secrets shall go; the passphrase is for a vault that is new."""

    target: Literal["keyring", "encrypted"]
    passphrase: str | None = Field(default=None, repr=False)


class AppFields(Body):
    """What a client at a provider may be given."""

    client_secret: str | None = Field(default=None, repr=False)
    redirect_uri: Text | None = None
    scopes: list[Text] | None = None


class AppBody(AppFields):
    """A client registered with a provider."""

    integration_name: Text
    client_id: Name
    label: Name = "default"

    def model(self) -> OAuthAppCreate:
        """For the engine."""
        return OAuthAppCreate(**self.given())


class AppChange(AppFields):
    """Changes to a client; a secret of null makes it a public one."""

    label: Name | None = None
    client_id: Name | None = None

    def model(self) -> OAuthAppUpdate:
        """For the engine."""
        return OAuthAppUpdate(**self.given())


class AuthorisationBody(Body):
    """A wish to authorise an account. The engine listens for the answer on its own machine alone,
    so that from elsewhere the address is brought back with `complete`."""

    integration_name: Text
    external_id: Text = ""
    flow: Flow = Grant.AUTHORIZATION_CODE
    auth_method_key: Text | None = None
    oauth_app_id: Text | None = None
    workspace_id: Text | None = None
    end_user_id: Text | None = None
    scope: Scope | None = None
    display_name: Text = ""
    base_url: Text | None = None
    connection_id: Text | None = None
    redirect_uri: Text | None = None
    scopes: list[Text] | None = None
    fields: dict[str, Text] = Field(default_factory=dict)
    listen: bool = False

    def model(self) -> AuthorisationStart:
        """For the engine."""
        return AuthorisationStart(**self.given())


class AnswerBody(Body):
    """What a provider sent a person back with: the whole address, or its parts."""

    redirect_url: str | None = Field(default=None, repr=False)
    state: Text | None = Field(default=None, repr=False)
    code: str | None = Field(default=None, repr=False)
    error: Text | None = None
    error_description: Text | None = None
    iss: Text | None = None

    def model(self, id: str | None) -> AuthorisationAnswer:
        """For the engine."""
        values: dict[str, Any] = self.given()
        return AuthorisationAnswer(id=id, **values)
