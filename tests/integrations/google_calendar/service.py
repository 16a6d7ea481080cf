"""A Google Calendar that answers from a list."""

from __future__ import annotations

from functools import cache
from typing import Any

import httpx

from tests.integrations.discovery import Discovery

EVENT = {
    "kind": "calendar#event",
    "id": "e1",
    "status": "confirmed",
    "summary": "Tea",
    "start": {"dateTime": "2026-12-01T09:30:00+01:00", "timeZone": "Europe/Berlin"},
    "end": {"dateTime": "2026-12-01T10:00:00+01:00", "timeZone": "Europe/Berlin"},
}
ANSWERS: dict[str, Any] = {
    "calendar.calendarList.list": {
        "kind": "calendar#calendarList",
        "items": [{"id": "ada@example.org", "summary": "Ada", "primary": True}],
        "nextPageToken": "p2",
    },
    "calendar.calendars.get": {"id": "ada@example.org", "timeZone": "Europe/Berlin"},
    "calendar.events.list": {"kind": "calendar#events", "items": [EVENT]},
    "calendar.events.get": EVENT,
    "calendar.events.insert": EVENT,
    "calendar.events.patch": EVENT,
    "calendar.colors.get": {"kind": "calendar#colors"},
}


@cache
def discovery() -> Discovery:
    """The description of Calendar."""
    return Discovery("calendar.v3")


def answer(request: httpx.Request) -> httpx.Response:
    """What Calendar answers; a deletion has no content."""
    method = discovery().method_of(request.method, str(request.url))
    if method is None:
        errors = [{"domain": "global", "reason": "notFound", "message": "Not Found"}]
        error = {"errors": errors, "code": 404, "message": "Not Found"}
        return httpx.Response(404, json={"error": error})
    if method.id == "calendar.events.delete":
        return httpx.Response(204)
    return httpx.Response(200, json=ANSWERS[method.id])
