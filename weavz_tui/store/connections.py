"""Connections. The secret is in the vault; `state` and `next_gen` say how far a change of it is,
so that a crash between vault and database can be mended (research, vault)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from weavz_tui.model.base import iso, now
from weavz_tui.model.entities import Connection
from weavz_tui.model.errors import ConnectionNotFound
from weavz_tui.store import oauth_grants
from weavz_tui.store.connection_lists import page, row
from weavz_tui.store.protocol import Rows
from weavz_tui.store.tables import CONNECTION as TABLE

__all__ = [
    "UNTESTED",
    "UnfinishedConnection",
    "activate",
    "begin_delete",
    "begin_rotate",
    "explicit",
    "finish_rotate",
    "get",
    "insert_creating",
    "of_end_user",
    "own",
    "own_by_user",
    "page",
    "refuse",
    "remove",
    "row",
    "tested",
    "touch",
    "unfinished",
    "update",
    "visible",
]

# How exact `last_used_at` is; a write for every call would say no more to a person.
USE_EXACTNESS = timedelta(seconds=60)

UNTESTED: Mapping[str, None] = {"tested_at": None, "test_ok": None}
"""What a change of the secret, the account or the address makes of the last test."""

VAULT_COLUMNS = frozenset({"generation"})


@dataclass(frozen=True, slots=True)
class UnfinishedConnection:
    """A connection whose secret was being written or removed when something ended too early."""

    org_id: str
    id: str
    state: Literal["creating", "active", "deleting"]
    generation: int
    next_gen: int | None


def insert_creating(rows: Rows, connection: Connection) -> None:
    """Add a connection whose secret is not in the vault yet; nobody sees it. Raises Duplicate."""
    TABLE.insert(rows, connection, state="creating", next_gen=None)
    _changed(rows, connection)


def activate(rows: Rows, org_id: str, id: str, generation: int) -> None:
    """The first secret is in the vault, in this generation."""
    _step(rows, org_id, id, "state = 'active', generation = ?, next_gen = null", (generation,))


def begin_rotate(rows: Rows, org_id: str, id: str) -> int:
    """The secret is about to be replaced; the generation to write. Raises ConnectionNotFound."""
    connection = get(rows, org_id, id)
    if connection is None:
        raise ConnectionNotFound("There is no such connection")
    _step(rows, org_id, id, "next_gen = generation + 1", ())
    return connection.generation + 1


def finish_rotate(rows: Rows, org_id: str, id: str, generation: int) -> None:
    """The secret of this generation is in the vault."""
    changes = "generation = ?, next_gen = null, updated_at = ?"
    _step(rows, org_id, id, changes, (generation, iso(now())))


def begin_delete(rows: Rows, org_id: str, id: str) -> None:
    """The secret is about to be removed; from now on nobody sees the connection."""
    _step(rows, org_id, id, "state = 'deleting'", ())


def remove(rows: Rows, org_id: str, id: str) -> None:
    """The secret is gone: the row goes too, and integrations stop naming it."""
    found = rows.one(
        "select workspace_id from connection where org_id = ? and id = ?", (org_id, id)
    )
    TABLE.delete(rows, org_id, id)
    oauth_grants.forget(rows, org_id, id)
    cleared = "update workspace_integration set connection_id = null"
    if rows.run(f"{cleared} where org_id = ? and connection_id = ?", (org_id, id)):
        rows.changed("workspace_integration")
    rows.changed("connection", found["workspace_id"] if found else None)


def unfinished(rows: Rows) -> list[UnfinishedConnection]:
    """Every connection, of any organisation, that a crash left between vault and database."""
    found = rows.all(
        "select org_id, id, state, generation, next_gen from connection "
        "where state <> 'active' or next_gen is not null"
    )
    return [UnfinishedConnection(**row) for row in found]


def ids(rows: Rows) -> list[str]:
    """Every connection of every organisation, unfinished ones too: all that a vault may hold."""
    return [row["id"] for row in rows.all("select id from connection")]


def update(rows: Rows, connection: Connection) -> bool:
    """Write it over the one with its id, but for the generation, which only a change of the secret
    moves; whether it is there. Raises Duplicate."""
    found = TABLE.update(rows, connection, connection.org_id, keep=VAULT_COLUMNS)
    _changed(rows, connection)
    return found


def touch(rows: Rows, org_id: str, id: str, moment: datetime) -> None:
    """It was used; kept to the minute, so that most calls write nothing."""
    touched = rows.run(
        "update connection set last_used_at = ? where org_id = ? and id = ? "
        "and (last_used_at is null or last_used_at < ?)",
        (iso(moment), org_id, id, iso(moment - USE_EXACTNESS)),
    )
    if touched:
        rows.changed("connection_use")


def tested(rows: Rows, tested: Connection, moment: datetime, ok: bool) -> None:
    """It was tested as it stood then; one with another secret or address by now was not. Tokens are
    refreshed meanwhile, and are of the same account."""
    written = rows.run(
        "update connection set tested_at = ?, test_ok = ? where org_id = ? and id = ? "
        "and (generation = ? or type in ('OAUTH2', 'PLATFORM_OAUTH2')) and base_url is ?",
        (iso(moment), int(ok), tested.org_id, tested.id, tested.generation, tested.base_url),
    )
    if written:
        rows.changed("connection", tested.workspace_id)


def refuse(rows: Rows, org_id: str, id: str, generation: int) -> bool:
    """Its credential of this generation is good for nothing any more: only a person can mend it.
    False where it has a later one meanwhile."""
    refused = rows.run(
        "update connection set status = 'ERROR', updated_at = ? "
        "where org_id = ? and id = ? and generation = ? and next_gen is null",
        (iso(now()), org_id, id, generation),
    )
    if refused:
        _step(rows, org_id, id, "next_gen = null", ())
    return refused > 0


def get(rows: Rows, org_id: str, id: str) -> Connection | None:
    """The active connection with an id, or None."""
    condition = "org_id = ? and id = ? and state = 'active'"
    return next(iter(TABLE.where(rows, condition, (org_id, id))), None)


def visible(rows: Rows, org_id: str, workspace_id: str, integration_name: str) -> list[Connection]:
    """Those of an integration that a workspace may share, its own before the organisation's; what
    belongs to one end user is not among them."""
    condition = (
        "org_id = ? and (workspace_id = ? or workspace_id is null) and integration_name = ? "
        "and end_user_id is null and state = 'active'"
    )
    values = (org_id, workspace_id, integration_name)
    return TABLE.where(rows, condition, values, "workspace_id is null, external_id")


def explicit(
    rows: Rows,
    org_id: str,
    integration_name: str | None,
    external_id: str,
    workspace_id: str | None,
) -> list[Connection]:
    """Those with an external id, of one integration or any, seen from one workspace or from
    everywhere; workspace-scoped before organisation-scoped (wire E.5 a)."""
    condition = "org_id = ? and external_id = ? and state = 'active'"
    values: tuple[str, ...] = (org_id, external_id)
    if integration_name is not None:
        condition, values = f"{condition} and integration_name = ?", (*values, integration_name)
    if workspace_id is not None:
        condition += " and (workspace_id = ? or workspace_id is null)"
        values = (*values, workspace_id)
    return TABLE.where(rows, condition, values, "workspace_id is null, integration_name, id")


def own(
    rows: Rows, org_id: str, workspace_id: str, integration_name: str, end_user_id: str
) -> list[Connection]:
    """An end user's own connections of an integration; the newest first."""
    condition = (
        "org_id = ? and workspace_id = ? and integration_name = ? and end_user_id = ? "
        "and state = 'active'"
    )
    values = (org_id, workspace_id, integration_name, end_user_id)
    return TABLE.where(rows, condition, values, "created_at desc, id desc")


