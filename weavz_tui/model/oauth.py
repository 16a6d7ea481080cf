"""What has to be known of an OAuth 2 provider, as data (RFC 6749, 7636, 8628, 9207)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from weavz_tui.model.http import Response


class Grant(StrEnum):
    """How an account is authorised."""

    AUTHORIZATION_CODE = "authorization_code"
    DEVICE_CODE = "device_code"
    CLIENT_CREDENTIALS = "client_credentials"


class TokenAuth(StrEnum):
    """How the client shows itself at the token endpoint: HTTP Basic, in the body, by id alone."""

    BASIC = "basic"
    BODY = "body"
    NONE = "none"


class BodyStyle(StrEnum):
    """How a token request is encoded."""

    FORM = "form"
    JSON = "json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Placeholder:
    """A part of an address that differs by account, `{name}` in it. `pattern` has to match the
    whole value; `default` stands in for an empty one."""

    name: str
    title: str
    description: str = ""
    pattern: str = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    default: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Expired:
    """An answer that means that the access token is no longer good: its status, and where that is
    not enough a value that stands at `path` (`error.code`) in it."""

    status: int = 401
    path: str = ""
    values: Sequence[str] = ()

    def matches(self, response: Response) -> bool:
        """Whether an answer is one of these."""
        if response.status != self.status:
            return False
        return not self.path or str(at(response.data(), self.path)) in self.values


@dataclass(frozen=True, kw_only=True)
class Provider:
    """An OAuth 2 provider as its documentation describes it; everything has a usual default.

    - `authorize_url`, `token_url`, `refresh_url` (else `token_url`), `device_url`: with `{name}`
      where a `placeholders` value goes. `issuer` is compared with a redirect's `iss` (RFC 9207).
    - `scopes` joined by `scope_separator` under `scope_parameter`.
    - `token_auth` and `body_style`: how the token endpoint is asked. `authorize_params`,
      `token_params`, `refresh_params`, `device_params`: sent beside the usual ones.
    - `token_paths`: where in the answer the object with the token may stand, first match wins;
      empty: at its top. `keep`: paths of what the connection remembers of the answer, as `data`.
    - `expiry_unit`: seconds in one unit of `expires_in`; `default_lifetime`: seconds, where the
      answer does not say; None: it does not end.
    - `base_url_path`: where the answer names the account's own address of the API.
    - `expired`: which answers of the API mean that the access token has ended.
    - `exhausted`: errors of the token endpoint, beside `invalid_grant`, after which only a person
      can help.
    """

    authorize_url: str = ""
    token_url: str = ""
    refresh_url: str = ""
    device_url: str = ""
    issuer: str = ""
    scopes: Sequence[str] = ()
    scope_separator: str = " "
    scope_parameter: str = "scope"
    grants: Sequence[Grant] = (Grant.AUTHORIZATION_CODE,)
    token_auth: TokenAuth = TokenAuth.BODY
    body_style: BodyStyle = BodyStyle.FORM
    pkce: bool = True
    authorize_params: Mapping[str, str] = field(default_factory=dict)
    token_params: Mapping[str, str] = field(default_factory=dict)
    refresh_params: Mapping[str, str] = field(default_factory=dict)
    device_params: Mapping[str, str] = field(default_factory=dict)
    placeholders: Sequence[Placeholder] = ()
    token_paths: Sequence[str] = ("",)
    keep: Sequence[str] = ()
    expiry_unit: float = 1.0
    default_lifetime: float | None = None
    base_url_path: str = ""
    expired: Sequence[Expired] = (Expired(),)
    exhausted: Sequence[str] = ()

    def is_expired(self, response: Response) -> bool:
        """Whether an answer of the API means that the access token has ended."""
        return any(each.matches(response) for each in self.expired)


def at(data: Any, path: str) -> Any:
    """What stands at a path of keys (`authed_user.id`) in JSON data; None where nothing does."""
    for key in path.split(".") if path else ():
        data = data.get(key) if isinstance(data, Mapping) else None
    return data
