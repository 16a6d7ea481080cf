"""Mending and tidying that no caller waits for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from weavz_tui.engine.calls.idempotency import KEPT
from weavz_tui.engine.parts import Parts
from weavz_tui.model.base import iso, now
from weavz_tui.store import (
    connect_sessions,
    connections,
    executions,
    idempotency,
    mcp_tokens,
    oauth_apps,
    organisations,
    portal_tokens,
    usage,
)
from weavz_tui.store import settings as kept
from weavz_tui.store.protocol import Lane, Rows

PRUNED = "pruned_at"
EVERY = timedelta(hours=6)
HOURS_KEPT = timedelta(days=3)


class Maintenance:
    """What a start finds to do in a home."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._store = parts.store
        self._org_id = parts.org_id
        self._settings = parts.home.settings

    async def run(self) -> None:
        """Bring every organisation under the limits of the settings, forget what is too old or too
        much, mend secrets whose writing was interrupted.

        Raises VaultLocked or VaultUnavailable when unfinished secrets cannot be mended yet.
        """
        await self._limit()
        await self.prune()
        if await self._store.read(connections.unfinished):
            await self._parts.credentials.recover()
        if await self._store.read(oauth_apps.unfinished):
            await self._parts.shared.oauth_clients.secrets.recover()

    async def _limit(self) -> None:
        wanted = {
            "monthly_quota": self._settings.limits_monthly_quota,
            "rate_limit": self._settings.limits_rate_limit,
        }
        for each in await self._store.read(organisations.every):
            if each.model_copy(update=wanted) != each:
                await self._limit_one(each.id, wanted)

    async def _limit_one(self, id: str, limits: Mapping[str, Any]) -> None:
        await self._parts.write(lambda rows: organisations.change(rows, id, limits))

    async def prune(self) -> int:
        """Forget executions beyond the settings' age, number and size; how many. At most every
        six hours."""
        moment = now()

        def due(rows: Rows) -> bool:
            before = kept.get(rows, self._org_id, PRUNED)
            return before is None or datetime.fromisoformat(before) < moment - EVERY

        if not await self._store.read(due):
            return 0

        def forget(rows: Rows) -> int:
            return sum(
                executions.prune(
                    rows,
                    each.id,
                    self._settings.activity_retention_days,
                    self._settings.activity_max_rows,
                    self._settings.activity_max_bytes,
                )
                for each in organisations.every(rows)
            )

        def note(rows: Rows) -> None:
            idempotency.expire(rows, moment - KEPT)
            connect_sessions.expire(rows, moment - KEPT)
            portal_tokens.expire(rows, moment)
            mcp_tokens.expire(rows, moment)
            usage.forget_hours(rows, moment - HOURS_KEPT)
            kept.put(rows, self._org_id, PRUNED, iso(moment))

        forgotten = 0
        while some := await self._store.write(forget, lane=Lane.LOG):
            forgotten += some
        await self._store.write(note, lane=Lane.LOG)
        return forgotten
