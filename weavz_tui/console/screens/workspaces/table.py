"""The workspaces as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weavz_tui.console.text import age
from weavz_tui.console.widgets.columns import Column

if TYPE_CHECKING:
    from weavz_tui.model.lists import WorkspaceRow


def columns() -> tuple[Column[WorkspaceRow], ...]:
    """Name, slug, counts and the last run, by priority."""
    return (
        Column("name", "name", lambda row: row.name, minimum=12, maximum=40),
        Column("slug", "slug", lambda row: row.slug, minimum=10, maximum=30),
        Column("integrations", "integrations", lambda row: str(row.integration_count),
               priority=2, align="right"),
        Column("connections", "connections", lambda row: str(row.connection_count),
               priority=3, align="right"),
        Column("servers", "servers", lambda row: str(row.server_count), priority=5,
               align="right"),
        Column("activity", "last run", lambda row: age(row.last_activity_at), minimum=10,
               maximum=14, priority=1),
    )  # fmt: skip
