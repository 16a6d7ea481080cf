"""iNaturalist: what people have seen in nature."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop
from weavz_tui.integrations._public import Count, segment

PerPage = Annotated[int, Prop(minimum=1, maximum=200)]

integration = Integration(
    "inaturalist",
    title="iNaturalist",
    description="Search what people have seen in nature.",
    categories=[Category.CONTENT_AND_FILES],
    base_url="https://api.inaturalist.org/v1",
)


@integration.action(effect=Effect.READ)
async def search_observations(
    ctx: Context,
    q: Annotated[str | None, Prop(title="Query")] = None,
    taxon_id: str | None = None,
    user_id: str | None = None,
    place_id: str | None = None,
    project_id: str | None = None,
    d1: Annotated[str | None, Prop(title="Seen from")] = None,
    d2: Annotated[str | None, Prop(title="Seen to")] = None,
    created_d1: Annotated[str | None, Prop(title="Added from")] = None,
    created_d2: Annotated[str | None, Prop(title="Added to")] = None,
    quality_grade: str | None = None,
    swlat: Annotated[str | None, Prop(title="South")] = None,
    swlng: Annotated[str | None, Prop(title="West")] = None,
    nelat: Annotated[str | None, Prop(title="North")] = None,
    nelng: Annotated[str | None, Prop(title="East")] = None,
    per_page: PerPage | None = 30,
    page: Count | None = 1,
) -> Any:
    """Search observations; all that is given must hold.

    Args:
        q: Words looked for in names, descriptions and places.
        taxon_id: Numbers of species or groups, separated by commas.
        user_id: Numbers or names of people, separated by commas.
        place_id: Numbers of places, separated by commas.
        project_id: Numbers or names of projects, separated by commas.
        d1: Seen on this day or later, such as 2026-01-31.
        d2: Seen on this day or before.
        created_d1: Added on this day or later.
        created_d2: Added on this day or before.
        quality_grade: How sure it is: casual, needs_id or research.
        swlat: Latitude of the area's southern edge.
        swlng: Longitude of the area's western edge.
        nelat: Latitude of the area's northern edge.
        nelng: Longitude of the area's eastern edge.
        per_page: How many at most.
        page: Which page, of the first 10,000 results.
    """
    return await ctx.get("/observations", params=ctx.inputs)


@integration.action(effect=Effect.READ)
async def get_observation(
    ctx: Context, observation_id: Annotated[str, Prop(key="observationId")]
) -> Any:
    """Read an observation.

    Args:
        observation_id: Its number.
    """
    return await ctx.get(f"/observations/{segment(observation_id, 'observationId')}")


@integration.action(effect=Effect.READ)
async def search_taxa(
    ctx: Context,
    q: Annotated[str | None, Prop(title="Query")] = None,
    rank: str | None = None,
    is_active: bool | None = None,
    per_page: PerPage | None = 30,
) -> Any:
    """Search species and groups of them; all that is given must hold.

    Args:
        q: How the name begins.
        rank: Ranks such as genus or species, separated by commas.
        is_active: Only names in use, or only those that are not.
        per_page: How many at most.
    """
    return await ctx.get("/taxa", params=ctx.inputs)


@integration.action(effect=Effect.READ)
async def get_taxon(ctx: Context, taxon_id: Annotated[str, Prop(key="taxonId")]) -> Any:
    """Read about a species or a group of them.

    Args:
        taxon_id: Its number.
    """
    return await ctx.get(f"/taxa/{segment(taxon_id, 'taxonId')}")


@integration.action(effect=Effect.READ)
async def autocomplete_places(
    ctx: Context, q: Annotated[str, Prop(title="Query")], per_page: PerPage | None = 10
) -> Any:
    """Places whose names begin with a text.

    Args:
        q: How the name begins.
        per_page: How many at most.
    """
    return await ctx.get("/places/autocomplete", params=ctx.inputs)
