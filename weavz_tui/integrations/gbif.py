"""GBIF: where species have been found."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop
from weavz_tui.integrations._public import Whole, segment

Limit = Annotated[int, Prop(minimum=0, maximum=1000)]

integration = Integration(
    "gbif",
    title="GBIF",
    description="Search species, where they have been found, and the data sets that say so.",
    categories=[Category.CONTENT_AND_FILES],
    base_url="https://api.gbif.org/v1",
)


@integration.action(effect=Effect.READ)
async def search_occurrences(
    ctx: Context,
    scientific_name: Annotated[str | None, Prop(key="scientificName")] = None,
    taxon_key: Annotated[int | None, Prop(key="taxonKey")] = None,
    country: str | None = None,
    state_province: Annotated[str | None, Prop(key="stateProvince")] = None,
    year: str | None = None,
    event_date: Annotated[str | None, Prop(key="eventDate")] = None,
    basis_of_record: Annotated[str | None, Prop(key="basisOfRecord")] = None,
    has_coordinate: Annotated[bool | None, Prop(key="hasCoordinate")] = None,
    geometry: str | None = None,
    limit: Limit | None = 20,
    offset: Whole | None = None,
) -> Any:
    """Search occurrences; all that is given must hold.

    Args:
        scientific_name: The species or a group of them, such as Puma concolor.
        taxon_key: The same by GBIF's number.
        country: The country as two letters.
        state_province: The state or province.
        year: A year, or two with a comma between.
        event_date: A day, or two with a comma between.
        basis_of_record: How it is known, such as HUMAN_OBSERVATION.
        has_coordinate: Only those with coordinates, or only those without.
        geometry: An area as well-known text, such as POLYGON((0 0,1 0,1 1,0 0)).
        limit: How many at most.
        offset: How many are passed over.
    """
    params = {
        "scientificName": scientific_name,
        "taxonKey": taxon_key,
        "country": country,
        "stateProvince": state_province,
        "year": year,
        "eventDate": event_date,
        "basisOfRecord": basis_of_record,
        "hasCoordinate": has_coordinate,
        "geometry": geometry,
        "limit": limit,
        "offset": offset,
    }
    return await ctx.get("/occurrence/search", params=params)


@integration.action(effect=Effect.READ)
async def get_occurrence(ctx: Context, key: str) -> Any:
    """Read an occurrence.

    Args:
        key: Its number.
    """
    return await ctx.get(f"/occurrence/{segment(key, 'key')}")


@integration.action(effect=Effect.READ)
async def match_species(
    ctx: Context,
    name: str,
    kingdom: str | None = None,
    rank: str | None = None,
    strict: bool | None = None,
) -> Any:
    """Which species a name stands for.

    Args:
        name: The scientific name, with or without its author.
        kingdom: The kingdom, where a name is in several.
        rank: The rank, such as SPECIES.
        strict: Take no higher rank where the name itself is unknown.
    """
    params = {"name": name, "kingdom": kingdom, "rank": rank, "strict": strict}
    return await ctx.get("/species/match", params=params)


@integration.action(effect=Effect.READ)
async def search_species(
    ctx: Context,
    q: Annotated[str | None, Prop(title="Query")] = None,
    rank: str | None = None,
    highertaxon_key: Annotated[
        int | None, Prop(key="highertaxonKey", title="Higher taxon's key")
    ] = None,
    status: str | None = None,
    limit: Limit | None = 20,
    offset: Whole | None = None,
) -> Any:
    """Search names of species; all that is given must hold.

    Args:
        q: Words looked for in names and descriptions.
        rank: The rank, such as GENUS.
        highertaxon_key: Only below this taxon.
        status: The name's state, such as ACCEPTED.
        limit: How many at most.
        offset: How many are passed over.
    """
    params = {
        "q": q,
        "rank": rank,
        "highertaxonKey": highertaxon_key,
        "status": status,
        "limit": limit,
        "offset": offset,
    }
    return await ctx.get("/species/search", params=params)


@integration.action(effect=Effect.READ)
async def search_datasets(
    ctx: Context,
    q: Annotated[str | None, Prop(title="Query")] = None,
    type: str | None = None,
    publishing_country: Annotated[str | None, Prop(key="publishingCountry")] = None,
    keyword: str | None = None,
    limit: Limit | None = 20,
    offset: Whole | None = None,
) -> Any:
    """Search data sets; all that is given must hold.

    Args:
        q: Words looked for everywhere.
        type: The kind, such as OCCURRENCE or CHECKLIST.
        publishing_country: The publisher's country as two letters.
        keyword: A keyword.
        limit: How many at most.
        offset: How many are passed over.
    """
    params = {
        "q": q,
        "type": type,
        "publishingCountry": publishing_country,
        "keyword": keyword,
        "limit": limit,
        "offset": offset,
    }
    return await ctx.get("/dataset/search", params=params)
