"""Workspaces, and what goes with one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from weavz_tui.model.entities import Workspace
from weavz_tui.model.lists import Dependants, Page, PageQuery, WorkspaceRow
from weavz_tui.store import state
from weavz_tui.store.paging import Filter, Listing, marks
from weavz_tui.store.protocol import Row, Rows
from weavz_tui.store.tables import WORKSPACE as TABLE

LISTING = Listing(
    table="workspace",
    select=TABLE.select(),
    sorts={
        "slug": "slug",
        "name": "name",
        "created_at": "created_at",
        "updated_at": "updated_at",
    },
    order="slug",
)

# Children of a workspace by table, in the order in which they go; executions stay.
CHILDREN = (
    "approval_policy",
    "trigger_source",
    "portal_token",
    "connect_session",
    "mcp_server",
    "partial",
    "workspace_integration",
    "connection",
    "end_user",
)

# What hangs on its children and goes before them.
OF_SERVERS = "(select id from mcp_server where org_id = ? and workspace_id = ?)"
GRANDCHILDREN = (
    "delete from token_hash where org_id = ? and id in "
    f"(select id from mcp_token where mcp_server_id in {OF_SERVERS})",
    "delete from token_hash where org_id = ? and id in "
    "(select id from connect_session where org_id = ? and workspace_id = ?)",
    "delete from token_hash where org_id = ? and id in "
    "(select id from portal_token where org_id = ? and workspace_id = ?)",
    f"delete from mcp_token where org_id = ? and mcp_server_id in {OF_SERVERS}",
    f"delete from mcp_tool where org_id = ? and mcp_server_id in {OF_SERVERS}",
)

# Which count of a row comes from which table, of which of its rows.
COUNTS = {
    "integration_count": ("workspace_integration", ""),
    "connection_count": ("connection", " and state = 'active'"),
    "end_user_count": ("end_user", ""),
    "server_count": ("mcp_server", ""),
}

# What a person is told goes with a workspace: kind, table, name of each, which rows.
DEPENDANTS = (
    ("integrations", "workspace_integration", "integration_alias", ""),
    ("connections", "connection", "external_id", " and state = 'active'"),
    ("servers", "mcp_server", "name", ""),
    ("end users", "end_user", "external_id", ""),
    ("partials", "partial", "name", ""),
)
NAMES_SHOWN = 20


def insert(rows: Rows, workspace: Workspace) -> None:
    """Add a workspace. Raises Duplicate for a taken slug."""
    TABLE.insert(rows, workspace)
    rows.changed("workspace", workspace.id)


def change(rows: Rows, org_id: str, id: str, changes: Mapping[str, Any]) -> Workspace | None:
    """Change fields of a record as it stands now; the record after it, None where it is not there.
    Raises Duplicate."""
    changed = TABLE.change(rows, org_id, id, changes)
    if changed is not None:
        rows.changed("workspace", changed.id)
    return changed


def delete(rows: Rows, org_id: str, id: str) -> bool:
    """Remove a workspace, its children and their state; its executions stay. Secrets of its
    connections are the caller's to remove before. Whether it was there."""
    for statement in GRANDCHILDREN:
        rows.run(statement, (org_id, org_id, id))
    for table in CHILDREN:
        if rows.run(f"delete from {table} where org_id = ? and workspace_id = ?", (org_id, id)):
            rows.changed(table, id)
    state.forget(rows, org_id, id)
    found = TABLE.delete(rows, org_id, id)
    rows.changed("workspace", id)
    return found


def is_bare(rows: Rows, org_id: str, id: str) -> bool:
    """Whether nothing at all goes with a workspace, so that it can come back as it was."""
    where = "where org_id = ? and workspace_id = ? limit 1"
    children = (rows.one(f"select 1 from {each} {where}", (org_id, id)) for each in CHILDREN)
    return all(each is None for each in children) and not state.holds(rows, org_id, id)


def get(rows: Rows, org_id: str, id: str) -> Workspace | None:
    """The workspace with an id, or None."""
    return TABLE.get(rows, org_id, id)


def by_slug(rows: Rows, org_id: str, slug: str) -> Workspace | None:
    """The workspace with a slug, or None."""
    return next(iter(TABLE.where(rows, "org_id = ? and slug = ?", (org_id, slug))), None)


def page(
    rows: Rows, org_id: str, query: PageQuery, within: Collection[str] | None = None
) -> Page[WorkspaceRow]:
    """A page of the workspaces, or of those `within` these ids, with their counts."""
    part = LISTING.page(rows, query, Filter().equals("org_id", org_id).within("id", within))
    return Page(_with_counts(rows, org_id, part.rows), **part.ends)


def row(rows: Rows, org_id: str, id: str) -> WorkspaceRow | None:
    """One workspace as its list shows it, or None."""
    sql = f"select {TABLE.select()} from workspace where org_id = ? and id = ?"
    return next(iter(_with_counts(rows, org_id, rows.all(sql, (org_id, id)))), None)


def dependants(rows: Rows, org_id: str, id: str) -> Dependants:
    """What goes with a workspace: how many of each kind, and the first names."""
    found = Dependants()
    for kind, table, name, condition in DEPENDANTS:
        where = f"from {table} where org_id = ? and workspace_id = ?{condition}"
        count = rows.one(f"select count(*) as n {where}", (org_id, id))
        named = rows.all(
            f"select {name} as name {where} order by {name} limit {NAMES_SHOWN}", (org_id, id)
        )
        found.counts[kind] = count["n"] if count else 0
        found.names[kind] = [row["name"] for row in named]
    return found


def ids(rows: Rows, org_id: str) -> set[str]:
    """Every workspace of an organisation."""
    found = rows.all("select id from workspace where org_id = ?", (org_id,))
    return {row["id"] for row in found}


def _with_counts(rows: Rows, org_id: str, found: list[Row]) -> list[WorkspaceRow]:
    ids = [row["id"] for row in found]
    counts = {
        count: _counted(rows, org_id, ids, table, condition)
        for count, (table, condition) in COUNTS.items()
    }
    latest = _latest(rows, org_id, ids)
    return [
        WorkspaceRow(
            **TABLE.values(row),
            **{name: by_id.get(row["id"], 0) for name, by_id in counts.items()},
            last_activity_at=latest.get(row["id"]),
        )
        for row in found
    ]


def _counted(rows: Rows, org_id: str, ids: list[str], table: str, condition: str) -> dict[str, int]:
    found = rows.all(
        f"select workspace_id, count(*) as n from {table} "
        f"where org_id = ? and workspace_id in ({marks(ids)}){condition} group by workspace_id",
        (org_id, *ids),
    )
    return {row["workspace_id"]: row["n"] for row in found}


def _latest(rows: Rows, org_id: str, ids: list[str]) -> dict[str, str]:
    """When each workspace last ran something; one index look-up each, however much it ran."""
    found = rows.all(
        "select id, (select e.created_at from execution e where e.org_id = w.org_id "
        "and e.workspace_id = w.id order by e.created_at desc limit 1) as latest "
        f"from workspace w where w.org_id = ? and w.id in ({marks(ids)})",
        (org_id, *ids),
    )
    return {row["id"]: row["latest"] for row in found}
