"""Tickets."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Effect, LongText, Prop
from weavz_tui.integrations._custom import given
from weavz_tui.integrations.hubspot import records
from weavz_tui.integrations.hubspot.service import (
    After,
    Associations,
    IdProperty,
    Limit,
    Links,
    More,
    PropertyNames,
    Values,
    integration,
)

TicketId = Annotated[
    str, Prop(key="ticketId", description="The ticket's ID, or its value of the ID property.")
]


@integration.action(effect=Effect.READ)
async def list_tickets(
    ctx: Context,
    limit: Limit | None = None,
    after: After | None = None,
    properties: PropertyNames | None = None,
    associations: Associations | None = None,
) -> Any:
    """List tickets."""
    return await records.listed(ctx, "tickets")


@integration.action(effect=Effect.READ)
async def get_ticket(
    ctx: Context,
    ticket_id: TicketId,
    id_property: IdProperty | None = None,
    properties: PropertyNames | None = None,
    associations: Associations | None = None,
) -> Any:
    """Read a ticket."""
    return await records.read(ctx, "tickets", ticket_id, "ticketId")


@integration.action()
async def create_ticket(
    ctx: Context,
    subject: str,
    content: LongText | None = None,
    pipeline: str | None = None,
    pipeline_stage: Annotated[str, Prop(key="pipelineStage")] | None = None,
    priority: str | None = None,
    additional_properties: More | None = None,
    associations: Links | None = None,
) -> Any:
    """Create a ticket.

    Args:
        subject: What it is about, in a line.
        content: What it is about, at length.
        pipeline: The pipeline's ID; HubSpot's own is 0.
        pipeline_stage: The stage's ID; 1 when it is not given, the first of HubSpot's own.
        priority: LOW, MEDIUM, HIGH or URGENT.
    """
    own = given(
        subject=subject,
        content=content,
        hs_pipeline=pipeline or None,
        hs_pipeline_stage=pipeline_stage or (None if pipeline else "1"),
        hs_ticket_priority=priority.strip().upper() if priority else None,
    )
    return await records.create(ctx, "tickets", {**(additional_properties or {}), **own})


@integration.action(idempotent=True)
async def update_ticket(
    ctx: Context,
    ticket_id: TicketId,
    id_property: IdProperty | None = None,
    *,
    properties: Values,
) -> Any:
    """Change properties of a ticket; what is not given stays."""
    return await records.update(ctx, "tickets", ticket_id, "ticketId", properties)
