"""What a connection has to look like (wire B.4, C.2, E.14)."""

from __future__ import annotations

from typing import Any

from weavz_tui.catalog.auth import Auth
from weavz_tui.catalog.integration import Integration
from weavz_tui.engine.principal import LIMITED, Principal
from weavz_tui.model.enums import ConnectionScope, ConnectionType
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.requests import ConnectionCreate
from weavz_tui.model.validation import check
from weavz_tui.net.address import web_address

_UNCHECKED = ("tokenType", "data", "expiresAt")


def checked_base_url(url: str | None) -> str | None:
    """The address of a self-hosted or test service (wire E.14); raises ValidationError."""
    if url is None or not url.strip():
        return None
    parts = web_address(url)
    if parts is None:
        raise ValidationError.of("Invalid base URL", baseUrl="must be an absolute http(s) URL")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValidationError.of(
            "Invalid base URL", baseUrl="must not hold a user, a password, a query or a fragment"
        )
    return url.strip().rstrip("/")


def require_own_secret(principal: Principal) -> None:
    """Raises ValidationError for a caller elsewhere: a secret that they may use and not see would
    go to whatever address they name."""
    if principal.source in LIMITED:
        raise ValidationError.of(
            "Another base URL takes the secret again",
            secret="required with another baseUrl: the one in the vault is not sent elsewhere",
        )


def auth_for(integration: Integration, type: ConnectionType, key: str | None) -> Auth:
    auth = integration.auth_for(type, key)
    if auth is not None:
        return auth
    known = ", ".join(dict.fromkeys(each.type.value for each in integration.auth))
    raise ValidationError.of(
        f"'{integration.name}' does not take a connection of type {type.value}",
        type=f"one of: {known}" if known else "this integration needs no connection",
    )


def checked_secret(auth: Auth, secret: dict[str, Any]) -> dict[str, Any]:
    """The fields of a credential, checked; the values themselves are in no message."""
    checked = check(auth.fields(), secret)
    for each in auth.fields():
        if each.required and checked.values.get(each.name) == "":
            checked.errors[each.name] = "required"
    if checked.errors:
        safe = {key: _without_value(message) for key, message in checked.errors.items()}
        raise ValidationError("Invalid credential", details={"fields": safe})
    kept = {key: secret[key] for key in _UNCHECKED if key in secret}
    return kept | {key: value for key, value in checked.values.items() if value is not None}


def _without_value(message: str) -> str:
    return message if message == "required" or message.startswith("must be") else "invalid"


def scope_of(data: ConnectionCreate) -> ConnectionScope:
    if data.scope is not None:
        return data.scope
    return ConnectionScope.USER if data.end_user_id else ConnectionScope.ORGANIZATION


def check_names(data: ConnectionCreate) -> None:
    if not data.external_id.strip():
        raise ValidationError.of("Invalid connection", externalId="must not be empty")
    if data.scope is ConnectionScope.USER and not data.end_user_id:
        raise ValidationError.of(
            "A user connection needs an end user", endUserId="required for scope USER"
        )
