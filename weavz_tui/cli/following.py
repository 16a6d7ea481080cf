"""Executions as they are recorded."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from weavz_tui.engine.service import Service
from weavz_tui.model.base import now
from weavz_tui.model.execution import ExecutionRow
from weavz_tui.model.lists import ActivityQuery

# A record bears the moment at which its call began, so a long call comes late into the past.
LONGEST_CALL = timedelta(minutes=10)
PAGE = 200
KINDS = frozenset({"execution", "*"})


async def follow(
    service: Service, query: ActivityQuery, before: int
) -> AsyncIterator[ExecutionRow]:
    """The last `before` executions of a query, oldest first, then every new one, without end."""
    changes = service.changes()
    # What is recorded between the two reads is in the second, and shown.
    seen = _ids(await _recent(service, query, {}))
    page = await service.activity.list(replace(query, limit=max(before, 1)))
    seen |= _ids(page.items[:before])
    for each in reversed(page.items[:before]):
        yield each
    async for change in changes:
        if change.kind not in KINDS or _is_elsewhere(query, change.workspace_id):
            continue
        found = await _recent(service, query, seen)
        # What is older is not looked at again.
        oldest = now() - 2 * LONGEST_CALL
        seen = {id: moment for id, moment in seen.items() if moment >= oldest} | _ids(found)
        for each in reversed(found):
            yield each


def _ids(rows: Iterable[ExecutionRow]) -> dict[str, datetime]:
    """When each began, by id."""
    return {each.id: each.created_at for each in rows}


async def _recent(
    service: Service, query: ActivityQuery, seen: Mapping[str, datetime]
) -> list[ExecutionRow]:
    """What was recorded lately and not seen yet, newest first."""
    found: list[ExecutionRow] = []
    since = max(filter(None, (query.since, now() - LONGEST_CALL)))
    wanted = replace(query, limit=PAGE, since=since)
    while True:
        page = await service.activity.list(wanted)
        fresh = [each for each in page.items if each.id not in seen]
        found += fresh
        if page.next is None or (seen and not fresh):
            return found
        wanted = replace(wanted, cursor=page.next)


def _is_elsewhere(query: ActivityQuery, workspace_id: str | None) -> bool:
    return query.workspace_id is not None and workspace_id not in {None, query.workspace_id}
