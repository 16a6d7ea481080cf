"""Deals, and the pipelines that they go through."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Effect, Prop
from weavz_tui.integrations._custom import given
from weavz_tui.integrations.hubspot import records
from weavz_tui.integrations.hubspot.pipelines import (
    PipelineChoice,
    PipelineId,
    StageChoice,
    StageId,
    chosen_pipeline,
    chosen_stage,
)
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

DealId = Annotated[
    str, Prop(key="dealId", description="The deal's ID, or its value of the ID property.")
]


@integration.action(effect=Effect.READ)
async def list_deals(
    ctx: Context,
    limit: Limit | None = None,
    after: After | None = None,
    properties: PropertyNames | None = None,
    associations: Associations | None = None,
) -> Any:
    """List deals."""
    return await records.listed(ctx, "deals")


@integration.action(effect=Effect.READ)
async def get_deal(
    ctx: Context,
    deal_id: DealId,
    id_property: IdProperty | None = None,
    properties: PropertyNames | None = None,
    associations: Associations | None = None,
) -> Any:
    """Read a deal."""
    return await records.read(ctx, "deals", deal_id, "dealId")


@integration.action()
async def create_deal(
    ctx: Context,
    deal_name: Annotated[str, Prop(key="dealName")],
    pipeline_dropdown: PipelineChoice | None = None,
    pipeline: PipelineId | None = None,
    deal_stage_dropdown: StageChoice | None = None,
    deal_stage: StageId | None = None,
    amount: str | None = None,
    close_date: Annotated[str, Prop(key="closeDate")] | None = None,
    additional_properties: More | None = None,
    associations: Links | None = None,
) -> Any:
    """Create a deal.

    Args:
        deal_name: The deal's name.
        amount: What it is worth, as a number.
        close_date: When it is expected to be closed, like 2026-12-31.
    """
    own = given(dealname=deal_name, **_place(ctx), amount=amount, closedate=close_date)
    return await records.create(ctx, "deals", {**(additional_properties or {}), **own})


@integration.action(idempotent=True)
async def update_deal(
    ctx: Context,
    deal_id: DealId,
    id_property: IdProperty | None = None,
    pipeline_dropdown: PipelineChoice | None = None,
    pipeline: PipelineId | None = None,
    deal_stage_dropdown: StageChoice | None = None,
    deal_stage: StageId | None = None,
    properties: Values | None = None,
) -> Any:
    """Change properties of a deal or move it to another stage; what is not given stays."""
    changed = {**(properties or {}), **given(**_place(ctx))}
    return await records.update(ctx, "deals", deal_id, "dealId", changed)


def _place(ctx: Context) -> dict[str, Any]:
    """Where the deal stands, by HubSpot's names."""
    return {"pipeline": chosen_pipeline(ctx), "dealstage": chosen_stage(ctx)}
