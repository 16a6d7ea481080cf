"""Connections and end users as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from weavz_tui.console.text import age, lines, pairs, plain
from weavz_tui.console.widgets.columns import Column
from weavz_tui.console.wording import CONNECTION_TYPES, connection_state, last_test

if TYPE_CHECKING:
    from weavz_tui.model.lists import ConnectionRow, EndUserRow

SCOPES = {"ORGANIZATION": "everywhere", "WORKSPACE": "workspace", "USER": "end user"}


def connection_columns() -> tuple[Column[ConnectionRow], ...]:
    """By integration: name, type, scope, owner, state, age, last used."""
    return (
        Column("integration_name", "integration", lambda row: row.integration_name,
               maximum=18),
        Column("external_id", "external id", lambda row: row.external_id, minimum=12, maximum=28),
        Column("state", "state", connection_state, minimum=10, sort="status"),
        Column("type", "type", lambda row: CONNECTION_TYPES[row.type], minimum=7, maximum=14,
               priority=4),
        Column("scope", "for", lambda row: SCOPES[row.scope], minimum=10, priority=2),
        Column("owner", "owner", lambda row: row.end_user_id or row.workspace_slug or "-",
               minimum=9, maximum=18, priority=3),
        Column("used", "last used", lambda row: age(row.last_used_at), minimum=10, priority=1,
               sort="last_used_at"),
        Column("tested", "tested", lambda row: age(row.tested_at), minimum=10, priority=5),
        Column("age", "made", lambda row: age(row.created_at), minimum=10, priority=6),
        Column("used_by", "used by", lambda row: str(len(row.used_by)), priority=7,
               align="right"),
    )  # fmt: skip


def connection_record(row: ConnectionRow, said: Content | None) -> Content:
    """Everything known of a connection; its secret is not. `said` is what its service answered to
    a test."""
    known = pairs(
        ("external id", row.external_id),
        ("name", row.display_name),
        ("state", connection_state(row)),
        ("tested", last_test(row)),
        ("answer", said or ""),
        ("integration", row.integration_name),
        ("type", f"{CONNECTION_TYPES[row.type]} ({row.type.value})"),
        ("for", f"{SCOPES[row.scope]} ({row.scope.value})"),
        ("end user", row.end_user_id or ""),
        ("workspace", row.workspace_slug or ""),
        ("base URL", row.base_url or ""),
        ("secret", f"in the vault, generation {row.generation}"),
        ("expires", row.expires_at.isoformat(timespec="minutes") if row.expires_at else ""),
        ("used by", ", ".join(row.used_by) or "no integration by name"),
        ("last used", age(row.last_used_at)),
        ("made", age(row.created_at)),
    )
    if row.status == "ERROR":
        return lines(known, plain("o authorises it again, e gives it a new secret, t tests it"))
    return known


def end_user_columns() -> tuple[Column[EndUserRow], ...]:
    """Who they are and what they have connected."""
    return (
        Column("external_id", "external id", lambda row: row.external_id, minimum=12, maximum=36),
        Column("name", "name", lambda row: row.display_name or "-", minimum=8, maximum=28,
               sort="display_name"),
        Column("email", "mail", lambda row: row.email or "-", minimum=8, maximum=32, priority=2),
        Column("integrations", "connected", lambda row: ", ".join(row.integrations) or "-",
               minimum=9, flex=1, priority=1),
    )  # fmt: skip


def end_user_record(row: EndUserRow) -> Content:
    """Everything known of an end user."""
    return pairs(
        ("external id", row.external_id),
        ("name", row.display_name or ""),
        ("mail", row.email or ""),
        ("connected", ", ".join(row.integrations) or "nothing yet"),
        ("connections", str(row.connection_count)),
        ("metadata", plain(row.metadata) if row.metadata else ""),
        ("made", age(row.created_at)),
    )
