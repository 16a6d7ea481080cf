"""Tokens that open MCP servers; their values are known by hash alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from weavz_tui.model.base import Moment, Wire, iso
from weavz_tui.store import token_hashes
from weavz_tui.store.paging import Filter, marks
from weavz_tui.store.protocol import Rows
from weavz_tui.store.records import Table
from weavz_tui.store.token_hashes import Holder

KIND = "mcp_token"
STATIC = "static"


class StoredToken(Wire):
    """A token without its value. `static` is the server's own; `end_user_id` an external id."""

    id: str
    org_id: str
    mcp_server_id: str
    kind: Literal["static", "bearer", "oauth"]
    token_prefix: str
    scopes: list[str]
    end_user_id: str | None = None
    expires_at: Moment | None = None
    created_at: Moment


TABLE = Table("mcp_token", StoredToken, tuple(StoredToken.model_fields), json=frozenset({"scopes"}))


class TokenCounts(NamedTuple):
    """The tokens of a server that are in force."""

    of_end_users: int
    has_static: bool


def insert(rows: Rows, token: StoredToken, digest: str, workspace_id: str) -> None:
    """Add a token whose value has this hash; a static one takes the place of the one before."""
    if token.kind == STATIC:
        forget(rows, token.org_id, token.mcp_server_id, kind=STATIC)
    TABLE.insert(rows, token, token_hash=digest)
    token_hashes.put(rows, digest, Holder(KIND, token.org_id, token.id))
    rows.changed("mcp_token", workspace_id)


def delete(rows: Rows, org_id: str, id: str, workspace_id: str) -> bool:
    """Remove a token; whether it was there."""
    found = TABLE.delete(rows, org_id, id)
    if found:
        token_hashes.forget(rows, org_id, [id])
        rows.changed("mcp_token", workspace_id)
    return found


def forget(
    rows: Rows,
    org_id: str,
    server_id: str,
    *,
    kind: str | None = None,
    end_user_id: str | None = None,
) -> int:
    """Remove every token of a server, or those of a kind or an end user; how many."""
    filter = (
        Filter()
        .equals("org_id", org_id)
        .equals("mcp_server_id", server_id)
        .equals("kind", kind)
        .equals("end_user_id", end_user_id)
    )
    found = rows.all(f"select id from mcp_token where {filter.sql}", filter.values)
    token_hashes.forget(rows, org_id, [row["id"] for row in found])
    return rows.run(f"delete from mcp_token where {filter.sql}", filter.values)


def expire(rows: Rows, moment: datetime) -> int:
    """Forget the tokens, of every organisation, that ended before a moment; how many."""
    found = rows.all("select org_id, id from mcp_token where expires_at < ?", (iso(moment),))
    for row in found:
        token_hashes.forget(rows, row["org_id"], [row["id"]])
    return rows.run("delete from mcp_token where expires_at < ?", (iso(moment),))


def get(rows: Rows, org_id: str, id: str) -> StoredToken | None:
    """The token with an id, or None."""
    return TABLE.get(rows, org_id, id)


def of_server(rows: Rows, org_id: str, server_id: str, moment: datetime) -> list[StoredToken]:
    """The end users' tokens of a server that have not expired, the newest first."""
    condition = (
        "org_id = ? and mcp_server_id = ? and kind <> ? and (expires_at is null or expires_at > ?)"
    )
    values = (org_id, server_id, STATIC, iso(moment))
    return TABLE.where(rows, condition, values, "created_at desc, id")


def has_static(rows: Rows, org_id: str, server_id: str) -> bool:
    """Whether the server has a token of its own."""
    values = (org_id, server_id, STATIC)
    sql = "select 1 from mcp_token where org_id = ? and mcp_server_id = ? and kind = ?"
    return rows.one(sql, values) is not None


def counts(
    rows: Rows, org_id: str, server_ids: Sequence[str], moment: datetime
) -> dict[str, TokenCounts]:
    """How many tokens in force each server has; a server without any is left out."""
    found = rows.all(
        "select mcp_server_id, sum(case when kind = 'static' then 0 else 1 end) as of_end_users, "
        "max(case when kind = 'static' then 1 else 0 end) as has_static from mcp_token "
        f"where org_id = ? and mcp_server_id in ({marks(server_ids)}) "
        "and (expires_at is null or expires_at > ?) group by mcp_server_id",
        (org_id, *server_ids, iso(moment)),
    )
    return {
        row["mcp_server_id"]: TokenCounts(int(row["of_end_users"]), bool(row["has_static"]))
        for row in found
    }


def by_hash(rows: Rows, digest: str) -> tuple[StoredToken, str] | None:
    """The token, of any organisation, whose value has a hash, with the hash that it keeps."""
    holder = token_hashes.find(rows, digest)
    if holder is None or holder.kind != KIND:
        return None
    row = rows.one(
        f"select {TABLE.select()}, token_hash from mcp_token where org_id = ? and id = ?",
        (holder.org_id, holder.id),
    )
    return (TABLE.entity(row), str(row["token_hash"])) if row else None
