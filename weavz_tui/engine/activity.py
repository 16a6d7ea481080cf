"""The record of executions and what they add up to (wire E.11, E.12)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from weavz_tui.engine.calls.limits import month_bounds, month_of
from weavz_tui.engine.parts import Parts
from weavz_tui.model.base import now
from weavz_tui.model.errors import NotFound, ValidationError
from weavz_tui.model.execution import ExecutionRecord, ExecutionRow
from weavz_tui.model.lists import ActivityQuery, Page
from weavz_tui.model.status import FailedExecutions, HourOfUse, UsageReport
from weavz_tui.store import executions, usage
from weavz_tui.store.protocol import Rows
from weavz_tui.store.usage import Count, UsageOfMonth

MONTH = re.compile(r"2[0-9]{3}-(0[1-9]|1[0-2])")
RECENT = timedelta(hours=23)


class LocalActivity:
    """Executions that the caller may see."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def list(self, query: ActivityQuery) -> Page[ExecutionRow]:
        """A page, newest first."""
        wanted = await self._parts.placed(query)
        if wanted.server_id is not None:
            wanted = replace(wanted, server_id=wanted.server_id.removeprefix("srv_"))
        within = self._parts.principal.workspace_ids
        return await self._parts.read(
            lambda rows: executions.page(rows, self._parts.org_id, wanted, within)
        )

    async def get(self, id: str) -> ExecutionRecord:
        """One execution with its payloads; raises NotFound, ScopeDenied."""
        found = await self._parts.read(lambda rows: executions.get(rows, self._parts.org_id, id))
        if found is None:
            raise NotFound(
                f"Execution '{id}' not found",
                details={"executionId": id},
                hint="it may have passed the retention time",
            )
        self._parts.principal.require(found.workspace_id)
        return found


async def usage_report(parts: Parts, month: str = "") -> UsageReport:
    """Executions of a calendar month, `2026-11`; empty: of the present one. A caller who reaches
    some workspaces alone gets theirs. Raises ValidationError."""
    moment = now()
    wanted = first_of(month) if month else moment
    organisation = await parts.directory.organisation(parts.org_id)
    within, org_id = parts.principal.workspace_ids, parts.org_id

    def read(rows: Rows) -> tuple[UsageOfMonth, list[str], list[Count]]:
        since = moment - RECENT
        return (
            usage.report(rows, org_id, month_of(wanted), within),
            usage.months(rows, org_id, within),
            usage.hours(rows, org_id, since, within),
        )

    found, months, hours = await parts.read(read)
    start, end = month_bounds(wanted)
    return UsageReport(
        actions=found.all,
        counted=found.counted,
        limit=organisation.monthly_quota,
        by_source=dict(_ran(found.by_source)),
        by_action=_ran(found.by_action),
        by_day=_ran(found.by_day),
        by_workspace=_ran(found.by_workspace),
        failed=FailedExecutions(
            total=found.failed,
            by_source=_failed(found.by_source),
            by_action=_failed(found.by_action),
            by_day=_failed(found.by_day),
            by_workspace=_failed(found.by_workspace),
        ),
        by_hour=[
            HourOfUse(hour=_hour(each.name), runs=each.runs, failed=each.failed) for each in hours
        ],
        months=months,
        start=start,
        end=end,
    )


def first_of(month: str) -> datetime:
    """The first moment of a month, `2026-11`; raises ValidationError."""
    if MONTH.fullmatch(month):
        return datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC)
    raise ValidationError.of(
        f"{month!r} is not a month", month="is not a month; write it as 2026-11"
    )


def _hour(name: str) -> datetime:
    return datetime.fromisoformat(f"{name}:00:00+00:00")


def _ran(counts: Sequence[Count]) -> list[tuple[str, int]]:
    return [(each.name, each.runs) for each in counts if each.runs]


def _failed(counts: Sequence[Count]) -> dict[str, int]:
    return {each.name: each.failed for each in counts if each.failed}
