"""Workspace integrations: an integration under an alias in a workspace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weavz_tui.model.entities import Connection, WorkspaceIntegration
from weavz_tui.model.lists import IntegrationRow, Page, PageQuery
from weavz_tui.store.paging import Filter, Listing, marks
from weavz_tui.store.protocol import Row, Rows
from weavz_tui.store.tables import CONNECTION
from weavz_tui.store.tables import INTEGRATION as TABLE

LISTING = Listing(
    table="workspace_integration",
    select=TABLE.select(),
    sorts={
        "integration_alias": "integration_alias",
        "integration_name": "integration_name",
        "connection_strategy": "connection_strategy",
        "sort_order": "sort_order",
        "created_at": "created_at",
        "updated_at": "updated_at",
    },
    order="integration_alias",
)


def insert(rows: Rows, integration: WorkspaceIntegration) -> None:
    """Add an integration to its workspace. Raises Duplicate for a taken alias, NotFound."""
    TABLE.insert(rows, integration)
    rows.changed("workspace_integration", integration.workspace_id)


def change(
    rows: Rows, org_id: str, id: str, changes: Mapping[str, Any]
) -> WorkspaceIntegration | None:
    """Change fields of a record as it stands now; the record after it, None where it is not there.
    Raises Duplicate."""
    changed = TABLE.change(rows, org_id, id, changes)
    if changed is not None:
        rows.changed("workspace_integration", changed.workspace_id)
    return changed


def delete(rows: Rows, org_id: str, id: str) -> bool:
    """Remove it; whether it was there."""
    integration = get(rows, org_id, id)
    if integration is None:
        return False
    TABLE.delete(rows, org_id, id)
    rows.changed("workspace_integration", integration.workspace_id)
    return True


def get(rows: Rows, org_id: str, id: str) -> WorkspaceIntegration | None:
    """The one with an id, or None."""
    return TABLE.get(rows, org_id, id)


def by_alias(rows: Rows, workspace_id: str, alias: str) -> WorkspaceIntegration | None:
    """The one under an alias of a workspace, or None."""
    condition = "workspace_id = ? and integration_alias = ?"
    return next(iter(TABLE.where(rows, condition, (workspace_id, alias))), None)


def of_workspace(rows: Rows, org_id: str, workspace_id: str) -> list[WorkspaceIntegration]:
    """All of a workspace, by alias."""
    condition = "org_id = ? and workspace_id = ?"
    return TABLE.where(rows, condition, (org_id, workspace_id), "integration_alias")


def naming_connection(rows: Rows, org_id: str, connection_id: str) -> list[WorkspaceIntegration]:
    """Those, of any workspace, that name a connection."""
    condition = "org_id = ? and connection_id = ?"
    return TABLE.where(rows, condition, (org_id, connection_id), "workspace_id, integration_alias")


def page(rows: Rows, org_id: str, workspace_id: str, query: PageQuery) -> Page[IntegrationRow]:
    """A page of a workspace's integrations with the connection that each names and how many end
    users have their own; what the catalogue knows is left at its defaults."""
    filter = Filter().equals("org_id", org_id).equals("workspace_id", workspace_id)
    part = LISTING.page(rows, query, filter)
    return Page(_with_use(rows, org_id, workspace_id, part.rows), **part.ends)


def row(rows: Rows, org_id: str, workspace_id: str, id: str) -> IntegrationRow | None:
    """One workspace integration as its list shows it, or None."""
    found = rows.all(
        f"select {TABLE.select()} from workspace_integration where org_id = ? and id = ?",
        (org_id, id),
    )
    return next(iter(_with_use(rows, org_id, workspace_id, found)), None)


def _with_use(rows: Rows, org_id: str, workspace_id: str, found: list[Row]) -> list[IntegrationRow]:
    named = _named(rows, org_id, [row["connection_id"] for row in found])
    own = _own_counts(rows, org_id, workspace_id)
    users = rows.one(
        "select count(*) as n from end_user where org_id = ? and workspace_id = ?",
        (org_id, workspace_id),
    )
    servers = rows.all(
        "select name from mcp_server where org_id = ? and workspace_id = ? order by name",
        (org_id, workspace_id),
    )
    return [
        IntegrationRow(
            **TABLE.values(row),
            connection=named.get(row["connection_id"]),
            own_count=own.get(row["integration_name"], 0),
            end_user_count=users["n"] if users else 0,
            servers=[server["name"] for server in servers],
        )
        for row in found
    ]


def _named(rows: Rows, org_id: str, ids: list[str | None]) -> dict[str | None, Connection]:
    wanted = sorted({id for id in ids if id is not None})
    if not wanted:
        return {}
    condition = f"org_id = ? and state = 'active' and id in ({marks(wanted)})"
    found = CONNECTION.where(rows, condition, (org_id, *wanted))
    return {connection.id: connection for connection in found}


def _own_counts(rows: Rows, org_id: str, workspace_id: str) -> dict[str, int]:
    found = rows.all(
        "select integration_name, count(distinct end_user_id) as n from connection "
        "where org_id = ? and workspace_id = ? and end_user_id is not null and state = 'active' "
        "group by integration_name",
        (org_id, workspace_id),
    )
    return {row["integration_name"]: row["n"] for row in found}
