"""Executions per calendar month (UTC), and the quota (wire E.10, E.11)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from weavz_tui.model.base import iso
from weavz_tui.model.enums import Source
from weavz_tui.store.paging import Filter
from weavz_tui.store.protocol import Rows

TOP_ACTIONS = 100
HOUR = len("2026-11-22T13")
UNKNOWN = "(not recorded)"
DELETED = "(deleted)"

# What is behind each name: a deleted workspace keeps its runs, and so do runs of a time when their
# workspace was not noted.
_NAMES = {
    "source": "u.source",
    "action": "u.action",
    "day": "u.day",
    "workspace": f"coalesce(w.slug, case when u.workspace_id = '' then '{UNKNOWN}' "
    f"else '{DELETED}' end)",
}


class Count(NamedTuple):
    """Executions of one name: successful ones and failed ones."""

    name: str
    runs: int
    failed: int


class UsageOfMonth(NamedTuple):
    """`counted` consumed the quota, `all` ran, `failed` ended in an error. Sources, actions and
    workspaces come with the most runs first, days in order."""

    counted: int
    all: int
    failed: int
    by_source: list[Count]
    by_action: list[Count]
    by_day: list[Count]
    by_workspace: list[Count]


class Tally(NamedTuple):
    """How a call ended, as far as it is counted: `hour` is the beginning of the moment it began,
    `2026-11-22T13`."""

    org_id: str
    workspace_id: str
    hour: str
    source: Source | str
    action: str
    counted: bool
    reserved: bool
    success: bool
    failed: bool

    @property
    def month(self) -> str:
        """`2026-11`."""
        return self.hour[:7]

    @property
    def day(self) -> str:
        """`2026-11-22`."""
        return self.hour[:10]


class Wanted(NamedTuple):
    """Executions to reserve: for calls that wait, and for those that may come."""

    needed: int = 1
    ahead: int = 0


ONE = Wanted()

# No more than this part of what is left of a quota is taken ahead of need.
AHEAD = 16


def reserve(rows: Rows, org_id: str, month: str, limit: int | None, wanted: Wanted = ONE) -> int:
    """Take executions of the month's quota before their calls; how many, 0 when it is used up.
    `month` is `YYYY-MM`, `limit` None: unlimited. What ran before there was a quota counts."""
    if limit is not None and limit < 1:
        return 0
    found = rows.one("select used from quota where org_id = ? and month = ?", (org_id, month))
    used = report(rows, org_id, month).counted if found is None else found["used"]
    if found is None:
        rows.run("insert into quota (org_id, month, used) values (?, ?, ?)", (org_id, month, used))
    taken = wanted.needed + wanted.ahead
    if limit is not None:
        left = max(0, limit - used)
        taken = min(left, wanted.needed + min(wanted.ahead, left // AHEAD))
    if taken:
        _move(rows, org_id, month, taken)
        rows.changed("usage")
    return taken


def give_back(rows: Rows, org_id: str, month: str, count: int) -> None:
    """Return executions of the month's quota that no call has consumed."""
    _move(rows, org_id, month, -count)
    rows.changed("usage")


def _move(rows: Rows, org_id: str, month: str, by: int) -> None:
    rows.run("update quota set used = used + ? where org_id = ? and month = ?", (by, org_id, month))


def settle(rows: Rows, tally: Tally, runs: int = 1) -> None:
    """Record how `runs` calls of one kind ended: successes and failures are counted in their day,
    hour, workspace, source and action; a reservation that was not consumed is given back. Watchers
    are told by the execution that is written with it."""
    consumed = tally.success and tally.counted
    if consumed is not tally.reserved:
        _move(rows, tally.org_id, tally.month, runs if consumed else -runs)
    if not tally.success and not tally.failed:
        return
    ran, failed = runs * tally.success, runs * tally.failed
    rows.run(
        "insert into usage (org_id, month, day, workspace_id, source, action, runs, counted, "
        "failed) values (?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "on conflict (org_id, month, day, workspace_id, source, action) "
        "do update set runs = usage.runs + excluded.runs, "
        "counted = usage.counted + excluded.counted, failed = usage.failed + excluded.failed",
        (tally.org_id, tally.month, tally.day, tally.workspace_id, str(tally.source),
         tally.action, ran, ran * tally.counted, failed),
    )  # fmt: skip
    rows.run(
        "insert into usage_hour (org_id, hour, workspace_id, runs, failed) "
        "values (?, ?, ?, ?, ?) on conflict (org_id, hour, workspace_id) "
        "do update set runs = usage_hour.runs + excluded.runs, "
        "failed = usage_hour.failed + excluded.failed",
        (tally.org_id, tally.hour, tally.workspace_id, ran, failed),
    )


def report(
    rows: Rows, org_id: str, month: str, within: Collection[str] | None = None
) -> UsageOfMonth:
    """The month in figures; `within` are the workspaces that are meant, None: all of them."""
    filter = _of(org_id, within).equals("u.month", month)
    totals = rows.all(
        "select coalesce(sum(u.counted), 0) as counted, coalesce(sum(u.runs), 0) as runs, "
        f"coalesce(sum(u.failed), 0) as failed from usage u where {filter.sql}",
        filter.values,
    )[0]
    return UsageOfMonth(
        counted=totals["counted"],
        all=totals["runs"],
        failed=totals["failed"],
        by_source=_grouped(rows, filter, "source"),
        by_action=_grouped(rows, filter, "action")[:TOP_ACTIONS],
        by_day=sorted(_grouped(rows, filter, "day")),
        by_workspace=_grouped(rows, filter, "workspace"),
    )


def months(rows: Rows, org_id: str, within: Collection[str] | None = None) -> list[str]:
    """The months in which something ran or failed, the newest first."""
    filter = _of(org_id, within)
    found = rows.all(
        f"select distinct u.month from usage u where {filter.sql} order by u.month desc",
        filter.values,
    )
    return [row["month"] for row in found]


def hours(
    rows: Rows, org_id: str, since: datetime, within: Collection[str] | None = None
) -> list[Count]:
    """Hours since a moment in which something ran or failed, in order."""
    filter = _of(org_id, within).with_("u.hour >= ?", iso(since)[:HOUR])
    found = rows.all(
        "select u.hour as name, sum(u.runs) as runs, sum(u.failed) as failed from usage_hour u "
        f"where {filter.sql} group by u.hour order by u.hour",
        filter.values,
    )
    return [Count(**row) for row in found]


def forget_hours(rows: Rows, before: datetime) -> None:
    """Hours that nobody watches any more."""
    rows.run("delete from usage_hour where hour < ?", (iso(before)[:HOUR],))


def _of(org_id: str, within: Collection[str] | None) -> Filter:
    return Filter().equals("u.org_id", org_id).within("u.workspace_id", within)


def _grouped(rows: Rows, filter: Filter, by: str) -> list[Count]:
    workspaces = "left join workspace w on w.org_id = u.org_id and w.id = u.workspace_id "
    found = rows.all(
        f"select {_NAMES[by]} as name, sum(u.runs) as runs, sum(u.failed) as failed "
        f"from usage u {workspaces if by == 'workspace' else ''}where {filter.sql} "
        f"group by {_NAMES[by]} order by sum(u.runs) desc, sum(u.failed) desc, name",
        filter.values,
    )
    return [Count(**row) for row in found]
