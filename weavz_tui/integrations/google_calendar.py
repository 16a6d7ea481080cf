"""Google Calendar: the events of an account's calendars."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from weavz_tui.catalog import (
    Category,
    Context,
    DateTime,
    Effect,
    Integration,
    Json,
    LongText,
    Prop,
    ValidationError,
)
from weavz_tui.integrations import _google
from weavz_tui.integrations._custom import given, names, whole

API = "/calendar/v3"

integration = Integration(
    "google-calendar",
    title="Google Calendar",
    description="Calendars of a Google account and what is planned in them.",
    categories=[Category.PRODUCTIVITY],
    auth=_google.auth(["calendar"]),
    base_url="https://www.googleapis.com",
    failure=_google.failure,
)

CalendarId = Annotated[
    str,
    Prop(
        key="calendarId",
        default="primary",
        description="The calendar, as `list_calendars` names it; `primary` is the account's own.",
    ),
]
EventId = Annotated[
    str, Prop(key="eventId", description="The event, as `list_events` names it in `id`.")
]
PageToken = Annotated[
    str,
    Prop(key="pageToken", description="`nextPageToken` of the page before; empty for the first."),
]
Start = Annotated[
    DateTime,
    Prop(
        key="startDateTime",
        title="Start",
        description="When it begins, like 2026-12-01T09:30:00+01:00; a date alone makes it last "
        "whole days.",
    ),
]
End = Annotated[
    DateTime,
    Prop(
        key="endDateTime",
        title="End",
        description="When it ends; of whole days, the date after the last one.",
    ),
]
TimeZone = Annotated[
    str,
    Prop(
        key="timeZone",
        description="Zone of times that are written without one, like Europe/Berlin; else the "
        "calendar's.",
    ),
]


@integration.action(effect=Effect.READ)
async def list_calendars(ctx: Context, page_token: PageToken | None = None) -> Any:
    """List the calendars that the account sees."""
    params = {"pageToken": page_token or None, "maxResults": 250}
    return await ctx.get(f"{API}/users/me/calendarList", params=params)


@integration.action(effect=Effect.READ)
async def list_events(
    ctx: Context,
    calendar_id: CalendarId,
    time_min: Annotated[DateTime, Prop(key="timeMin", title="From")] | None = None,
    time_max: Annotated[DateTime, Prop(key="timeMax", title="Until")] | None = None,
    max_results: Annotated[int, Prop(key="maxResults", title="How many", minimum=1, maximum=2500)]
    | None = None,
    page_token: PageToken | None = None,
    query: str | None = None,
    single_events: Annotated[bool, Prop(key="singleEvents")] | None = None,
    order_by: Annotated[
        Literal["startTime", "updated"],
        Prop(key="orderBy", labels={"startTime": "Start", "updated": "Latest change"}),
    ]
    | None = None,
) -> Any:
    """List the events of a calendar, a page at a time.

    Args:
        time_min: Only events that end after this moment.
        time_max: Only events that begin before this moment.
        max_results: How many on a page at most; Google takes 250 when it is not given.
        query: Words that the event's text, place or people contain.
        single_events: Give each repetition of a repeated event by itself.
        order_by: What comes first; ordering by start gives repetitions by themselves.
    """
    single = True if single_events is None and order_by == "startTime" else single_events
    params = {
        "timeMin": await _moment(ctx, calendar_id, time_min),
        "timeMax": await _moment(ctx, calendar_id, time_max),
        "maxResults": whole(max_results, "maxResults"),
        "pageToken": page_token or None,
        "q": query or None,
        "singleEvents": single,
        "orderBy": order_by,
    }
    return await ctx.get(_events(calendar_id), params=params)


@integration.action()
async def create_event(
    ctx: Context,
    calendar_id: CalendarId,
    summary: Annotated[str, Prop(title="Title")],
    description: LongText | None = None,
    location: str | None = None,
    *,
    start_date_time: Start,
    end_date_time: End,
    time_zone: TimeZone | None = None,
    attendees: str | None = None,
) -> Any:
    """Plan an event.

    Args:
        summary: The event's title.
        description: What it is about.
        location: Where it takes place.
        attendees: Mail addresses of who takes part, separated by commas.
    """
    guests = [{"email": each} for each in names(attendees) or []]
    body = given(
        summary=summary,
        description=description,
        location=location,
        start=await _time(ctx, calendar_id, start_date_time, time_zone),
        end=await _time(ctx, calendar_id, end_date_time, time_zone),
        attendees=guests or None,
    )
    return await ctx.post(_events(calendar_id), json=body)


@integration.action(idempotent=True)
async def update_event(
    ctx: Context,
    calendar_id: CalendarId,
    event_id: EventId,
    summary: Annotated[str, Prop(title="Title")] | None = None,
    description: LongText | None = None,
    location: str | None = None,
    start_date_time: Start | None = None,
    end_date_time: End | None = None,
    time_zone: TimeZone | None = None,
) -> Any:
    """Change an event; what is not given stays.

    Args:
        summary: The new title.
        description: What it is about now.
        location: Where it takes place now.
    """
    body = given(summary=summary, description=description, location=location)
    for key, value in (("start", start_date_time), ("end", end_date_time)):
        if value:
            body[key] = _replacing(await _time(ctx, calendar_id, value, time_zone))
    if not body:
        raise ValidationError.of("Nothing to change", summary="give at least one new value")
    return await ctx.patch(_event(calendar_id, event_id), json=body)


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_event(ctx: Context, calendar_id: CalendarId, event_id: EventId) -> Any:
    """Delete an event."""
    await ctx.delete(_event(calendar_id, event_id))
    return {"deleted": True, "eventId": event_id}


@integration.action(effect=Effect.READ)
async def get_event(ctx: Context, calendar_id: CalendarId, event_id: EventId) -> Any:
    """Read an event."""
    return await ctx.get(_event(calendar_id, event_id))


@integration.action(effect=Effect.DESTROY, idempotent=False, title="Custom API call")
async def custom_api_call(
    ctx: Context,
    url: Annotated[str, Prop(title="URL")],
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"],
    headers: dict[str, Any] | None = None,
    body: Json | None = None,
) -> Any:
    """Call any part of the Calendar API.

    Args:
        url: A path such as /calendar/v3/colors, or the whole address.
        method: The HTTP method.
        headers: Further headers.
        body: The body, as JSON.
    """
    return await _google.call(ctx, url, method, headers, body)


def _events(calendar_id: str) -> str:
    return f"{API}/calendars/{_google.segment(calendar_id, 'calendarId')}/events"


def _event(calendar_id: str, event_id: str) -> str:
    return f"{_events(calendar_id)}/{_google.segment(event_id, 'eventId')}"


def _is_day(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is not None


def _has_zone(text: str) -> bool:
    return re.search(r"(Z|[+-]\d{2}:?\d{2})$", text) is not None


async def _time(ctx: Context, calendar_id: str, text: str, zone: str | None) -> dict[str, str]:
    """A start or an end as Google has it: Google knows no time without a zone."""
    value = text.strip()
    if _is_day(value):
        return {"date": value}
    if not zone and not _has_zone(value):
        zone = await _zone_of(ctx, calendar_id)
    return {"dateTime": value.replace(" ", "T"), **({"timeZone": zone} if zone else {})}


def _replacing(time: dict[str, str]) -> dict[str, str | None]:
    """The time with its other form cleared, so that whole days can become hours and back."""
    other = "dateTime" if "date" in time else "date"
    return {**time, other: None}


async def _moment(ctx: Context, calendar_id: str, text: str | None) -> str | None:
    """A bound of a list, which Google takes with an offset only."""
    value = (text or "").strip().replace(" ", "T")
    if not value or _has_zone(value):
        return value or None
    if _is_day(value):
        value += "T00:00:00"

    zone = ZoneInfo(await _zone_of(ctx, calendar_id))
    return datetime.fromisoformat(value).replace(tzinfo=zone).isoformat()


async def _zone_of(ctx: Context, calendar_id: str) -> str:
    path = f"{API}/calendars/{_google.segment(calendar_id, 'calendarId')}"
    return str((await ctx.get(path)).get("timeZone") or "UTC")
