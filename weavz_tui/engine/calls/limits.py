"""How much may run: requests per minute, executions per month (wire E.3, E.10)."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from weavz_tui.engine.principal import FREE_OF_QUOTA, LIMITED, Principal
from weavz_tui.model.base import iso
from weavz_tui.model.entities import Organisation
from weavz_tui.model.errors import QuotaExceeded, RateLimited

WINDOW = 60.0


@dataclass(frozen=True, slots=True)
class RateState:
    """How much of a limit is left. `limit` and `remaining` are requests per 60 s, `reset` is the
    Unix time, in whole seconds, at which more is left than now (wire C.7)."""

    limit: int
    remaining: int
    reset: int


class RateLimiter:
    """Requests of each organisation in the last 60 seconds, in this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[str, deque[float]] = {}

    def take(self, principal: Principal, limit: int) -> RateState:
        """Count one request; raises RateLimited. Only REST and MCP callers are limited, and a
        request that its door has counted is not counted again."""
        if principal.counted or principal.source not in LIMITED:
            return RateState(limit, limit, 0)
        now = self._clock()
        seen = self._recent(principal.org_id, now)
        if len(seen) >= limit:
            wait = WINDOW - (now - seen[0]) if seen else WINDOW
            details = {"limit": limit, "retryAfter": round(wait, 3), "reset": _reset(wait)}
            raise RateLimited(
                "Too many requests", details=details, hint=f"try again in {wait:.0f} s"
            )
        seen.append(now)
        return _state(seen, now, limit)

    def state(self, org_id: str, limit: int) -> RateState:
        """How much is left of an organisation's limit."""
        now = self._clock()
        return _state(self._recent(org_id, now), now, limit)

    def _recent(self, org_id: str, now: float) -> deque[float]:
        seen = self._seen.setdefault(org_id, deque())
        while seen and seen[0] <= now - WINDOW:
            seen.popleft()
        return seen


def _state(seen: deque[float], now: float, limit: int) -> RateState:
    wait = WINDOW - (now - seen[0]) if seen else 0.0
    return RateState(limit, max(0, limit - len(seen)), _reset(wait))


def _reset(wait: float) -> int:
    return math.ceil(time.time() + wait)


def month_of(moment: datetime) -> str:
    """The calendar month (UTC) that a moment counts for."""
    return iso(moment)[:7]


def month_bounds(moment: datetime) -> tuple[datetime, datetime]:
    """The first moment of the month and of the next one."""
    start = moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    return start, following


def is_counted(principal: Principal) -> bool:
    """Whether its executions count for the month; those of the playground are free."""
    return principal.source not in FREE_OF_QUOTA


def quota_of(principal: Principal, organisation: Organisation) -> int | None:
    """How many places the month has for a call; None where it needs none, as the playground's."""
    return organisation.monthly_quota if is_counted(principal) else None


def quota_exceeded(limit: int, moment: datetime) -> QuotaExceeded:
    """The error of a call for which the month has no place left."""
    _, resets_at = month_bounds(moment)
    return QuotaExceeded(
        "Monthly action quota exceeded",
        details={"limit": limit, "resetsAt": resets_at.isoformat().replace("+00:00", "Z")},
        hint=f"the quota of {limit} executions is used up; it resets on {resets_at:%d %B}",
    )
