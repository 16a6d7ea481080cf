"""Connect sessions; the values of their links are known by hash alone."""

from __future__ import annotations

from datetime import datetime

from weavz_tui.model.base import iso
from weavz_tui.model.connect import ConnectSession, SessionStatus
from weavz_tui.store import token_hashes
from weavz_tui.store.protocol import Rows
from weavz_tui.store.records import Table
from weavz_tui.store.token_hashes import Holder

KIND = "connect_session"
TABLE = Table("connect_session", ConnectSession, tuple(ConnectSession.model_fields))


def insert(rows: Rows, session: ConnectSession, digest: str) -> None:
    """Add a session whose link has this hash."""
    TABLE.insert(rows, session, token_hash=digest)
    token_hashes.put(rows, digest, Holder(KIND, session.org_id, session.id))
    rows.changed("connect_session", session.workspace_id)


def get(rows: Rows, org_id: str, id: str) -> ConnectSession | None:
    """The session with an id, or None."""
    return TABLE.get(rows, org_id, id)


def by_hash(rows: Rows, digest: str) -> tuple[ConnectSession, str] | None:
    """The session, of any organisation, whose link has a hash, with the hash that it keeps."""
    holder = token_hashes.find(rows, digest)
    if holder is None or holder.kind != KIND:
        return None
    row = rows.one(
        f"select {TABLE.select()}, token_hash from connect_session where org_id = ? and id = ?",
        (holder.org_id, holder.id),
    )
    return (TABLE.entity(row), str(row["token_hash"])) if row else None


def step(rows: Rows, session: ConnectSession, expected: SessionStatus) -> bool:
    """Write a session's status, connection and error over one that has the expected status; False
    where it has another by now, so that a link is used once, whoever is quicker."""
    found = rows.run(
        "update connect_session set status = ?, connection_id = ?, error = ? "
        "where org_id = ? and id = ? and status = ?",
        (
            session.status.value,
            session.connection_id,
            session.error,
            session.org_id,
            session.id,
            expected.value,
        ),
    )
    if found:
        rows.changed("connect_session", session.workspace_id)
    return found > 0


def expire(rows: Rows, moment: datetime) -> int:
    """Forget the sessions, of every organisation, that ended before a moment; how many."""
    found = rows.all("select org_id, id from connect_session where expires_at < ?", (iso(moment),))
    for row in found:
        token_hashes.forget(rows, row["org_id"], [row["id"]])
    return rows.run("delete from connect_session where expires_at < ?", (iso(moment),))
