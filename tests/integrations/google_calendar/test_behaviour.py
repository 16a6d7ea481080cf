"""What Calendar's actions send, refuse and say."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.integrations.contexts import answering, requests_of, run
from tests.integrations.google_calendar.service import answer
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.google_calendar import integration
from weavz_tui.model.http import Request

ONE = {"eventId": "e1"}


async def last(action: str, **inputs: Any) -> Request:
    """The last request of an action."""
    requests = await requests_of(integration, action, inputs, transport=answering(answer))
    return requests[-1]


async def body(action: str, **inputs: Any) -> Any:
    """What the last request of an action carries."""
    return json.loads((await last(action, **inputs)).content)


@pytest.mark.parametrize(
    ("written", "zone", "sent"),
    [
        ("2026-12-01", None, {"date": "2026-12-01"}),
        ("2026-12-01T09:30:00Z", None, {"dateTime": "2026-12-01T09:30:00Z"}),
        (
            "2026-12-01 09:30",
            "Asia/Tokyo",
            {"dateTime": "2026-12-01T09:30", "timeZone": "Asia/Tokyo"},
        ),
        ("2026-12-01T09:30", None, {"dateTime": "2026-12-01T09:30", "timeZone": "Europe/Berlin"}),
    ],
)
async def test_a_time_without_a_zone_is_in_the_calendars(
    written: str, zone: str | None, sent: dict[str, str]
) -> None:
    given = {"summary": "Tea", "startDateTime": written, "endDateTime": written}
    more = {"timeZone": zone} if zone else {}
    assert (await body("create_event", **given, **more))["start"] == sent


async def test_a_bound_without_an_offset_gets_the_calendars() -> None:
    request = await last("list_events", timeMin="2026-12-01")
    assert parse_qs(urlsplit(request.url).query)["timeMin"] == ["2026-12-01T00:00:00+01:00"]


async def test_whole_days_replace_hours() -> None:
    sent = await body("update_event", **ONE, startDateTime="2026-12-01")
    assert sent == {"start": {"date": "2026-12-01", "dateTime": None}}


async def test_ordering_by_start_gives_repetitions_by_themselves() -> None:
    request = await last("list_events", orderBy="startTime")
    assert parse_qs(urlsplit(request.url).query)["singleEvents"] == ["true"]


async def test_a_calendars_id_stays_one_part_of_the_path() -> None:
    request = await last("get_event", calendarId="a/b#c@group.calendar.google.com", eventId="e1")
    assert "/calendars/a%2Fb%23c%40group.calendar.google.com/events/e1" in request.url


async def test_a_deletion_says_what_is_gone() -> None:
    gone = await run(integration, "delete_event", ONE, transport=answering(answer))
    assert gone == {"deleted": True, "eventId": "e1"}


async def test_a_change_changes_something() -> None:
    with pytest.raises(ValidationError):
        await last("update_event", **ONE)


async def test_googles_message_and_reason_are_told() -> None:
    with pytest.raises(ActionFailed) as caught:
        await last("custom_api_call", url="/calendar/v3/nothing", method="GET")
    assert caught.value.details == {"message": "Not Found (notFound)", "statusCode": 404}
