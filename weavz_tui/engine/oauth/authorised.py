"""What becomes of a connection with good tokens, and of one whose tokens are good for nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from weavz_tui.engine.connections.secret_records import Values
from weavz_tui.engine.oauth.token_values import expiry
from weavz_tui.model.base import now
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import ConnectionStatus
from weavz_tui.model.errors import ConnectionRequired, RefreshFailed
from weavz_tui.store import connections, oauth_grants
from weavz_tui.store.oauth_grants import OAuthGrant
from weavz_tui.store.protocol import Rows

COOL_DOWN = timedelta(seconds=30)
SHORT_COOL_DOWN = timedelta(seconds=5)


def mark_authorised(rows: Rows, org_id: str, id: str, values: Values, app_id: str | None) -> None:
    """The connection holds good tokens: ACTIVE, with their end."""
    current = connections.get(rows, org_id, id)
    if current is None:
        return
    changes = {
        "status": ConnectionStatus.ACTIVE,
        "expires_at": expiry(values),
        "updated_at": now(),
    }
    connections.update(rows, current.model_copy(update=changes))
    oauth_grants.authorised(rows, org_id, id, app_id)


def reauthorise(connection: Connection, said: str = "") -> ConnectionRequired:
    """CONNECTION_REQUIRED for a connection that only a person can mend."""
    return ConnectionRequired(
        "Connection required for this action",
        details={
            "reason": "REAUTHORISE",
            "integrationName": connection.integration_name,
            "connectionId": connection.id,
            "connectionExternalId": connection.external_id,
        }
        | ({"message": said} if said else {}),
        hint=f"connection {connection.external_id} must be authorised again: "
        f"`weavz-tui connections authorize {connection.external_id}`",
    )


def require_calm(current: Connection, grant: OAuthGrant, moment: datetime) -> None:
    """Do not ask a provider that has just failed again and again."""
    if grant.failed_at is None:
        return
    since = moment - datetime.fromisoformat(grant.failed_at)
    cool_down = COOL_DOWN if grant.failures else SHORT_COOL_DOWN
    if timedelta(0) <= since < cool_down:
        wait = max(1, round((cool_down - since).total_seconds()))
        raise RefreshFailed(
            f"The token of {current.external_id} could not be renewed: {grant.failure}",
            details={"retryAfter": wait, "connectionExternalId": current.external_id},
            hint=f"the provider is asked again in {wait} s",
        )
