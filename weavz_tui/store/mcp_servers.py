"""MCP servers of workspaces."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from weavz_tui.model.base import now
from weavz_tui.model.pages import Page, ServerQuery
from weavz_tui.model.servers import McpServer, McpServerRow
from weavz_tui.store import executions, mcp_tokens
from weavz_tui.store.paging import Filter, Listing, marks
from weavz_tui.store.protocol import Row, Rows
from weavz_tui.store.records import Table

TABLE = Table(
    "mcp_server",
    McpServer,
    (
        "id",
        "org_id",
        "workspace_id",
        "name",
        "description",
        "mode",
        "settings",
        "auth_mode",
        "end_user_access",
        "created_by",
        "end_user_id",
        "created_at",
        "updated_at",
    ),
    json=frozenset({"settings"}),
    searched=("name", "description"),
)

LISTING = Listing(
    table="mcp_server",
    select=TABLE.select(),
    sorts={
        "name": "name",
        "mode": "mode",
        "created_at": "created_at",
        "updated_at": "updated_at",
    },
    order="name",
)


def insert(rows: Rows, server: McpServer) -> None:
    """Add a server to its workspace. Raises NotFound without the workspace."""
    TABLE.insert(rows, server)
    rows.changed("mcp_server", server.workspace_id)


def change(rows: Rows, org_id: str, id: str, changes: Mapping[str, Any]) -> McpServer | None:
    """Change fields of a record as it stands now; the record after it, None where it is not there.
    Raises Duplicate."""
    changed = TABLE.change(rows, org_id, id, changes)
    if changed is not None:
        rows.changed("mcp_server", changed.workspace_id)
    return changed


def delete(rows: Rows, org_id: str, id: str) -> bool:
    """Remove a server with its tools and tokens; whether it was there."""
    server = get(rows, org_id, id)
    if server is None:
        return False
    mcp_tokens.forget(rows, org_id, id)
    rows.run("delete from mcp_tool where org_id = ? and mcp_server_id = ?", (org_id, id))
    TABLE.delete(rows, org_id, id)
    rows.changed("mcp_server", server.workspace_id)
    return True


def get(rows: Rows, org_id: str, id: str) -> McpServer | None:
    """The server with an id, or None."""
    return TABLE.get(rows, org_id, id)


def ids(rows: Rows) -> set[str]:
    """Every server of every organisation."""
    return {row["id"] for row in rows.all("select id from mcp_server")}


def named(rows: Rows, org_id: str, name: str) -> list[McpServer]:
    """The servers of that name."""
    return TABLE.where(rows, "org_id = ? and name = ?", (org_id, name), "id")


def of_workspace(rows: Rows, org_id: str, workspace_id: str) -> list[McpServer]:
    """The servers of a workspace, by name."""
    return TABLE.where(rows, "org_id = ? and workspace_id = ?", (org_id, workspace_id), "name, id")


def page(
    rows: Rows, org_id: str, query: ServerQuery, within: Collection[str] | None = None
) -> Page[McpServerRow]:
    """A page of servers, or of those `within` these workspaces; the tools are not counted here."""
    filter = (
        Filter()
        .equals("org_id", org_id)
        .equals("workspace_id", query.workspace_id)
        .within("workspace_id", within)
    )
    part = LISTING.page(rows, query, filter)
    return Page(_with_counts(rows, org_id, part.rows), **part.ends)


def row(rows: Rows, org_id: str, id: str) -> McpServerRow | None:
    """One server as its list shows it, or None."""
    sql = f"select {TABLE.select()} from mcp_server where org_id = ? and id = ?"
    return next(iter(_with_counts(rows, org_id, rows.all(sql, (org_id, id)))), None)


def _with_counts(rows: Rows, org_id: str, found: list[Row]) -> list[McpServerRow]:
    counts = mcp_tokens.counts(rows, org_id, [row["id"] for row in found], now())
    slugs = _slugs(rows, org_id, sorted({row["workspace_id"] for row in found}))
    return [
        McpServerRow(
            **TABLE.values(row),
            workspace_slug=slugs.get(row["workspace_id"]),
            token_count=counts[row["id"]].of_end_users if row["id"] in counts else 0,
            has_static_token=row["id"] in counts and counts[row["id"]].has_static,
            last_call_at=executions.last_of_server(rows, org_id, row["id"]),
        )
        for row in found
    ]


def _slugs(rows: Rows, org_id: str, ids: list[str]) -> dict[str, str]:
    sql = f"select id, slug from workspace where org_id = ? and id in ({marks(ids)})"
    return {row["id"]: row["slug"] for row in rows.all(sql, (org_id, *ids))}
