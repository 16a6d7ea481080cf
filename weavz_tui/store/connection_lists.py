"""Connections as lists show them."""

from __future__ import annotations

from collections.abc import Collection

from weavz_tui.model.lists import ConnectionQuery, ConnectionRow, Page
from weavz_tui.store.paging import Filter, Listing, marks
from weavz_tui.store.protocol import Row, Rows
from weavz_tui.store.tables import CONNECTION as TABLE

LISTING = Listing(
    table="connection",
    select=TABLE.select(),
    sorts={
        "external_id": "external_id",
        "display_name": "display_name",
        "integration_name": "integration_name",
        "type": "type",
        "status": "status",
        "scope": "scope",
        "end_user_id": "coalesce(end_user_id, '')",
        "last_used_at": "coalesce(last_used_at, '')",
        "expires_at": "coalesce(expires_at, '')",
        "created_at": "created_at",
        "updated_at": "updated_at",
    },
    order="external_id",
)


def page(
    rows: Rows, org_id: str, query: ConnectionQuery, within: Collection[str] | None = None
) -> Page[ConnectionRow]:
    """A page of the active connections; with a workspace its own and the organisation's. `within`
    these workspaces, no other is heard of."""
    filter = Filter().equals("org_id", org_id).with_("state = 'active'")
    if query.workspace_id is not None:
        seen = "(workspace_id = ? or workspace_id is null)"
        filter = filter.with_(seen, query.workspace_id)
    if within is not None:
        seen = f"(workspace_id in ({marks(within)}) or workspace_id is null)"
        filter = filter.with_(seen, *sorted(within))
    filter = filter.equals("integration_name", query.integration_name)
    filter = filter.equals("end_user_id", query.end_user_id)
    part = LISTING.page(rows, query, filter)
    return Page(_with_use(rows, org_id, part.rows, within), **part.ends)


def row(
    rows: Rows, org_id: str, id: str, within: Collection[str] | None = None
) -> ConnectionRow | None:
    """One active connection as its list shows it, or None."""
    found = rows.all(
        f"select {TABLE.select()} from connection where org_id = ? and id = ? and state = 'active'",
        (org_id, id),
    )
    return next(iter(_with_use(rows, org_id, found, within)), None)


def _with_use(
    rows: Rows, org_id: str, found: list[Row], within: Collection[str] | None
) -> list[ConnectionRow]:
    """Connections with the integrations that name them, as `workspace/alias`."""
    used = _used_by(rows, org_id, [row["id"] for row in found], within)
    slugs = _slugs(rows, org_id, sorted({row["workspace_id"] or "" for row in found}))
    return [
        ConnectionRow(
            **TABLE.values(row),
            used_by=used.get(row["id"], []),
            workspace_slug=slugs.get(row["workspace_id"]),
        )
        for row in found
    ]


def _used_by(
    rows: Rows, org_id: str, ids: list[str], within: Collection[str] | None
) -> dict[str, list[str]]:
    filter = Filter().equals("i.org_id", org_id).with_(f"i.connection_id in ({marks(ids)})", *ids)
    filter = filter.within("w.id", within)
    found = rows.all(
        "select i.connection_id, w.slug, i.integration_alias from workspace_integration i "
        "join workspace w on w.org_id = i.org_id and w.id = i.workspace_id "
        f"where {filter.sql} order by w.slug, i.integration_alias",
        filter.values,
    )
    used: dict[str, list[str]] = {}
    for row in found:
        used.setdefault(row["connection_id"], []).append(
            f"{row['slug']}/{row['integration_alias']}"
        )
    return used


def _slugs(rows: Rows, org_id: str, ids: list[str]) -> dict[str, str]:
    sql = f"select id, slug from workspace where org_id = ? and id in ({marks(ids)})"
    return {row["id"]: row["slug"] for row in rows.all(sql, (org_id, *ids))}


def integration_names(rows: Rows, org_id: str, within: Collection[str] | None = None) -> list[str]:
    """The integrations of which there are active connections, by name; `within` these workspaces,
    no other is heard of."""
    filter = Filter().equals("org_id", org_id).with_("state = 'active'")
    if within is not None:
        seen = f"(workspace_id in ({marks(within)}) or workspace_id is null)"
        filter = filter.with_(seen, *sorted(within))
    sql = f"select distinct integration_name as name from connection where {filter.sql} order by 1"
    return [row["name"] for row in rows.all(sql, filter.values)]
