"""Grants.gov: grants of the government of the United States."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import (
    Category,
    Context,
    Effect,
    Integration,
    Json,
    Prop,
    Response,
    ValidationError,
)
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._public import Whole, given, message_at


def failure(response: Response) -> str | None:
    """Grants.gov's message of an answer with status 200 and an error code."""
    data = response.data()
    if response.ok and isinstance(data, dict) and data.get("errorcode"):
        return message_at(data, "msg") or f"error {data['errorcode']}"
    return default_failure(response)


integration = Integration(
    "grants-gov",
    title="Grants.gov",
    description="Search grants of the government of the United States.",
    categories=[Category.FINANCE],
    base_url="https://api.grants.gov/v1/api",
    failure=failure,
)


@integration.action(effect=Effect.READ)
async def search_opportunities(
    ctx: Context,
    keyword: str | None = None,
    opportunity_number: Annotated[str | None, Prop(key="opportunityNumber")] = None,
    assistance_listing_number: Annotated[str | None, Prop(key="assistanceListingNumber")] = None,
    agencies: str | None = None,
    opportunity_statuses: Annotated[str | None, Prop(key="opportunityStatuses")] = None,
    funding_categories: Annotated[str | None, Prop(key="fundingCategories")] = None,
    eligibilities: str | None = None,
    rows: Annotated[int | None, Prop(minimum=1, maximum=1000)] = 25,
    start_record_num: Annotated[Whole | None, Prop(key="startRecordNum")] = 0,
    sort_by: Annotated[str | None, Prop(key="sortBy")] = None,
    sort_order: Annotated[str | None, Prop(key="sortOrder")] = None,
    additional_criteria: Annotated[Json | None, Prop(key="additionalCriteria")] = None,
) -> Any:
    """Search opportunities; all that is given must hold.

    Args:
        keyword: Words looked for everywhere.
        opportunity_number: The opportunity's number.
        assistance_listing_number: The programme's number, such as 93.866.
        agencies: Codes of agencies such as HHS-NIH, separated by vertical bars.
        opportunity_statuses: States: forecasted, posted, closed, archived, with vertical bars.
        funding_categories: Codes of categories such as HL, separated by vertical bars.
        eligibilities: Codes of who may apply, separated by vertical bars.
        rows: How many at most.
        start_record_num: How many are passed over.
        sort_by: What decides the order, such as openDate or closeDate.
        sort_order: The order: asc or desc.
        additional_criteria: Further fields of the request, as an object.
    """
    if additional_criteria is not None and not isinstance(additional_criteria, dict):
        raise ValidationError.of(additionalCriteria="must be an object")
    order = f"{sort_by}|{sort_order or 'desc'}" if sort_by and "|" not in sort_by else sort_by
    body = given(
        keyword=keyword,
        oppNum=opportunity_number,
        aln=assistance_listing_number,
        agencies=agencies,
        oppStatuses=opportunity_statuses,
        fundingCategories=funding_categories,
        eligibilities=eligibilities,
        rows=rows,
        startRecordNum=start_record_num,
        sortBy=order,
    )
    return await ctx.post("/search2", json={**body, **(additional_criteria or {})})


@integration.action(effect=Effect.READ)
async def fetch_opportunity(
    ctx: Context, opportunity_id: Annotated[str, Prop(key="opportunityId")]
) -> Any:
    """Read an opportunity.

    Args:
        opportunity_id: Its id, such as 289999; not the opportunity's number.
    """
    clean = opportunity_id.strip()
    if not clean.isdecimal():
        raise ValidationError.of(opportunityId="must be a number such as 289999")
    return await ctx.post("/fetchOpportunity", json={"opportunityId": int(clean)})
