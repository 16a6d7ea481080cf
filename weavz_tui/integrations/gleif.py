"""GLEIF: who is who among legal entities, by LEI."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop
from weavz_tui.integrations._public import segment

PageSize = Annotated[int, Prop(key="pageSize", minimum=1, maximum=200)]
PageNumber = Annotated[int, Prop(key="pageNumber", minimum=1)]
Lei = Annotated[str, Prop(title="LEI")]

integration = Integration(
    "gleif",
    title="GLEIF",
    description="Search legal entities and to whom they belong.",
    categories=[Category.FINANCE],
    base_url="https://api.gleif.org/api/v1",
    headers={"Accept": "application/vnd.api+json, application/json"},
)


@integration.action(effect=Effect.READ, title="Search LEI records")
async def search_lei_records(
    ctx: Context,
    legal_name: Annotated[str | None, Prop(key="legalName")] = None,
    lei: Lei | None = None,
    country: str | None = None,
    jurisdiction: str | None = None,
    registration_status: Annotated[str | None, Prop(key="registrationStatus")] = None,
    page_size: PageSize | None = 10,
    page_number: PageNumber | None = 1,
) -> Any:
    """Search legal entities; all that is given must hold.

    Args:
        legal_name: Words of the name.
        lei: LEIs, separated by commas.
        country: Country of the legal address, as two letters.
        jurisdiction: Where it is registered, such as DE or US-DE.
        registration_status: State of the registration, such as ISSUED or LAPSED.
        page_size: How many at most.
        page_number: Which page.
    """
    params = {
        "filter[entity.legalName]": legal_name,
        "filter[lei]": lei,
        "filter[entity.legalAddress.country]": country,
        "filter[entity.jurisdiction]": jurisdiction,
        "filter[registration.status]": registration_status,
        "page[size]": page_size,
        "page[number]": page_number,
    }
    return await ctx.get("/lei-records", params=params)


@integration.action(effect=Effect.READ, title="Get LEI record")
async def get_lei_record(ctx: Context, lei: Lei) -> Any:
    """Read a legal entity.

    Args:
        lei: Its LEI, twenty characters.
    """
    return await ctx.get(f"/lei-records/{segment(lei, 'lei')}")


@integration.action(effect=Effect.READ, title="Get LEI relationship")
async def get_lei_relationship(ctx: Context, lei: Lei, relationship: str) -> Any:
    """To whom a legal entity belongs, or what belongs to it.

    Args:
        lei: Its LEI.
        relationship: Such as direct-parent, ultimate-parent, direct-children or managing-lou.
    """
    path = f"/lei-records/{segment(lei, 'lei')}/{segment(relationship, 'relationship')}"
    return await ctx.get(path)


@integration.action(effect=Effect.READ)
async def fuzzy_legal_name_completions(
    ctx: Context, query: str, page_size: PageSize | None = None
) -> Any:
    """Names of legal entities that are like a text.

    Args:
        query: A name, roughly.
        page_size: How many at most.
    """
    params = {"field": "entity.legalName", "q": query, "page[size]": page_size}
    return await ctx.get("/fuzzycompletions", params=params)


@integration.action(effect=Effect.READ, title="List LEI issuers")
async def list_lei_issuers(
    ctx: Context, page_size: PageSize | None = 50, page_number: PageNumber | None = 1
) -> Any:
    """List who issues LEIs.

    Args:
        page_size: How many at most.
        page_number: Which page.
    """
    params = {"page[size]": page_size, "page[number]": page_number}
    return await ctx.get("/lei-issuers", params=params)
