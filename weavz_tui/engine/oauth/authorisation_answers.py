"""Where a provider sends people back to, what it sends them with, and how it refuses."""

from __future__ import annotations

from typing import NoReturn
from urllib.parse import parse_qsl, urlsplit

from weavz_tui.model.authorisations import AuthorisationAnswer, AuthorisationStart, OAuthApp
from weavz_tui.model.errors import OAuthError, TokenExchangeFailed, ValidationError
from weavz_tui.net.oauth_answers import Refusal
from weavz_tui.net.oauth_urls import is_safe

LOOPBACK = "http://127.0.0.1/callback"


def redirect_uri_of(data: AuthorisationStart, app: OAuthApp) -> str:
    """Where the provider sends the person back to. One that is registered is taken as it is; on
    the loopback another port of the same path is the same place (RFC 8252, 7.3)."""
    wanted = data.redirect_uri or app.redirect_uri or LOOPBACK
    if not is_safe(wanted):
        raise ValidationError.of(
            "Invalid redirect", redirectUri="must be an https address, or http on 127.0.0.1"
        )
    return wanted


def parsed(data: AuthorisationAnswer) -> dict[str, str]:
    """The parts of an answer, read out of the address where that was given."""
    if data.redirect_url is not None:
        given = data.redirect_url.strip()
        try:
            parts = urlsplit(given)
        except ValueError:
            raise OAuthError(
                "This is no address",
                hint="paste the whole address that the browser shows after you have agreed",
            ) from None
        query = parts.query or parts.fragment or ("" if parts.scheme else given.lstrip("?"))
        return dict(parse_qsl(query, keep_blank_values=True))
    found = {
        "state": data.state,
        "code": data.code,
        "error": data.error,
        "error_description": data.error_description,
        "iss": data.iss,
    }
    return {name: value for name, value in found.items() if value}


def refuse(refusal: Refusal) -> NoReturn:
    """The error of a token endpoint that gave no token."""
    details = {"error": refusal.error or None, "statusCode": refusal.status}
    known = {key: value for key, value in details.items() if value is not None}
    if refusal.error in {"access_denied", "expired_token"}:
        raise OAuthError(
            f"The provider did not authorise it: {refusal.message}", details=known,
            hint="begin again",
        )  # fmt: skip
    hints = {
        "invalid_client": "check id and secret of the OAuth app: `weavz-tui oauth-apps list`",
        "unauthorized_client": "the provider does not let the OAuth app do this",
        "invalid_grant": "codes are good once and for a short time: begin again",
    }
    raise TokenExchangeFailed(
        f"The provider gave no token: {refusal.message}",
        details=known,
        hint=hints.get(refusal.error, "try again" if refusal.transient else ""),
    )
