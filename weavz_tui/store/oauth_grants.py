"""How connections were authorised, and the lease under which one process renews a token.

None of these writes tells watchers: a lease is nobody's business but that of those who want it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from weavz_tui.model.base import iso
from weavz_tui.store.protocol import Rows

COLUMNS = "app_id, owner, deadline, failures, failed_at, failure"


@dataclass(frozen=True, slots=True)
class OAuthGrant:
    """`app_id` None: not known, as of tokens given by hand. `deadline` and `failed_at` are ISO
    8601; `failures` counts refreshes that failed since the last good one, `failure` says how."""

    app_id: str | None = None
    owner: str | None = None
    deadline: str | None = None
    failures: int = 0
    failed_at: str | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Lease:
    """The right of `owner` to renew a connection's token, from `moment` for `span`."""

    owner: str
    moment: datetime
    span: timedelta


@dataclass(frozen=True, slots=True)
class Failure:
    """A refresh that came to nothing; `counted` where that says something against the grant."""

    message: str
    moment: datetime
    counted: bool


def get(rows: Rows, org_id: str, connection_id: str) -> OAuthGrant:
    """What is known; an empty one where nothing is."""
    row = rows.one(
        f"select {COLUMNS} from oauth_grant where org_id = ? and connection_id = ?",
        (org_id, connection_id),
    )
    return OAuthGrant(**row) if row else OAuthGrant()


def authorised(rows: Rows, org_id: str, connection_id: str, app_id: str | None) -> None:
    """The connection has fresh tokens that this app got; earlier failures are forgotten."""
    rows.run(
        f"insert into oauth_grant (org_id, connection_id, {COLUMNS}) "
        "values (?, ?, ?, null, null, 0, null, null) on conflict (org_id, connection_id) "
        "do update set app_id = excluded.app_id, failures = 0, failed_at = null, failure = null",
        (org_id, connection_id, app_id),
    )


def acquire(rows: Rows, org_id: str, connection_id: str, lease: Lease) -> bool:
    """Take the lease, unless somebody holds it.

    One that would last far longer than its span was written under another clock and is not
    believed; far, because whoever asks may have looked at the clock before the holder did.
    """
    key = (org_id, connection_id)
    moment, end = iso(lease.moment), iso(lease.moment + lease.span)
    rows.run(
        f"insert into oauth_grant (org_id, connection_id, {COLUMNS}) "
        "values (?, ?, null, null, null, 0, null, null) "
        "on conflict (org_id, connection_id) do nothing",
        key,
    )
    taken = rows.run(
        "update oauth_grant set owner = ?, deadline = ? where org_id = ? and connection_id = ? "
        "and (owner is null or owner = ? or deadline <= ? or deadline > ?)",
        (lease.owner, end, *key, lease.owner, moment, iso(lease.moment + 4 * lease.span)),
    )
    return taken > 0


def release(rows: Rows, org_id: str, connection_id: str, owner: str) -> None:
    """Give the lease back, if it is still this owner's."""
    rows.run(
        "update oauth_grant set owner = null, deadline = null "
        "where org_id = ? and connection_id = ? and owner = ?",
        (org_id, connection_id, owner),
    )


def failed(rows: Rows, org_id: str, connection_id: str, failure: Failure) -> None:
    """A refresh came to nothing."""
    rows.run(
        "update oauth_grant set failures = failures + ?, failed_at = ?, failure = ? "
        "where org_id = ? and connection_id = ?",
        (int(failure.counted), iso(failure.moment), failure.message, org_id, connection_id),
    )


def forget(rows: Rows, org_id: str, connection_id: str) -> None:
    """The connection is gone."""
    rows.run(
        "delete from oauth_grant where org_id = ? and connection_id = ?", (org_id, connection_id)
    )


def connections_of(rows: Rows, org_id: str, app_id: str) -> list[str]:
    """The external ids of the connections that an app authorised."""
    found = rows.all(
        "select c.external_id from oauth_grant g join connection c "
        "on c.org_id = g.org_id and c.id = g.connection_id "
        "where g.org_id = ? and g.app_id = ? order by c.external_id",
        (org_id, app_id),
    )
    return [row["external_id"] for row in found]
