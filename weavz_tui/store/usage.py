"""Executions per calendar month (UTC), and the quota (wire E.10, E.11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from weavz_tui.model.enums import Source
from weavz_tui.store.paging import Filter
from weavz_tui.store.protocol import Rows

TOP_ACTIONS = 20


class UsageOfMonth(NamedTuple):
    """`counted` consumed the quota, `all` ran; the lists are (name, runs)."""

    counted: int
    all: int
    by_source: dict[str, int]
    by_action: list[tuple[str, int]]
    by_day: list[tuple[str, int]]


class Tally(NamedTuple):
    """How a call ended, as far as it is counted: `month` is `YYYY-MM`, `day` `YYYY-MM-DD`."""

    org_id: str
    month: str
    day: str
    source: Source | str
    action: str
    counted: bool
    reserved: bool
    success: bool


def reserve(rows: Rows, org_id: str, month: str, limit: int | None) -> bool:
    """Take one execution of the month's quota before the call; False when it is used up. `month`
    is `YYYY-MM`, `limit` None: unlimited. What ran before there was a quota counts."""
    if limit is not None and limit < 1:
        return False
    if rows.one("select 1 from quota where org_id = ? and month = ?", (org_id, month)) is None:
        rows.run(
            "insert into quota (org_id, month, used) values (?, ?, ?)",
            (org_id, month, report(rows, org_id, month).counted),
        )
    condition, values = ("", ()) if limit is None else (" and used < ?", (limit,))
    taken = rows.run(
        f"update quota set used = used + 1 where org_id = ? and month = ?{condition}",
        (org_id, month, *values),
    )
    rows.changed("usage")
    return taken > 0


def settle(rows: Rows, tally: Tally, runs: int = 1) -> None:
    """Record how `runs` calls of one kind ended: successes are counted in their day, source and
    action; a reservation that was not consumed is given back. Watchers are told by the execution
    that is written with it."""
    org_id, month, day, source, action, counted, reserved, success = tally
    consumed = success and counted
    if consumed is not reserved:
        rows.run(
            "update quota set used = used + ? where org_id = ? and month = ?",
            (runs if consumed else -runs, org_id, month),
        )
    if success:
        rows.run(
            "insert into usage (org_id, month, day, source, action, runs, counted) "
            "values (?, ?, ?, ?, ?, ?, ?) on conflict (org_id, month, day, source, action) "
            "do update set runs = usage.runs + excluded.runs, "
            "counted = usage.counted + excluded.counted",
            (org_id, month, day, str(source), action, runs, runs * counted),
        )


def report(rows: Rows, org_id: str, month: str) -> UsageOfMonth:
    """The month in figures."""
    totals = rows.one(
        "select coalesce(sum(counted), 0) as counted, coalesce(sum(runs), 0) as runs "
        "from usage where org_id = ? and month = ?",
        (org_id, month),
    ) or {"counted": 0, "runs": 0}
    return UsageOfMonth(
        counted=totals["counted"],
        all=totals["runs"],
        by_source=dict(_grouped(rows, org_id, month, "source", "runs desc, name")),
        by_action=_grouped(rows, org_id, month, "action", "runs desc, name")[:TOP_ACTIONS],
        by_day=_grouped(rows, org_id, month, "day", "name"),
    )


def report_within(
    rows: Rows, org_id: str, month: str, workspace_ids: Collection[str]
) -> UsageOfMonth:
    """What the executions kept of some workspaces come to in a month."""
    filter = (
        Filter()
        .equals("org_id", org_id)
        .within("workspace_id", workspace_ids)
        .with_("created_at >= ? and created_at < ?", f"{month}-01", f"{month}-32")
        .equals("status", "success")
    )
    found = rows.all(
        "select source, integration_name || '.' || action_name as action, "
        f"substr(created_at, 1, 10) as day, count(*) as runs from execution where {filter.sql} "
        "group by source, integration_name || '.' || action_name, substr(created_at, 1, 10)",
        filter.values,
    )
    by: dict[str, Counter[str]] = {name: Counter() for name in ("source", "action", "day")}
    for row in found:
        for name, counter in by.items():
            counter[row[name]] += row["runs"]
    return UsageOfMonth(
        counted=sum(row["runs"] for row in found if row["source"] != Source.PLAYGROUND),
        all=sum(row["runs"] for row in found),
        by_source=dict(by["source"].most_common()),
        by_action=by["action"].most_common(TOP_ACTIONS),
        by_day=sorted(by["day"].items()),
    )


def _grouped(rows: Rows, org_id: str, month: str, column: str, order: str) -> list[tuple[str, int]]:
    found = rows.all(
        f"select {column} as name, sum(runs) as runs from usage where org_id = ? and month = ? "
        f"group by {column} order by {order}",
        (org_id, month),
    )
    return [(row["name"], row["runs"]) for row in found]
