"""Executions per calendar month (UTC), and the quota (wire E.10, E.11)."""

from __future__ import annotations

from typing import NamedTuple

from weavz_tui.model.enums import Source
from weavz_tui.store.protocol import Rows

TOP_ACTIONS = 20


class UsageOfMonth(NamedTuple):
    """`counted` consumed the quota, `all` ran; the lists are (name, runs)."""

    counted: int
    all: int
    by_source: dict[str, int]
    by_action: list[tuple[str, int]]
    by_day: list[tuple[str, int]]


def reserve(rows: Rows, org_id: str, month: str, limit: int | None) -> bool:
    """Take one execution of the month's quota before the call; False when it is used up. `month`
    is `YYYY-MM`, `limit` None: unlimited."""
    if limit is not None and limit < 1:
        return False
    condition, values = ("", ()) if limit is None else (" where quota.used < ?", (limit,))
    taken = rows.run(
        "insert into quota (org_id, month, used) values (?, ?, 1) "
        f"on conflict (org_id, month) do update set used = quota.used + 1{condition}",
        (org_id, month, *values),
    )
    rows.changed("usage")
    return taken > 0


def settle(  # noqa: PLR0913, PLR0917 - what a call was and how it ended
    rows: Rows,
    org_id: str,
    month: str,
    day: str,
    source: Source | str,
    action: str,
    counted: bool,
    reserved: bool,
    success: bool,
) -> None:
    """Record how a call ended: a success is counted in its day (`YYYY-MM-DD`), source and action; a
    reservation that was not consumed is given back."""
    consumed = success and counted
    if consumed is not reserved:
        _move_quota(rows, org_id, month, 1 if consumed else -1)
    if success:
        rows.run(
            "insert into usage (org_id, month, day, source, action, runs, counted) "
            "values (?, ?, ?, ?, ?, 1, ?) on conflict (org_id, month, day, source, action) "
            "do update set runs = usage.runs + 1, counted = usage.counted + excluded.counted",
            (org_id, month, day, str(source), action, int(counted)),
        )
    rows.changed("usage")


def _move_quota(rows: Rows, org_id: str, month: str, by: int) -> None:
    rows.run(
        "insert into quota (org_id, month, used) values (?, ?, ?) "
        "on conflict (org_id, month) do update set used = quota.used + ?",
        (org_id, month, max(by, 0), by),
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


def _grouped(rows: Rows, org_id: str, month: str, column: str, order: str) -> list[tuple[str, int]]:
    found = rows.all(
        f"select {column} as name, sum(runs) as runs from usage where org_id = ? and month = ? "
        f"group by {column} order by {order}",
        (org_id, month),
    )
    return [(row["name"], row["runs"]) for row in found]
