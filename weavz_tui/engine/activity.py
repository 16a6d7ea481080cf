"""The record of executions and what they add up to (wire E.11, E.12)."""

from __future__ import annotations

from weavz_tui.engine.calls.limits import month_bounds, month_of
from weavz_tui.engine.parts import Parts
from weavz_tui.model.base import now
from weavz_tui.model.errors import NotFound
from weavz_tui.model.execution import ExecutionRecord, ExecutionRow
from weavz_tui.model.lists import ActivityQuery, Page
from weavz_tui.model.status import UsageReport
from weavz_tui.store import executions, usage


class LocalActivity:
    """Executions that the caller may see."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def list(self, query: ActivityQuery) -> Page[ExecutionRow]:
        """A page, newest first."""
        if query.workspace_id is not None:
            await self._parts.workspace(query.workspace_id)
        within = self._parts.principal.workspace_ids
        return await self._parts.read(
            lambda rows: executions.page(rows, self._parts.org_id, query, within)
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


async def usage_report(parts: Parts) -> UsageReport:
    """Executions of the present calendar month; for a caller who reaches some workspaces alone,
    theirs, from the record of executions."""
    moment = now()
    organisation = await parts.directory.organisation(parts.org_id)
    within = parts.principal.workspace_ids
    counted, actions, by_source, by_action, by_day = await parts.read(
        lambda rows: (
            usage.report(rows, parts.org_id, month_of(moment))
            if within is None
            else usage.report_within(rows, parts.org_id, month_of(moment), within)
        )
    )
    start, end = month_bounds(moment)
    return UsageReport(
        actions=actions,
        counted=counted,
        limit=organisation.monthly_quota,
        by_source=by_source,
        by_action=by_action,
        by_day=by_day,
        start=start,
        end=end,
    )