def of_end_user(rows: Rows, org_id: str, workspace_id: str, end_user_id: str) -> list[Connection]:
    """Every connection of an end user, by integration."""
    condition = "org_id = ? and workspace_id = ? and end_user_id = ? and state = 'active'"
    values = (org_id, workspace_id, end_user_id)
    return TABLE.where(rows, condition, values, "integration_name, external_id")


def own_by_user(
    rows: Rows, org_id: str, workspace_id: str, integration_name: str
) -> dict[str, Connection]:
    """The connection that each end user (by external id) would use as their own."""
    condition = (
        "org_id = ? and workspace_id = ? and integration_name = ? and end_user_id is not null "
        "and state = 'active'"
    )
    values = (org_id, workspace_id, integration_name)
    found = TABLE.where(rows, condition, values, "created_at, id")
    return {connection.end_user_id: connection for connection in found if connection.end_user_id}


def _step(rows: Rows, org_id: str, id: str, changes: str, values: tuple[int | str, ...]) -> None:
    rows.run(f"update connection set {changes} where org_id = ? and id = ?", (*values, org_id, id))
    found = rows.one(
        "select workspace_id from connection where org_id = ? and id = ?", (org_id, id)
    )
    rows.changed("connection", found["workspace_id"] if found else None)


def _changed(rows: Rows, connection: Connection) -> None:
    rows.changed("connection", connection.workspace_id)
