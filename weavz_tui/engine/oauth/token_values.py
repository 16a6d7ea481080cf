"""OAuth 2 tokens as the vault keeps them, and when it is time to renew them.

`refreshAt` and `issuedAt` are seconds since 1970 by the clock of the machine that got the tokens.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from weavz_tui.model.base import iso
from weavz_tui.model.credentials import Credential
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import OAUTH2_TYPES
from weavz_tui.model.oauth import Grant
from weavz_tui.net.oauth_answers import TokenAnswer

AHEAD = 300.0
AHEAD_SHARE = 0.2
SKEW = 60.0


def token_values(
    answer: TokenAnswer, before: Mapping[str, Any], moment: datetime
) -> dict[str, Any]:
    """The values of a credential after an answer; what the answer leaves out stays as it was
    `before`, a refresh token above all. `moment` is when the answer was asked for."""
    issued = moment.timestamp()
    values = {**before, "accessToken": answer.access_token, "issuedAt": issued}
    values["data"] = _merged(before.get("data") or {}, answer.kept)
    for name, given in (
        ("refreshToken", answer.refresh_token),
        ("tokenType", answer.token_type),
        ("scope", answer.scope),
    ):
        if given:
            values[name] = given
    if answer.lifetime is None:
        values.pop("refreshAt", None)
        values.pop("expiresAt", None)
    else:
        values["refreshAt"] = issued + answer.lifetime - min(AHEAD, AHEAD_SHARE * answer.lifetime)
        values["expiresAt"] = iso(datetime.fromtimestamp(issued + answer.lifetime, UTC))
    return values


def expiry(values: Mapping[str, Any]) -> datetime | None:
    """When the access token ends; None: not known, or never."""
    try:
        found = datetime.fromisoformat(str(values.get("expiresAt") or ""))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def is_renewable(connection: Connection, credential: Credential) -> bool:
    """Whether there is anything to renew its access token with."""
    if connection.type not in OAUTH2_TYPES:
        return False
    values = credential.values
    return bool(values.get("refreshToken")) or values.get("grant") == Grant.CLIENT_CREDENTIALS


def is_due(connection: Connection, credential: Credential, moment: float) -> bool:
    """Whether the access token is about to end, or has ended. A token that was got in the future
    was got under another clock: nothing is known of its end, so it is due too."""
    values = credential.values
    refresh_at = values.get("refreshAt")
    if refresh_at is not None:
        if is_renewable(connection, credential):
            return bool(moment >= refresh_at or moment < values.get("issuedAt", 0.0) - SKEW)
        return has_ended(connection, credential, moment)
    ends = connection.expires_at
    if ends is None:
        return False
    ahead = AHEAD if is_renewable(connection, credential) else -SKEW
    return moment >= ends.timestamp() - ahead


def has_ended(connection: Connection, credential: Credential, moment: float) -> bool:
    """Whether the access token has ended beyond doubt; clocks may differ by a minute."""
    ends = expiry(credential.values) or connection.expires_at
    return ends is not None and moment >= ends.timestamp() + SKEW


def is_good(connection: Connection, credential: Credential, moment: float) -> bool:
    """Whether the access token is good for a little while yet."""
    ends = expiry(credential.values) or connection.expires_at
    return ends is not None and moment < ends.timestamp() - 1.0


def _merged(before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(before)
    for key, value in given.items():
        old = merged.get(key)
        if isinstance(old, Mapping) and isinstance(value, Mapping):
            merged[key] = _merged(old, value)
        else:
            merged[key] = value
    return merged
