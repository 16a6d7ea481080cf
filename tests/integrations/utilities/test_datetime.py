"""datetime: what is read, written and calculated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from tests.integrations.contexts import run
from weavz_tui.catalog import ValidationError
from weavz_tui.integrations.datetime import integration, relative


@pytest.mark.parametrize(
    ("text", "zone", "iso"),
    [
        ("2026-11-22T15:04:05Z", None, "2026-11-22T15:04:05+00:00"),
        ("2026-11-22T15:04:05+02:00", None, "2026-11-22T13:04:05+00:00"),
        ("2026-11-22", None, "2026-11-22T00:00:00+00:00"),
        ("2026-11-22 15:04", "Europe/Paris", "2026-11-22T15:04:00+01:00"),
        ("2026-07-22 15:04", "Europe/Paris", "2026-07-22T15:04:00+02:00"),
        ("2026-11-22T15:04:05Z", "America/New_York", "2026-11-22T10:04:05-05:00"),
        ("May 3, 2026 5pm", None, "2026-05-03T17:00:00+00:00"),
        ("Sun, 22 Nov 2026 15:04:05 +0000", None, "2026-11-22T15:04:05+00:00"),
        ("1700000000", None, "2023-11-14T22:13:20+00:00"),
        ("1700000000123", None, "2023-11-14T22:13:20.123000+00:00"),
    ],
)
async def test_dates_are_read(text: str, zone: str | None, iso: str) -> None:
    inputs = {"dateString": text, **({"timezone": zone} if zone else {})}
    assert (await run(integration, "parse_date", inputs))["iso"] == iso


async def test_a_date_is_told_in_its_parts() -> None:
    found = await run(integration, "parse_date", {"dateString": "2026-11-22T15:04:05Z"})
    assert found == {
        "iso": "2026-11-22T15:04:05+00:00",
        "utc": "2026-11-22T15:04:05Z",
        "timestamp": 1795359845,
        "timestampMs": 1795359845000,
        "date": "2026-11-22",
        "time": "15:04:05",
        "year": 2026,
        "month": 11,
        "day": 22,
        "hour": 15,
        "minute": 4,
        "second": 5,
        "dayOfWeek": "Sunday",
        "week": 47,
        "dayOfYear": 326,
        "timezone": "UTC",
    }


async def test_words_for_days_are_read_in_the_zone() -> None:
    now = datetime.now(UTC)
    found = await run(integration, "parse_date", {"dateString": "now"})
    assert abs(datetime.fromisoformat(found["iso"]) - now) < timedelta(minutes=1)
    days = [
        datetime.fromisoformat((await run(integration, "parse_date", {"dateString": word}))["iso"])
        for word in ("yesterday", "today", "tomorrow")
    ]
    assert [after - before for before, after in pairwise(days)] == [timedelta(days=1)] * 2


@pytest.mark.parametrize("text", ["", "garbage", "2026-13-01", "99999999999999999999"])
async def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await run(integration, "parse_date", {"dateString": text})
    assert set(caught.value.fields) == {"dateString"}


@pytest.mark.parametrize("zone", ["Nowhere/Land", "../etc/passwd", "x\0y"])
async def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await run(integration, "parse_date", {"dateString": "now", "timezone": zone})
    assert set(caught.value.fields) == {"timezone"}


@pytest.mark.parametrize(
    ("format", "written"),
    [
        ("iso", "2026-11-02T15:04:05+00:00"),
        ("us", "11/02/2026"),
        ("eu", "02/11/2026"),
        ("long", "Monday, November 2, 2026"),
        ("short", "Nov 2, 2026"),
        ("time", "15:04:05"),
        ("datetime", "2026-11-02 15:04:05"),
    ],
)
async def test_dates_are_written(format: str, written: str) -> None:
    inputs = {"date": "2026-11-02T15:04:05Z", "format": format}
    assert (await run(integration, "format_date", inputs))["formatted"] == written


async def test_a_date_is_written_as_seen_from_now() -> None:
    date = (datetime.now(UTC) - timedelta(hours=2, seconds=5)).isoformat()
    found = await run(integration, "format_date", {"date": date, "format": "relative"})
    assert found["formatted"] == "2 hours ago"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "just now"),
        (-59, "just now"),
        (-60, "1 minute ago"),
        (3600, "in 1 hour"),
        (-86400 * 3, "3 days ago"),
        (86400 * 14, "in 2 weeks"),
        (-86400 * 365, "1 year ago"),
        (86400 * 61, "in 2 months"),
    ],
)
def test_spans_are_told_in_words(seconds: float, words: str) -> None:
    assert relative(seconds) == words


@pytest.mark.parametrize(
    ("date", "operation", "amount", "unit", "zone", "iso"),
    [
        ("2026-01-31", "add", 1, "months", None, "2026-02-28T00:00:00+00:00"),
        ("2024-02-29", "add", 1, "years", None, "2025-02-28T00:00:00+00:00"),
        ("2026-01-01", "subtract", 1, "days", None, "2025-12-31T00:00:00+00:00"),
        ("2026-01-01", "add", 1.5, "hours", None, "2026-01-01T01:30:00+00:00"),
        ("2026-01-01", "add", -2, "weeks", None, "2025-12-18T00:00:00+00:00"),
        ("2026-03-28 12:00", "add", 1, "days", "Europe/Paris", "2026-03-29T12:00:00+02:00"),
        ("2026-03-28 12:00", "add", 24, "hours", "Europe/Paris", "2026-03-29T13:00:00+02:00"),
    ],
)
async def test_dates_are_calculated(
    date: str, operation: str, amount: float, unit: str, zone: str | None, iso: str
) -> None:
    inputs = {"date": date, "operation": operation, "amount": amount, "unit": unit}
    given = inputs | ({"timezone": zone} if zone else {})
    assert (await run(integration, "date_math", given))["iso"] == iso


@pytest.mark.parametrize(
    ("amount", "unit"), [(1.5, "months"), (99999, "years"), (1e300, "days"), (1e18, "seconds")]
)
async def test_amounts_that_lead_nowhere_are_refused(amount: float, unit: str) -> None:
    inputs = {"date": "2026-01-01", "operation": "add", "amount": amount, "unit": unit}
    with pytest.raises(ValidationError) as caught:
        await run(integration, "date_math", inputs)
    assert set(caught.value.fields) == {"amount"}


@pytest.mark.parametrize(
    ("date", "more", "expected"),
    [
        ("2026-11-20T10:00:00Z", {}, True),
        ("2026-11-20T08:59:59Z", {}, False),
        ("2026-11-20T17:00:00Z", {}, False),
        ("2026-11-22T10:00:00Z", {}, False),
        ("2026-11-22T10:00:00Z", {"workDays": [0]}, True),
        ("2026-11-22T10:00:00Z", {"workDays": ["sun", "Monday"]}, True),
        ("2026-11-20T08:30:00Z", {"startHour": 8.5}, True),
        ("2026-11-20T08:30:00Z", {"timezone": "Europe/Paris"}, True),
        ("2026-11-21T03:00:00Z", {"startHour": 22, "endHour": 6}, True),
        ("2026-11-22T23:00:00Z", {"startHour": 22, "endHour": 6}, False),
    ],
)
async def test_working_hours(date: str, more: dict[str, Any], expected: bool) -> None:
    found = await run(integration, "is_business_hours", {"date": date, **more})
    assert found["isBusinessHours"] is expected


@pytest.mark.parametrize("day", ["xx", 8, -1, "t", True])
async def test_what_is_no_day_is_refused(day: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        await run(integration, "is_business_hours", {"workDays": [day]})
    assert set(caught.value.fields) == {"workDays"}
