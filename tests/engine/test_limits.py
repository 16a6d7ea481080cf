"""Requests per minute and the calendar month."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from weavz_tui.engine.limits import RateLimiter, month_bounds, month_of
from weavz_tui.engine.principal import Principal
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import RateLimited


def test_a_limit_of_none_at_all_refuses_everybody() -> None:
    with pytest.raises(RateLimited):
        RateLimiter().take(Principal("o", Source.REST), 0)


def test_the_minute_of_the_limit_slides() -> None:
    moments = iter([0.0, 30.0, 59.0, 60.0])
    limiter = RateLimiter(lambda: next(moments))
    principal = Principal("o", Source.REST)
    for _ in range(2):
        limiter.take(principal, 2)
    with pytest.raises(RateLimited) as caught:
        limiter.take(principal, 2)
    assert caught.value.details["retryAfter"] == 1.0
    limiter.take(principal, 2)


def test_a_month_ends_at_midnight_of_utc_also_in_december() -> None:
    last = datetime.fromisoformat("2027-01-01T01:30:00+02:00")
    assert month_of(last) == "2026-12"
    assert month_bounds(last) == (
        datetime(2026, 12, 1, tzinfo=UTC),
        datetime(2027, 1, 1, tzinfo=UTC),
    )
