"""OpenAlex: works of research, who wrote them, where they appeared, who paid."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop
from weavz_tui.integrations._public import segment

Search = Annotated[str, Prop(description="Words looked for in names, titles and abstracts.")]
Filter = Annotated[str, Prop(description="Conditions such as publication_year:2026,is_oa:true.")]
Sort = Annotated[str, Prop(description="What decides the order, such as cited_by_count:desc.")]
PerPage = Annotated[
    int, Prop(key="perPage", minimum=1, maximum=200, description="How many at most.")
]
Page = Annotated[int, Prop(minimum=1, description="Which page, of the first 10,000 results.")]
Cursor = Annotated[
    str, Prop(description="An asterisk for the first page of many, then the answer's next_cursor.")
]
Mailto = Annotated[
    str, Prop(title="Your e-mail address", description="Where OpenAlex can reach you.")
]
Select = Annotated[str, Prop(description="Only these fields, separated by commas.")]

integration = Integration(
    "openalex",
    title="OpenAlex",
    description="Search works of research, who wrote them, where they appeared, who paid.",
    categories=[Category.CONTENT_AND_FILES],
    base_url="https://api.openalex.org",
)


@integration.action(effect=Effect.READ)
async def search_works(
    ctx: Context,
    search: Search | None = None,
    filter: Filter | None = None,
    sort: Sort | None = None,
    per_page: PerPage | None = 25,
    page: Page | None = None,
    cursor: Cursor | None = None,
    mailto: Mailto | None = None,
    select: Select | None = None,
) -> Any:
    """Search works, such as articles, books and data sets."""
    return await _search(ctx, "works")


@integration.action(effect=Effect.READ)
async def get_work(ctx: Context, id: str, mailto: Mailto | None = None) -> Any:
    """Read a work.

    Args:
        id: Its id, such as W2741809807, or doi: and a DOI.
    """
    return await _read(ctx, "works", id, mailto)


@integration.action(effect=Effect.READ)
async def search_authors(
    ctx: Context,
    search: Search | None = None,
    filter: Filter | None = None,
    sort: Sort | None = None,
    per_page: PerPage | None = 25,
    page: Page | None = None,
    cursor: Cursor | None = None,
    mailto: Mailto | None = None,
    select: Select | None = None,
) -> Any:
    """Search authors."""
    return await _search(ctx, "authors")


@integration.action(effect=Effect.READ)
async def get_author(ctx: Context, id: str, mailto: Mailto | None = None) -> Any:
    """Read an author.

    Args:
        id: Its id, such as A5023888391, or orcid: and an ORCID.
    """
    return await _read(ctx, "authors", id, mailto)


@integration.action(effect=Effect.READ)
async def search_institutions(
    ctx: Context,
    search: Search | None = None,
    filter: Filter | None = None,
    sort: Sort | None = None,
    per_page: PerPage | None = 25,
    page: Page | None = None,
    cursor: Cursor | None = None,
    mailto: Mailto | None = None,
    select: Select | None = None,
) -> Any:
    """Search institutions."""
    return await _search(ctx, "institutions")


@integration.action(effect=Effect.READ)
async def get_institution(ctx: Context, id: str, mailto: Mailto | None = None) -> Any:
    """Read an institution.

    Args:
        id: Its id, such as I27837315, or ror: and a ROR.
    """
    return await _read(ctx, "institutions", id, mailto)


@integration.action(effect=Effect.READ)
async def search_funders(
    ctx: Context,
    search: Search | None = None,
    filter: Filter | None = None,
    sort: Sort | None = None,
    per_page: PerPage | None = 25,
    page: Page | None = None,
    cursor: Cursor | None = None,
    mailto: Mailto | None = None,
    select: Select | None = None,
) -> Any:
    """Search funders of research."""
    return await _search(ctx, "funders")


@integration.action(effect=Effect.READ)
async def get_funder(ctx: Context, id: str, mailto: Mailto | None = None) -> Any:
    """Read a funder.

    Args:
        id: Its id, such as F4320332161.
    """
    return await _read(ctx, "funders", id, mailto)


@integration.action(effect=Effect.READ)
async def search_sources(
    ctx: Context,
    search: Search | None = None,
    filter: Filter | None = None,
    sort: Sort | None = None,
    per_page: PerPage | None = 25,
    page: Page | None = None,
    cursor: Cursor | None = None,
    mailto: Mailto | None = None,
    select: Select | None = None,
) -> Any:
    """Search sources, such as journals and repositories."""
    return await _search(ctx, "sources")


@integration.action(effect=Effect.READ)
async def get_source(ctx: Context, id: str, mailto: Mailto | None = None) -> Any:
    """Read a source.

    Args:
        id: Its id, such as S137773608, or issn: and an ISSN.
    """
    return await _read(ctx, "sources", id, mailto)


async def _search(ctx: Context, kind: str) -> Any:
    params = {"per-page" if key == "perPage" else key: each for key, each in ctx.inputs.items()}
    return await ctx.get(f"/{kind}", params=params)


async def _read(ctx: Context, kind: str, id: str, mailto: str | None) -> Any:
    clean = segment(id.strip().removeprefix("https://openalex.org/"), "id", keep=":/")
    return await ctx.get(f"/{kind}/{clean}", params={"mailto": mailto})
