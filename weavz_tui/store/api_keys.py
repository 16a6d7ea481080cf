"""API keys of an organisation; their values are known by hash alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from weavz_tui.model.base import iso
from weavz_tui.model.keys import ApiKey
from weavz_tui.model.pages import Page, PageQuery
from weavz_tui.store import token_hashes
from weavz_tui.store.paging import Filter, Listing
from weavz_tui.store.protocol import Rows
from weavz_tui.store.records import Table
from weavz_tui.store.token_hashes import Holder

KIND = "api_key"
USE_EXACTNESS = timedelta(minutes=1)

TABLE = Table(
    "api_key",
    ApiKey,
    (
        "id",
        "org_id",
        "name",
        "key_prefix",
        "permissions",
        "last_used_at",
        "expires_at",
        "created_at",
    ),
    json=frozenset({"permissions"}),
    searched=("name", "key_prefix"),
)

LISTING = Listing(
    table="api_key",
    select=TABLE.select(),
    sorts={
        "created_at": "created_at",
        "name": "name",
        "last_used_at": "coalesce(last_used_at, '')",
        "expires_at": "coalesce(expires_at, '')",
    },
    order="-created_at",
)


def insert(rows: Rows, key: ApiKey, digest: str) -> None:
    """Add a key whose value has this digest."""
    TABLE.insert(rows, key, key_hash=digest)
    token_hashes.put(rows, digest, Holder(KIND, key.org_id, key.id))
    rows.changed("api_key")


def delete(rows: Rows, org_id: str, id: str) -> bool:
    """Remove a key; whether it was there."""
    found = TABLE.delete(rows, org_id, id)
    if found:
        token_hashes.forget(rows, org_id, [id])
        rows.changed("api_key")
    return found


def get(rows: Rows, org_id: str, id: str) -> ApiKey | None:
    """The key with an id, or None."""
    return TABLE.get(rows, org_id, id)


def page(rows: Rows, org_id: str, query: PageQuery) -> Page[ApiKey]:
    """A page of an organisation's keys, the newest first."""
    part = LISTING.page(rows, query, Filter().equals("org_id", org_id))
    return Page([TABLE.entity(row) for row in part.rows], **part.ends)


def by_hash(rows: Rows, digest: str) -> tuple[ApiKey, str] | None:
    """The key, of any organisation, whose value has a hash, with the hash that it keeps."""
    holder = token_hashes.find(rows, digest)
    if holder is None or holder.kind != KIND:
        return None
    row = rows.one(
        f"select {TABLE.select()}, key_hash from api_key where org_id = ? and id = ?",
        (holder.org_id, holder.id),
    )
    return (TABLE.entity(row), str(row["key_hash"])) if row else None


def touch(rows: Rows, org_id: str, id: str, moment: datetime) -> None:
    """It was used; kept to the minute, so that most requests write nothing."""
    touched = rows.run(
        "update api_key set last_used_at = ? where org_id = ? and id = ? "
        "and (last_used_at is null or last_used_at < ?)",
        (iso(moment), org_id, id, iso(moment - USE_EXACTNESS)),
    )
    if touched:
        rows.changed("api_key_use")
