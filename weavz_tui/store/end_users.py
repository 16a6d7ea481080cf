"""End users of workspaces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weavz_tui.model.entities import EndUser
from weavz_tui.model.errors import NotFound
from weavz_tui.model.lists import EndUserRow, Page, PageQuery
from weavz_tui.store import state, token_hashes
from weavz_tui.store.paging import Filter, Listing, marks
from weavz_tui.store.protocol import Row, Rows
from weavz_tui.store.tables import END_USER as TABLE

LISTING = Listing(
    table="end_user",
    select=TABLE.select(),
    sorts={
        "external_id": "external_id",
        "display_name": "coalesce(display_name, '')",
        "email": "coalesce(email, '')",
        "created_at": "created_at",
        "updated_at": "updated_at",
    },
    order="external_id",
)


def insert(rows: Rows, user: EndUser) -> None:
    """Add an end user to its workspace. Raises Duplicate, or NotFound without the workspace."""
    TABLE.insert(rows, user, org_id=_org_of(rows, user.workspace_id))
    rows.changed("end_user", user.workspace_id)


def change(rows: Rows, org_id: str, id: str, changes: Mapping[str, Any]) -> EndUser | None:
    """Change fields of a record as it stands now; the record after it, None where it is not there.
    Raises Duplicate."""
    changed = TABLE.change(rows, org_id, id, changes)
    if changed is not None:
        rows.changed("end_user", changed.workspace_id)
    return changed


def delete(rows: Rows, org_id: str, id: str) -> bool:
    """Remove an end user with their values and files; their connections are the caller's to remove
    before, for the secrets' sake. Whether there was one."""
    user = get(rows, org_id, id)
    if user is None:
        return False
    state.forget(rows, org_id, user.workspace_id, user.external_id)
    _revoke(rows, org_id, user)
    TABLE.delete(rows, org_id, id)
    rows.changed("end_user", user.workspace_id)
    return True


def is_bare(rows: Rows, org_id: str, user: EndUser) -> bool:
    """Whether no value, file, token or link goes with an end user, so that they can come back as
    they were."""
    tokens = (ids for _, ids in _tokens(rows, org_id, user))
    return not any(tokens) and not state.holds(rows, org_id, user.workspace_id, user.external_id)


def get(rows: Rows, org_id: str, id: str) -> EndUser | None:
    """The end user with an id, or None."""
    return _one(rows, org_id, "id = ?", (id,))


def by_external_id(rows: Rows, org_id: str, workspace_id: str, external_id: str) -> EndUser | None:
    """The end user of a workspace with an external id, or None."""
    return _one(rows, org_id, "workspace_id = ? and external_id = ?", (workspace_id, external_id))


def known_as(rows: Rows, org_id: str, workspace_id: str, ref: str) -> EndUser | None:
    """The end user of a workspace with an external id or, failing that, an id; or None."""
    found = by_external_id(rows, org_id, workspace_id, ref)
    if found is None and (other := get(rows, org_id, ref)) is not None:
        found = other if other.workspace_id == workspace_id else None
    return found


def everywhere(rows: Rows, org_id: str, external_id: str) -> list[EndUser]:
    """The end users, of any workspace, with an external id."""
    condition = "org_id = ? and external_id = ?"
    return TABLE.where(rows, condition, (org_id, external_id), "workspace_id")


def page(rows: Rows, org_id: str, workspace_id: str, query: PageQuery) -> Page[EndUserRow]:
    """A page of a workspace's end users with what they have connected."""
    filter = Filter().equals("org_id", org_id).equals("workspace_id", workspace_id)
    part = LISTING.page(rows, query, filter)
    return Page(_with_connections(rows, org_id, part.rows), **part.ends)


def count(rows: Rows, org_id: str, workspace_id: str) -> int:
    """How many end users a workspace has."""
    row = rows.one(
        "select count(*) as n from end_user where org_id = ? and workspace_id = ?",
        (org_id, workspace_id),
    )
    return int(row["n"]) if row else 0


def external_ids(rows: Rows, org_id: str, workspace_id: str, limit: int) -> list[str]:
    """The first external ids of a workspace, in order."""
    found = rows.all(
        "select external_id from end_user where org_id = ? and workspace_id = ? "
        "order by external_id limit ?",
        (org_id, workspace_id, limit),
    )
    return [row["external_id"] for row in found]


def _revoke(rows: Rows, org_id: str, user: EndUser) -> None:
    """Nobody acts for them any more: their tokens of servers and their links go."""
    for table, found in _tokens(rows, org_id, user):
        token_hashes.forget(rows, org_id, found)
        for id in found:
            rows.run(f"delete from {table} where org_id = ? and id = ?", (org_id, id))
        if found:
            rows.changed(table, user.workspace_id)


def _tokens(rows: Rows, org_id: str, user: EndUser) -> list[tuple[str, list[str]]]:
    """The ids of what acts for an end user, by table."""
    of_servers = (
        "select id from mcp_token where org_id = ? and end_user_id = ? and mcp_server_id in "
        "(select id from mcp_server where org_id = ? and workspace_id = ?)"
    )
    of_portal = "select id from portal_token where org_id = ? and end_user_id = ?"
    held = (
        ("mcp_token", of_servers, (org_id, user.external_id, org_id, user.workspace_id)),
        ("portal_token", of_portal, (org_id, user.id)),
    )
    return [(table, [row["id"] for row in rows.all(ids, values)]) for table, ids, values in held]


def _org_of(rows: Rows, workspace_id: str) -> str:
    row = rows.one("select org_id from workspace where id = ?", (workspace_id,))
    if row is None:
        raise NotFound("The workspace does not exist", hint="Choose another workspace.")
    return str(row["org_id"])


def _one(rows: Rows, org_id: str, condition: str, values: tuple[str, ...]) -> EndUser | None:
    found = rows.all(
        f"select {TABLE.select()} from end_user where org_id = ? and {condition}",
        (org_id, *values),
    )
    return next(iter(_with_connections(rows, org_id, found)), None)


def _with_connections(rows: Rows, org_id: str, found: list[Row]) -> list[EndUserRow]:
    if not found:
        return []
    connected = _connected(rows, org_id, found)
    return [
        EndUserRow(
            **TABLE.values(row),
            connection_count=len(connected.get(row["external_id"], ())),
            integrations=sorted(set(connected.get(row["external_id"], ()))),
        )
        for row in found
    ]


def _connected(rows: Rows, org_id: str, found: list[Row]) -> dict[str, list[str]]:
    """The integrations of each one's connections, by external id; all are of one workspace."""
    external_ids = [row["external_id"] for row in found]
    values: tuple[Any, ...] = (org_id, found[0]["workspace_id"], *external_ids)
    connections = rows.all(
        "select end_user_id, integration_name from connection where org_id = ? "
        f"and workspace_id = ? and end_user_id in ({marks(external_ids)}) and state = 'active'",
        values,
    )
    connected: dict[str, list[str]] = {}
    for row in connections:
        connected.setdefault(row["end_user_id"], []).append(row["integration_name"])
    return connected
