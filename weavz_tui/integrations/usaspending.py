"""USAspending.gov: what the government of the United States spends, and on whom."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import (
    Category,
    Context,
    Effect,
    Integration,
    Json,
    Prop,
    ValidationError,
)
from weavz_tui.integrations._public import Count, given, segment

FIELDS = [
    "Award ID",
    "Recipient Name",
    "Start Date",
    "End Date",
    "Award Amount",
    "Awarding Agency",
    "Awarding Sub Agency",
    "Award Type",
    "Description",
]

Filters = Annotated[
    Json,
    Prop(
        description='Conditions: `{"keywords": ["water"], "award_type_codes": ["A", "B"], '
        '"time_period": [{"start_date": "2025-10-01", "end_date": "2026-09-30"}]}`.'
    ),
]
Limit = Annotated[int, Prop(minimum=1, maximum=100)]

integration = Integration(
    "usaspending",
    title="USAspending.gov",
    description="What the government of the United States spends, and on whom.",
    categories=[Category.FINANCE],
    base_url="https://api.usaspending.gov/api/v2",
)


@integration.action(effect=Effect.READ)
async def search_awards(
    ctx: Context,
    filters: Filters,
    fields: Json | None = None,
    page: Count | None = 1,
    limit: Limit | None = 10,
    sort: str | None = None,
    order: str | None = None,
) -> Any:
    """Search awards; of one kind, such as contracts, at a time.

    Args:
        fields: What is told, a list of names such as Award Amount; the usual without it.
        page: Which page.
        limit: How many at most.
        sort: The field that decides the order, one of those told.
        order: The order: asc or desc.
    """
    names = FIELDS if fields is None else fields
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise ValidationError.of(fields='must be a list such as ["Award ID", "Award Amount"]')
    body = given(
        filters=_checked(filters),
        fields=names,
        page=page,
        limit=limit,
        sort=sort,
        order=order,
        subawards=False,
    )
    return await ctx.post("/search/spending_by_award/", json=body)


@integration.action(effect=Effect.READ)
async def get_award(ctx: Context, award_id: Annotated[str, Prop(key="awardId")]) -> Any:
    """Read an award.

    Args:
        award_id: Its generated id, CONT_AWD_ and more, or its number.
    """
    return await ctx.get(f"/awards/{segment(award_id, 'awardId')}/")


@integration.action(effect=Effect.READ)
async def spending_over_time(ctx: Context, filters: Filters, group: str) -> Any:
    """How much is spent over time.

    Args:
        group: By fiscal_year, quarter or month.
    """
    body = {"group": group, "filters": _checked(filters)}
    return await ctx.post("/search/spending_over_time/", json=body)


@integration.action(effect=Effect.READ)
async def spending_by_recipient(
    ctx: Context, filters: Filters, page: Count | None = 1, limit: Limit | None = 10
) -> Any:
    """Who gets how much, the most first.

    Args:
        page: Which page.
        limit: How many at most.
    """
    body = given(filters=_checked(filters), page=page, limit=limit)
    return await ctx.post("/search/spending_by_category/recipient/", json=body)


@integration.action(effect=Effect.READ)
async def award_count_by_type(ctx: Context, filters: Filters) -> Any:
    """How many awards of each kind there are."""
    body = {"filters": _checked(filters), "subawards": False}
    return await ctx.post("/search/spending_by_award_count/", json=body)


def _checked(filters: Any) -> dict[str, Any]:
    if not isinstance(filters, dict):
        raise ValidationError.of(filters='must be an object such as {"keywords": ["water"]}')
    return filters
