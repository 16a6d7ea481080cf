"""SEC EDGAR: what companies have filed in the United States."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import (
    Category,
    Context,
    Effect,
    Integration,
    Prop,
    Response,
    ValidationError,
)
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._public import contact, segment

Cik = Annotated[str, Prop(title="CIK", description="The company's number, such as 320193.")]
Taxonomy = Annotated[str, Prop(description="The taxonomy, such as us-gaap, ifrs-full or dei.")]
Tag = Annotated[str, Prop(description="What is told, such as AccountsPayableCurrent.")]


def failure(response: Response) -> str | None:
    """EDGAR answers pages; 403 is its way to ask who calls."""
    if response.status == 403:
        return "EDGAR serves only who says how to be reached: connect with your e-mail address"
    return f"HTTP {response.status}" if response.status == 404 else default_failure(response)


integration = Integration(
    "sec-edgar",
    title="SEC EDGAR",
    description="Read what companies have filed in the United States.",
    categories=[Category.FINANCE],
    auth=contact("EDGAR wants an e-mail address with each request, and at most ten a second."),
    base_url="https://data.sec.gov",
    addresses={"www": "https://www.sec.gov"},
    failure=failure,
)


@integration.action(effect=Effect.READ)
async def get_company_submissions(ctx: Context, cik: Cik) -> Any:
    """Read about a company and list what it has filed."""
    return await ctx.get(f"/submissions/{_company(cik)}.json")


@integration.action(effect=Effect.READ)
async def get_company_facts(ctx: Context, cik: Cik) -> Any:
    """Every figure that a company has filed."""
    return await ctx.get(f"/api/xbrl/companyfacts/{_company(cik)}.json")


@integration.action(effect=Effect.READ)
async def get_company_concept(ctx: Context, cik: Cik, taxonomy: Taxonomy, tag: Tag) -> Any:
    """One figure of a company over the years."""
    what = f"{segment(taxonomy, 'taxonomy')}/{segment(tag, 'tag')}"
    return await ctx.get(f"/api/xbrl/companyconcept/{_company(cik)}/{what}.json")


@integration.action(effect=Effect.READ, title="Get XBRL frame")
async def get_xbrl_frame(ctx: Context, taxonomy: Taxonomy, tag: Tag, unit: str, frame: str) -> Any:
    """One figure of all companies in a period.

    Args:
        unit: In what it is told, such as USD or USD-per-shares.
        frame: The period: CY2026 for a year, CY2026Q1 a quarter, CY2026Q1I a moment.
    """
    what = f"{segment(taxonomy, 'taxonomy')}/{segment(tag, 'tag')}"
    when = f"{segment(unit.replace('/', '-per-'), 'unit')}/{segment(frame, 'frame')}"
    return await ctx.get(f"/api/xbrl/frames/{what}/{when}.json")


@integration.action(effect=Effect.READ)
async def list_company_tickers(ctx: Context) -> Any:
    """List companies with their tickers and numbers."""
    return await ctx.get("www:/files/company_tickers.json")


def _company(cik: str) -> str:
    """`CIK` and ten digits, as EDGAR's paths have it."""
    digits = cik.strip().upper().removeprefix("CIK")
    if not digits.isdecimal() or len(digits) > 10:
        raise ValidationError.of(cik="must be a number of up to ten digits")
    return f"CIK{digits.zfill(10)}"
