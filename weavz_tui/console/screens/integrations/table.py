"""The workspace's integrations as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weavz_tui.console import wording
from weavz_tui.console.widgets.columns import Column

if TYPE_CHECKING:
    from weavz_tui.model.lists import IntegrationRow


def columns() -> tuple[Column[IntegrationRow], ...]:
    """Alias, integration, strategy and connection as one phrase, its state, how many actions are
    allowed, how many MCP servers show it."""
    return (
        Column("alias", "alias", lambda row: row.integration_alias, minimum=11, maximum=28,
               sort="integration_alias"),
        Column("integration", "integration", lambda row: row.integration_name, minimum=11,
               maximum=24, priority=4, sort="integration_name"),
        Column("uses", "uses", wording.uses, minimum=17, maximum=36, sort="connection_strategy"),
        Column("state", "state", wording.state, minimum=10, maximum=12, priority=1),
        Column("actions", "actions", wording.actions, minimum=7, priority=2, align="right"),
        Column("servers", "MCP", lambda row: str(len(row.servers)), minimum=3, priority=3,
               align="right"),
    )  # fmt: skip
