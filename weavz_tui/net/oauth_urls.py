"""Addresses of an OAuth 2 provider: filled in, checked, and the one that a person is sent to."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from weavz_tui.model.errors import MissingOAuth2Config, ValidationError
from weavz_tui.model.oauth import Provider

_MARK = re.compile(r"\{(\w+)\}")
# What a person typed meets an integration's regular expression; parts of addresses are short.
_LONGEST = 255


@dataclass(frozen=True, slots=True, repr=False)
class AuthorisationRequest:
    """Where a person goes, and what proves later that the answer is for us: `state`, and of PKCE
    the `verifier` (empty where the provider has it off)."""

    url: str
    state: str
    verifier: str

    def __repr__(self) -> str:
        return "AuthorisationRequest()"


def authorisation_request(
    provider: Provider,
    *,
    client_id: str,
    redirect_uri: str,
    scopes: Sequence[str],
    fields: Mapping[str, str],
) -> AuthorisationRequest:
    """A fresh request for an authorisation code (RFC 6749, 4.1.1; PKCE S256, RFC 7636). Raises
    ValidationError for a placeholder's value, MissingOAuth2Config without an address."""
    state = secrets.token_urlsafe(32)
    verifier = secrets.token_urlsafe(48) if provider.pkce else ""
    asked = {"response_type": "code", "client_id": client_id, "redirect_uri": redirect_uri}
    if scopes:
        asked[provider.scope_parameter] = provider.scope_separator.join(scopes)
    asked["state"] = state
    if verifier:
        asked |= {"code_challenge": challenge(verifier), "code_challenge_method": "S256"}
    asked |= provider.authorize_params
    address = urlsplit(rendered(provider, provider.authorize_url, fields))
    query = [each for each in parse_qsl(address.query, keep_blank_values=True)
             if each[0] not in asked]  # fmt: skip
    # %20 for a space: a few providers take the `+` of forms for a plus.
    text = urlencode([*query, *asked.items()], quote_via=quote)
    return AuthorisationRequest(urlunsplit(address._replace(query=text)), state, verifier)


def challenge(verifier: str) -> str:
    """The S256 code challenge of a verifier (RFC 7636, 4.2)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def checked_fields(provider: Provider, given: Mapping[str, str]) -> dict[str, str]:
    """The values of every placeholder, defaults filled in. Raises ValidationError for one that is
    missing or could make another address of the provider's."""
    values: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for each in provider.placeholders:
        value = given.get(each.name, "").strip() or each.default
        if not value:
            wrong[each.name] = "required"
        elif len(value) > _LONGEST or re.fullmatch(each.pattern, value) is None:
            wrong[each.name] = f"must look like {each.description or each.pattern}"
        values[each.name] = value
    if wrong:
        raise ValidationError.of("Invalid account", **wrong)
    return values


def rendered(provider: Provider, url: str, fields: Mapping[str, str]) -> str:
    """An address with its placeholders filled in. Raises ValidationError for their values and
    MissingOAuth2Config where there is no address that tokens may go to."""
    if not url:
        raise MissingOAuth2Config(
            "The integration does not say where its provider authorises accounts",
            hint="give it a token instead",
        )
    if _MARK.search(url):
        values = checked_fields(provider, fields)
        url = _MARK.sub(lambda found: values.get(found[1], ""), url)
    if not is_safe(url):
        raise MissingOAuth2Config(
            f"{url.partition('?')[0]} is no https address: secrets do not go there",
            hint="plain http is taken on this machine alone",
        )
    return url


def is_safe(url: str) -> bool:
    """Whether secrets may go to an address: over TLS, or without leaving the machine."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return (parts.scheme == "https" and bool(parts.hostname)) or is_loopback(url)


def is_loopback(url: str) -> bool:
    """Whether an address is plain http on this machine (RFC 8252, 7.3)."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        return parts.scheme == "http" and (host == "localhost" or ip_address(host).is_loopback)
    except ValueError:
        return False
