"""Every request of every action is one that Google's discovery file describes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integrations.contexts import answering, requests_of, token
from tests.integrations.discovery import Coverage
from tests.integrations.google_calendar.service import ANSWERS, answer, discovery
from tests.integrations.static import Checked
from weavz_tui.integrations.google_calendar import integration

ONE = {"calendarId": "ada@example.org", "eventId": "e1"}
TEA = {"summary": "Tea", "startDateTime": "2026-12-01T09:30", "endDateTime": "2026-12-01T10:00"}

CASES: list[tuple[str, dict[str, Any]]] = [
    ("list_calendars", {}),
    ("list_calendars", {"pageToken": "p2"}),
    ("list_events", {}),
    (
        "list_events",
        {
            "calendarId": "ada@example.org",
            "timeMin": "2026-12-01",
            "timeMax": "2026-12-02T00:00:00Z",
            "maxResults": 5.0,
            "pageToken": "p2",
            "query": "tea",
            "orderBy": "startTime",
        },
    ),
    ("list_events", {"singleEvents": False, "orderBy": "updated"}),
    ("create_event", TEA),
    (
        "create_event",
        {
            **TEA,
            "description": "Earl Grey",
            "location": "Kitchen",
            "timeZone": "Europe/Berlin",
            "attendees": "ada@example.org, b@example.org",
        },
    ),
    ("create_event", {**TEA, "startDateTime": "2026-12-01", "endDateTime": "2026-12-03"}),
    ("update_event", {**ONE, "summary": "Coffee", "startDateTime": "2026-12-01T11:00:00Z"}),
    ("update_event", {**ONE, "startDateTime": "2026-12-01", "endDateTime": "2026-12-02"}),
    ("delete_event", ONE),
    ("get_event", ONE),
    ("custom_api_call", {"url": "/calendar/v3/colors", "method": "GET"}),
]


async def seen() -> Coverage:
    """The requests of every case."""
    coverage = Coverage(discovery())
    for action, inputs in CASES:
        requests = await requests_of(
            integration, action, inputs, transport=answering(answer), credential=token("t")
        )
        assert all(each.headers["Authorization"] == "Bearer t" for each in requests), action
        coverage.add(action, requests)
    return coverage


async def checked() -> Checked:
    """What the description says of every case, for the table of all integrations."""
    return (await seen()).checked()


async def test_every_action_is_covered_without_a_violation() -> None:
    coverage = await seen()
    assert {action for action, each in coverage.requests.items() if each} == set(
        integration.actions
    )
    assert coverage.violations == []


async def test_every_kind_of_wrong_request_is_noticed() -> None:
    assert (await seen()).unnoticed == []


async def test_the_scopes_open_every_method() -> None:
    assert (await seen()).unpermitted(integration) == []


@pytest.mark.parametrize(("method", "given"), ANSWERS.items())
def test_the_canned_answers_look_like_calendar(method: str, given: Any) -> None:
    described = next(each for each in discovery().methods if each.id == method)
    assert discovery().answer_problems(described, given) == []
