"""Ways to authenticate, from the data of an import to what the engine applies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from weavz_tui.catalog.auth import Auth, BasicAuth, CustomAuth, Headers, OAuth2, SecretText
from weavz_tui.importers.description import Way, WayKind
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType, PropertyType
from weavz_tui.model.oauth import Grant
from weavz_tui.model.properties import Property


@dataclass(frozen=True, kw_only=True)
class ApiKey(SecretText):
    """One secret in the query or in a cookie."""

    place: WayKind = WayKind.QUERY

    def apply(self, credential: Credential, headers: Headers) -> None:
        if self.place is WayKind.COOKIE:
            _add_cookie(headers, self.header, credential.token)

    def query(self, credential: Credential) -> Mapping[str, str]:
        return {self.header: credential.token} if self.place is WayKind.QUERY else {}


@dataclass(frozen=True, kw_only=True)
class Several(CustomAuth):
    """Several secrets that are sent together."""

    parts: Sequence[Way] = ()

    def apply(self, credential: Credential, headers: Headers) -> None:
        for part in self.parts:
            auth_of(part).apply(_of(part, credential), headers)

    def query(self, credential: Credential) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for part in self.parts:
            found |= auth_of(part).query(_of(part, credential))
        return found


def auth_of(way: Way) -> Auth:
    """The way as the catalogue's kit has it."""
    key, title, description = way.key, way.title, way.description
    if way.kind is WayKind.BASIC:
        return BasicAuth(key=key, title=title, description=description)
    if way.kind is WayKind.OAUTH2:
        grant = Grant.AUTHORIZATION_CODE if way.authorize_url else Grant.CLIENT_CREDENTIALS
        return OAuth2(
            authorize_url=way.authorize_url,
            token_url=way.token_url,
            scopes=way.scopes,
            grants=(grant,),
            key=key,
            title=title,
            description=description,
        )
    if way.kind is WayKind.SEVERAL:
        fields = [each for part in way.parts for each in _fields(part)]
        return Several(
            parts=way.parts, properties=fields, key=key, title=title, description=description
        )
    if way.kind is WayKind.SERVER:
        return CustomAuth(
            properties=[_secret(name, name) for name in way.fields],
            key=key,
            title=title,
            description=description,
        )
    if way.kind in {WayKind.QUERY, WayKind.COOKIE}:
        return ApiKey(
            header=way.name,
            prefix="",
            place=way.kind,
            key=key,
            title=title,
            description=description,
        )
    return SecretText(
        header=way.name or "Authorization",
        prefix=way.prefix,
        key=key,
        title=title,
        description=description,
    )


def _fields(part: Way) -> list[Property]:
    if part.kind is WayKind.BASIC:
        return [
            _secret(f"{part.key}_username", "User name", secret=False),
            _secret(f"{part.key}_password", "Password"),
        ]
    return [_secret(part.key, part.title or part.key)]


def _secret(name: str, title: str, *, secret: bool = True) -> Property:
    return Property(
        name=name,
        type=PropertyType.SECRET_TEXT if secret else PropertyType.SHORT_TEXT,
        display_name=title,
        required=True,
        secret=secret,
    )


def _of(part: Way, credential: Credential) -> Credential:
    """One part's credential out of the one that holds all of them."""
    if part.kind is WayKind.BASIC:
        values = {
            "username": credential.get(f"{part.key}_username"),
            "password": credential.get(f"{part.key}_password"),
        }
        return Credential(ConnectionType.BASIC_AUTH, values)
    secret = credential.get(part.key)
    return Credential(part.type, {"secretText": secret, "accessToken": secret})


def _add_cookie(headers: Headers, name: str, value: str) -> None:
    cookie = f"{quote(name)}={quote(value)}"
    present = headers.get("Cookie")
    headers["Cookie"] = f"{present}; {cookie}" if present else cookie
