"""Links to the portals of end users; their values are known by hash alone."""

from __future__ import annotations

from datetime import datetime

from weavz_tui.model.base import Moment, Wire, iso
from weavz_tui.store import token_hashes
from weavz_tui.store.protocol import Rows
from weavz_tui.store.records import Table
from weavz_tui.store.token_hashes import Holder

KIND = "portal_token"


class PortalToken(Wire):
    """A link without its value. `end_user_id` is the internal id; an integration, or an instance,
    restricts what the portal shows."""

    id: str
    org_id: str
    workspace_id: str
    end_user_id: str
    integration_name: str | None = None
    workspace_integration_id: str | None = None
    expires_at: Moment
    created_at: Moment


TABLE = Table("portal_token", PortalToken, tuple(PortalToken.model_fields))


def insert(rows: Rows, token: PortalToken, digest: str) -> None:
    """Add a link whose value has this hash."""
    TABLE.insert(rows, token, token_hash=digest)
    token_hashes.put(rows, digest, Holder(KIND, token.org_id, token.id))
    rows.changed("portal_token", token.workspace_id)


def by_hash(rows: Rows, digest: str) -> tuple[PortalToken, str] | None:
    """The link, of any organisation, whose value has a hash, with the hash that it keeps."""
    holder = token_hashes.find(rows, digest)
    if holder is None or holder.kind != KIND:
        return None
    row = rows.one(
        f"select {TABLE.select()}, token_hash from portal_token where org_id = ? and id = ?",
        (holder.org_id, holder.id),
    )
    return (TABLE.entity(row), str(row["token_hash"])) if row else None


def expire(rows: Rows, moment: datetime) -> int:
    """Forget the links, of every organisation, that ended before a moment; how many."""
    found = rows.all("select org_id, id from portal_token where expires_at < ?", (iso(moment),))
    for row in found:
        token_hashes.forget(rows, row["org_id"], [row["id"]])
    return rows.run("delete from portal_token where expires_at < ?", (iso(moment),))
