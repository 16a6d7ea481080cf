"""Idempotency keys: claimed before a call, done with its result after it (wire E.9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from weavz_tui.model.base import iso, now
from weavz_tui.store.protocol import Rows

COLUMNS = "org_id, workspace_id, key, action, fingerprint, state, owner, result, created_at"


@dataclass(frozen=True, slots=True)
class IdempotencyEntry:
    """A key as it is known. `fingerprint` stands for the input, `owner` for the process that
    claimed it, `result` is JSON once `state` is done; `created_at` is ISO 8601."""

    org_id: str
    workspace_id: str
    key: str
    action: str
    fingerprint: str
    owner: str
    state: Literal["claimed", "done"] = "claimed"
    result: str | None = None
    created_at: str = ""


def look_up(rows: Rows, org_id: str, workspace_id: str, key: str) -> IdempotencyEntry | None:
    """What is known of a key, or None."""
    row = rows.one(
        f"select {COLUMNS} from idempotency where org_id = ? and workspace_id = ? and key = ?",
        (org_id, workspace_id, key),
    )
    return IdempotencyEntry(**row) if row else None


def claim(rows: Rows, entry: IdempotencyEntry) -> bool:
    """Claim a key; False when somebody has it already."""
    claimed = rows.run(
        f"insert into idempotency ({COLUMNS}) values (?, ?, ?, ?, ?, 'claimed', ?, null, ?) "
        "on conflict (org_id, workspace_id, key) do nothing",
        (
            entry.org_id,
            entry.workspace_id,
            entry.key,
            entry.action,
            entry.fingerprint,
            entry.owner,
            entry.created_at or iso(now()),
        ),
    )
    rows.changed("idempotency", entry.workspace_id)
    return claimed > 0


def finish(rows: Rows, org_id: str, workspace_id: str, key: str, result_json: str) -> None:
    """The call is over, and this is what it gave."""
    rows.run(
        "update idempotency set state = 'done', result = ? "
        "where org_id = ? and workspace_id = ? and key = ?",
        (result_json, org_id, workspace_id, key),
    )
    rows.changed("idempotency", workspace_id)


def release(rows: Rows, org_id: str, workspace_id: str, key: str) -> None:
    """Nothing was sent: the key is free again. What is done stays."""
    rows.run(
        "delete from idempotency "
        "where org_id = ? and workspace_id = ? and key = ? and state = 'claimed'",
        (org_id, workspace_id, key),
    )
    rows.changed("idempotency", workspace_id)


def expire(rows: Rows, before: datetime) -> int:
    """Forget the keys of before a moment; how many."""
    gone = rows.run("delete from idempotency where created_at < ?", (iso(before),))
    if gone:
        rows.changed("idempotency")
    return gone
