"""Notes, mails, calls, meetings and tasks beside records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, LongText, Prop, ValidationError
from weavz_tui.integrations._custom import given
from weavz_tui.integrations.hubspot.records import path_of
from weavz_tui.integrations.hubspot.service import integration


@dataclass(frozen=True, slots=True)
class Engagement:
    """How HubSpot keeps one kind: its type of record, the properties of its text and title, and
    the type IDs of its usual associations with a contact, a company and a deal."""

    kind: str
    body: str
    subject: str | None
    links: tuple[int, int, int]
    properties: Mapping[str, str]


KINDS: Mapping[str, Engagement] = {
    "NOTE": Engagement("notes", "hs_note_body", None, (202, 190, 214), {}),
    "EMAIL": Engagement(
        "emails",
        "hs_email_text",
        "hs_email_subject",
        (198, 186, 210),
        {"hs_email_direction": "EMAIL"},
    ),
    "CALL": Engagement("calls", "hs_call_body", "hs_call_title", (194, 182, 206), {}),
    "MEETING": Engagement("meetings", "hs_meeting_body", "hs_meeting_title", (200, 188, 212), {}),
    "TASK": Engagement("tasks", "hs_task_body", "hs_task_subject", (204, 192, 216), {}),
}


@integration.action()
async def create_engagement(
    ctx: Context,
    type: Annotated[
        Literal["NOTE", "EMAIL", "CALL", "MEETING", "TASK"],
        Prop(
            labels={
                "NOTE": "Note",
                "EMAIL": "Mail",
                "CALL": "Call",
                "MEETING": "Meeting",
                "TASK": "Task",
            }
        ),
    ],
    contact_id: Annotated[str, Prop(key="contactId")] | None = None,
    company_id: Annotated[str, Prop(key="companyId")] | None = None,
    deal_id: Annotated[str, Prop(key="dealId")] | None = None,
    body: LongText | None = None,
    subject: str | None = None,
    timestamp: str | None = None,
) -> Any:
    """Write down a note, mail, call, meeting or task beside a contact, a company or a deal.

    Nothing is sent: a mail is only kept.

    Args:
        type: What it is.
        contact_id: The contact that it is about.
        company_id: The company that it is about.
        deal_id: The deal that it is about.
        body: The text.
        subject: The title; a note has none.
        timestamp: When it took place or is due: a date and time, or milliseconds since 1970; now
            when empty.
    """
    engagement = KINDS[type]
    text = body
    if engagement.subject is None and subject:
        text = f"{subject}\n\n{body}" if body else subject
    properties = given(hs_timestamp=_moment(timestamp), **engagement.properties)
    if text:
        properties[engagement.body] = text
    if engagement.subject and subject:
        properties[engagement.subject] = subject
    ids = zip((contact_id, company_id, deal_id), engagement.links, strict=True)
    associations = [_link(id, link) for id, link in ids if id]
    sent = {"properties": properties, "associations": associations}
    return await ctx.post(path_of(engagement.kind), json=sent)


def _link(id: str, type_id: int) -> dict[str, Any]:
    kind = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}
    return {"to": {"id": id.strip()}, "types": [kind]}


def _moment(text: str | None) -> str:
    """The moment as HubSpot takes it; raises ValidationError."""
    value = (text or "").strip()
    if not value:
        return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if value.isdecimal():
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        message = "write it like 2026-12-01T09:30:00Z, or in milliseconds since 1970"
        raise ValidationError.of(timestamp=message) from error
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return zoned.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
