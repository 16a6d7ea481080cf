"""ClinicalTrials.gov: studies of treatments."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop
from weavz_tui.integrations._public import segment

integration = Integration(
    "clinicaltrials",
    title="ClinicalTrials.gov",
    description="Search the studies of ClinicalTrials.gov.",
    categories=[Category.CONTENT_AND_FILES],
    base_url="https://clinicaltrials.gov/api/v2",
)


@integration.action(effect=Effect.READ)
async def search_studies(
    ctx: Context,
    query_term: Annotated[str, Prop(key="queryTerm")],
    condition: str | None = None,
    intervention: str | None = None,
    location: str | None = None,
    overall_status: Annotated[str | None, Prop(key="overallStatus")] = None,
    page_size: Annotated[int | None, Prop(key="pageSize", minimum=1, maximum=1000)] = 10,
    page_token: Annotated[str | None, Prop(key="pageToken")] = None,
    sort: str | None = None,
) -> Any:
    """Search studies; the answer's `nextPageToken` leads to the next page.

    Args:
        query_term: Words looked for everywhere.
        condition: The condition or disease.
        intervention: The treatment.
        location: Where the study is done.
        overall_status: States such as RECRUITING, separated by commas.
        page_size: How many at most.
        page_token: The page, as the answer before said.
        sort: A field and a direction, such as LastUpdatePostDate:desc.
    """
    params = {
        "query.term": query_term,
        "query.cond": condition,
        "query.intr": intervention,
        "query.locn": location,
        "filter.overallStatus": overall_status,
        "pageSize": page_size,
        "pageToken": page_token,
        "sort": sort,
        "countTotal": True,
        "format": "json",
    }
    return await ctx.get("/studies", params=params)


@integration.action(effect=Effect.READ)
async def get_study(ctx: Context, nct_id: Annotated[str, Prop(key="nctId", title="NCT ID")]) -> Any:
    """Read a study.

    Args:
        nct_id: Its id, such as NCT04280705.
    """
    return await ctx.get(f"/studies/{segment(nct_id, 'nctId')}", params={"format": "json"})


@integration.action(effect=Effect.READ)
async def list_study_metadata(ctx: Context) -> Any:
    """What a study can hold: the fields with their types and meanings."""
    return await ctx.get("/studies/metadata")
