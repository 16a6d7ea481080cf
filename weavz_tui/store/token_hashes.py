"""Which record a secret value stands for: keys, bearer tokens and link tokens, by their hash.

The one table that is read before the tenant is known; it is what tells the tenant.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from weavz_tui.store.paging import marks
from weavz_tui.store.protocol import Rows


class Holder(NamedTuple):
    """The record that a value stands for: `kind` is `api_key`, `mcp_token`, `connect_session` or
    `portal_token`."""

    kind: str
    org_id: str
    id: str


def put(rows: Rows, digest: str, holder: Holder) -> None:
    """Let a value stand for a record."""
    rows.run(
        "insert into token_hash (hash, kind, org_id, id) values (?, ?, ?, ?)",
        (digest, holder.kind, holder.org_id, holder.id),
    )


def find(rows: Rows, digest: str) -> Holder | None:
    """The record that a value stands for, or None."""
    row = rows.one("select kind, org_id, id from token_hash where hash = ?", (digest,))
    return Holder(row["kind"], row["org_id"], row["id"]) if row else None


def forget(rows: Rows, org_id: str, ids: Sequence[str]) -> int:
    """Let no value stand for these records any more; of how many values."""
    if not ids:
        return 0
    return rows.run(
        f"delete from token_hash where org_id = ? and id in ({marks(ids)})", (org_id, *ids)
    )
