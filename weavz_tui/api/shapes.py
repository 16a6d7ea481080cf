"""Records as the wire shows them where a record's own shape does not say all (wire A.2, A.3)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from weavz_tui.model.base import iso
from weavz_tui.model.catalogue import ActionInfo, IntegrationInfo, IntegrationSummary
from weavz_tui.model.entities import WorkspaceIntegration
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.execution import ExecutionRow
from weavz_tui.model.lists import IntegrationRow
from weavz_tui.model.status import UsageReport

EXECUTED = "ACTION_EXECUTED"
_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" '
    'rx="6" fill="#4c566a"/><text x="16" y="22" font-family="sans-serif" font-size="18" '
    'text-anchor="middle" fill="#fff">{letter}</text></svg>'
)


def integration(each: WorkspaceIntegration) -> dict[str, Any]:
    """A workspace integration under both of each pair of names."""
    found = each.wire()
    found["alias"] = each.integration_alias
    found["enabledActions"] = each.allowed_actions
    found["oauthAppMode"] = each.oauth_app_mode or "weavz_managed"
    return found


def integration_row(each: IntegrationRow) -> dict[str, Any]:
    """The same with what its connection is called."""
    connection = each.connection
    return integration(each) | {
        "connectionStatus": connection.status if connection else None,
        "connectionDisplayName": connection.display_name if connection else None,
        "connectionExternalId": connection.external_id if connection else None,
    }


def logo(title: str) -> str:
    """A picture with the first letter of a name, as a data URI."""
    letter = next((each for each in title if each.isalnum()), "?").upper()
    return "data:image/svg+xml," + quote(_LOGO.format(letter=letter))


def metadata(info: IntegrationInfo) -> dict[str, Any]:
    """An integration with its actions; `props` by name, in display order (wire E.2)."""
    options = [each.wire() for each in info.auth_options]
    return {
        "name": info.name,
        "displayName": info.display_name,
        "description": info.description,
        "logoUrl": logo(info.display_name),
        "categories": list(info.categories),
        "auth": _auth(options),
        "authOptions": options,
        "actions": {each.name: action(each) for each in info.actions},
        "triggers": {},
        "source": info.source,
        "baseUrl": info.base_url,
    }


def action(info: ActionInfo) -> dict[str, Any]:
    """One action."""
    return {
        "name": info.name,
        "displayName": info.display_name,
        "description": info.description,
        "props": {each.name: each.wire() for each in info.properties},
        "effect": info.effect,
        "idempotent": info.idempotent,
        "requiresAuth": info.requires_auth,
    }


def summary(each: IntegrationSummary) -> dict[str, Any]:
    """An integration as a list shows it."""
    kinds = [str(kind) for kind in each.auth_types]
    return {
        "name": each.name,
        "displayName": each.display_name,
        "description": each.description,
        "logoUrl": logo(each.display_name),
        "categories": list(each.categories),
        "auth": {"type": kinds[0]} if kinds else None,
        "authTypes": kinds,
        "actionCount": each.action_count,
        "triggerCount": 0,
        "source": each.source,
    }


def event(row: ExecutionRow) -> dict[str, Any]:
    """An execution as an event of the record (wire E.12)."""
    about = {
        "source": row.source,
        "statusCode": row.status_code,
        "attempts": row.attempts,
        "error": row.error_message,
        "errorCode": row.error_code,
    }
    return row.wire() | {
        "type": EXECUTED,
        "metadata": {name: value for name, value in about.items() if value is not None},
    }


def usage(report: UsageReport) -> dict[str, Any]:
    """Usage of the month (wire E.11)."""
    return {
        "usage": {
            "actions": report.actions,
            "counted": report.counted,
            "bySource": report.by_source,
            "byAction": [{"action": name, "runs": runs} for name, runs in report.by_action],
            "byDay": [{"day": day, "runs": runs} for day, runs in report.by_day],
            "byWorkspace": [{"workspace": slug, "runs": n} for slug, n in report.by_workspace],
            "failed": report.failed.wire(),
            "byHour": [each.wire() for each in report.by_hour],
        },
        "limits": {"actions": report.limit},
        "period": {
            "start": iso(report.start),
            "end": iso(report.end),
            "resetsAt": iso(report.end),
        },
        "months": report.months,
    }


def _auth(options: list[dict[str, Any]]) -> dict[str, Any] | None:
    if not options:
        return None
    kinds = list(dict.fromkeys(each["type"] for each in options))
    oauth2 = next(
        (
            each.get("oauth2")
            for each in options
            if each["type"] in {ConnectionType.OAUTH2, ConnectionType.PLATFORM_OAUTH2}
        ),
        None,
    )
    return {"type": kinds, "oauth2": oauth2}
