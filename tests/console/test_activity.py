"""When something ran, as the list says it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from weavz_tui.console.text import time_of

MOMENT = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


def test_another_day_is_named() -> None:
    local = MOMENT.astimezone()
    assert time_of(MOMENT, MOMENT) == f"{local:%H:%M:%S}"
    before = time_of(MOMENT - timedelta(days=2), MOMENT)
    assert before == f"{local - timedelta(days=2):%d %b %H:%M}"
    assert len(before) == 12
