"""How an integration authenticates: what a person fills in and what a request then carries."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from weavz_tui.model.authorisations import OAuthInfo
from weavz_tui.model.catalogue import AuthOption
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType, PropertyType
from weavz_tui.model.oauth import Grant, Provider
from weavz_tui.model.properties import Property

Headers = MutableMapping[str, str]


def _field(name: str, title: str, description: str = "", *, secret: bool = True) -> Property:
    type = PropertyType.SECRET_TEXT if secret else PropertyType.SHORT_TEXT
    return Property(
        name=name,
        type=type,
        display_name=title,
        description=description,
        required=True,
        secret=secret,
    )


@dataclass(frozen=True, kw_only=True)
class Auth:
    """One way to authenticate. `key` tells several ways of one integration apart (wire C.2)."""

    type: ClassVar[ConnectionType]
    key: str = ""
    title: str = ""
    description: str = ""

    def fields(self) -> tuple[Property, ...]:
        """What a person fills in."""
        return ()

    def public_fields(self) -> frozenset[str]:
        """The fields that are no secrets: outputs may hold them, and a preview names them."""
        return frozenset()

    def apply(self, credential: Credential, headers: Headers) -> None:
        """Put the credential into the headers of a request."""

    def query(self, credential: Credential) -> Mapping[str, str]:
        """What the credential adds to the query of a request."""
        return {}

    @property
    def method_key(self) -> str:
        """The key that the catalogue shows and connections name: `key`, else after the type."""
        return self.key or self.type.value.lower()

    def info(self) -> AuthOption:
        """As the catalogue shows it."""
        return AuthOption(
            key=self.method_key,
            type=self.type,
            display_name=self.title or self.type.value,
            description=self.description,
            fields=self.fields(),
        )


class NoAuth(Auth):
    """Stands in the list of ways where working without an account is one of them."""


@dataclass(frozen=True, kw_only=True)
class SecretText(Auth):
    """One secret, sent as `{header}: {prefix}{secret}`."""

    type = ConnectionType.SECRET_TEXT
    title: str = "Token"
    header: str = "Authorization"
    prefix: str = "Bearer "

    def fields(self) -> tuple[Property, ...]:
        return (_field("secretText", self.title, self.description),)

    def apply(self, credential: Credential, headers: Headers) -> None:
        headers[self.header] = f"{self.prefix}{credential.token}"


@dataclass(frozen=True, kw_only=True)
class BasicAuth(Auth):
    """User name and password, sent as HTTP Basic."""

    type = ConnectionType.BASIC_AUTH
    title: str = "User name and password"
    username_title: str = "User name"
    password_title: str = "Password"

    def fields(self) -> tuple[Property, ...]:
        return (
            _field("username", self.username_title, secret=False),
            _field("password", self.password_title),
        )

    def apply(self, credential: Credential, headers: Headers) -> None:
        pair = f"{credential.get('username')}:{credential.get('password')}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"


@dataclass(frozen=True, kw_only=True)
class CustomAuth(Auth):
    """Fields of the integration's own; `sign` puts them into a request's headers."""

    type = ConnectionType.CUSTOM_AUTH
    title: str = "Keys"
    properties: Sequence[Property] = ()
    sign: Callable[[Credential, Headers], None] | None = None

    def fields(self) -> tuple[Property, ...]:
        return tuple(self.properties)

    def public_fields(self) -> frozenset[str]:
        """Those of its properties that are declared without `secret`, such as a host or a region:
        an output is full of them, and masking them would spoil it."""
        return frozenset(each.name for each in self.properties if not each.holds_secret)

    def apply(self, credential: Credential, headers: Headers) -> None:
        if self.sign is not None:
            self.sign(credential, headers)


@dataclass(frozen=True, kw_only=True)
class OAuth2(Provider, Auth):
    """An OAuth 2 provider, described by the fields of `Provider`. Without an `authorize_url`, a
    device or a token address its tokens can only be given by hand."""

    type = ConnectionType.OAUTH2
    title: str = "OAuth 2"
    token_prefix: str = "Bearer "

    def fields(self) -> tuple[Property, ...]:
        refresh = _field("refreshToken", "Refresh token").model_copy(update={"required": False})
        return (_field("accessToken", "Access token"), refresh)

    def placeholder_fields(self) -> tuple[Property, ...]:
        """What is asked for before a person is sent to the provider."""
        return tuple(
            _field(each.name, each.title, each.description, secret=False).model_copy(
                update={"required": not each.default, "default_value": each.default or None}
            )
            for each in self.placeholders
        )

    def info(self) -> AuthOption:
        oauth2 = OAuthInfo(
            grants=tuple(each for each in self.grants if self._offers(each)),
            scopes=tuple(self.scopes),
            fields=self.placeholder_fields(),
            authorization_url=self.authorize_url,
            token_url=self.token_url,
        )
        return super().info().model_copy(update={"oauth2": oauth2 if oauth2.grants else None})

    def apply(self, credential: Credential, headers: Headers) -> None:
        headers["Authorization"] = f"{self.token_prefix}{credential.token}"

    def _offers(self, grant: Grant) -> bool:
        starts = {
            Grant.AUTHORIZATION_CODE: self.authorize_url,
            Grant.DEVICE_CODE: self.device_url,
            Grant.CLIENT_CREDENTIALS: self.token_url,
        }
        return bool(self.token_url and starts[grant])
