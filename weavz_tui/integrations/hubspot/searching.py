"""Searching the usual kinds of records."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Effect, Prop
from weavz_tui.integrations.hubspot import records
from weavz_tui.integrations.hubspot.objects import Groups, Query, Sorts
from weavz_tui.integrations.hubspot.service import After, Limit, PropertyNames, integration


@integration.action(effect=Effect.READ, title="Search CRM")
async def search_crm(
    ctx: Context,
    object_type: Annotated[
        Literal["contacts", "companies", "deals", "tickets"],
        Prop(
            key="objectType",
            description="What is searched.",
            labels={
                "contacts": "Contacts",
                "companies": "Companies",
                "deals": "Deals",
                "tickets": "Tickets",
            },
        ),
    ],
    query: Query | None = None,
    filter_groups: Groups | None = None,
    sorts: Sorts | None = None,
    properties: PropertyNames | None = None,
    limit: Limit | None = None,
    after: After | None = None,
) -> Any:
    """Search contacts, companies, deals or tickets by words and by properties."""
    return await records.search(ctx, object_type)
