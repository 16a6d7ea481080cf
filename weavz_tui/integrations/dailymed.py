"""DailyMed: the labels of medicines sold in the United States."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop
from weavz_tui.integrations._public import Count, segment

SetId = Annotated[str, Prop(key="setId", title="Set ID")]

integration = Integration(
    "dailymed",
    title="DailyMed",
    description="Search the labels of medicines sold in the United States.",
    categories=[Category.CONTENT_AND_FILES],
    base_url="https://dailymed.nlm.nih.gov/dailymed/services/v2",
)


@integration.action(effect=Effect.READ, title="Search labels")
async def search_spls(
    ctx: Context,
    drug_name: Annotated[str | None, Prop(key="drugName")] = None,
    ndc: Annotated[str | None, Prop(title="NDC")] = None,
    rxcui: Annotated[str | None, Prop(title="RxCUI")] = None,
    class_code: Annotated[str | None, Prop(key="classCode", title="Drug class")] = None,
    updated_since: Annotated[str | None, Prop(key="updatedSince")] = None,
    pagesize: Annotated[int | None, Prop(title="Page size", minimum=1, maximum=100)] = 20,
    page: Count | None = 1,
) -> Any:
    """Search labels; all that is given must hold.

    Args:
        drug_name: The medicine's name.
        ndc: Its National Drug Code.
        rxcui: Its RxNorm code.
        class_code: Code of a class of drugs, such as N0000175605.
        updated_since: Only labels published on this day or later, such as 2026-01-31.
        pagesize: How many at most.
        page: Which page.
    """
    params = {
        "drug_name": drug_name,
        "ndc": ndc,
        "rxcui": rxcui,
        "drug_class_code": class_code,
        "published_date": updated_since,
        "published_date_comparison": "gte" if updated_since else None,
        "pagesize": pagesize,
        "page": page,
    }
    return await ctx.get("/spls.json", params=params)


@integration.action(effect=Effect.READ, title="Get label")
async def get_spl(ctx: Context, set_id: SetId) -> Any:
    """Read a label whole; DailyMed gives it as XML.

    Args:
        set_id: The label's set id.
    """
    path = f"/spls/{segment(set_id, 'setId')}.xml"
    response = await ctx.request("GET", path, headers={"Accept": "application/xml"})
    return {"setId": set_id, "xml": response.text}


@integration.action(effect=Effect.READ, title="List NDCs of a label")
async def list_ndcs_for_spl(ctx: Context, set_id: SetId) -> Any:
    """List the National Drug Codes of a label.

    Args:
        set_id: The label's set id.
    """
    return await ctx.get(f"/spls/{segment(set_id, 'setId')}/ndcs.json")


@integration.action(effect=Effect.READ, title="List pictures of a label")
async def list_spl_media(ctx: Context, set_id: SetId) -> Any:
    """List the pictures of a label.

    Args:
        set_id: The label's set id.
    """
    return await ctx.get(f"/spls/{segment(set_id, 'setId')}/media.json")


@integration.action(effect=Effect.READ)
async def list_drug_names(ctx: Context, name: str | None = None) -> Any:
    """List names of medicines.

    Args:
        name: What the name holds.
    """
    return await ctx.get("/drugnames.json", params={"drug_name": name})
