"""Crossref: what is published, by DOI."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop
from weavz_tui.integrations._public import Whole, segment

Rows = Annotated[int, Prop(minimum=0, maximum=1000)]
Mailto = Annotated[str, Prop(title="Your e-mail address")]

integration = Integration(
    "crossref",
    title="Crossref",
    description="Search works, funders, members and journals of Crossref.",
    categories=[Category.CONTENT_AND_FILES],
    base_url="https://api.crossref.org",
)


@integration.action(effect=Effect.READ)
async def search_works(
    ctx: Context,
    query: str | None = None,
    filter: str | None = None,
    rows: Rows | None = 20,
    offset: Whole | None = None,
    cursor: str | None = None,
    sort: str | None = None,
    order: str | None = None,
    mailto: Mailto | None = None,
    select: str | None = None,
) -> Any:
    """Search works.

    Args:
        query: Words looked for everywhere.
        filter: Conditions such as from-pub-date:2026-01,type:journal-article.
        rows: How many at most.
        offset: How many are passed over.
        cursor: An asterisk for the first page of many, then the answer's next-cursor.
        sort: What decides the order, such as published or score.
        order: The order: asc or desc.
        mailto: Where Crossref can reach you; whoever says it is served better.
        select: Only these fields, separated by commas.
    """
    params = {
        "query": query,
        "filter": filter,
        "rows": rows,
        "offset": offset,
        "cursor": cursor,
        "sort": sort,
        "order": order,
        "mailto": mailto,
        "select": select,
    }
    return await ctx.get("/works", params=params)


@integration.action(effect=Effect.READ)
async def get_work(
    ctx: Context, doi: Annotated[str, Prop(title="DOI")], mailto: Mailto | None = None
) -> Any:
    """Read a work.

    Args:
        doi: Its DOI.
        mailto: Where Crossref can reach you; whoever says it is served better.
    """
    clean = segment(doi.strip().removeprefix("https://doi.org/"), "doi")
    return await ctx.get(f"/works/{clean}", params={"mailto": mailto})


@integration.action(effect=Effect.READ)
async def search_funders(
    ctx: Context,
    query: str | None = None,
    rows: Rows | None = 20,
    offset: Whole | None = None,
    mailto: Mailto | None = None,
) -> Any:
    """Search funders of research.

    Args:
        query: Words of the name.
        rows: How many at most.
        offset: How many are passed over.
        mailto: Where Crossref can reach you; whoever says it is served better.
    """
    params = {"query": query, "rows": rows, "offset": offset, "mailto": mailto}
    return await ctx.get("/funders", params=params)


@integration.action(effect=Effect.READ)
async def get_funder(
    ctx: Context, funder_id: Annotated[str, Prop(key="funderId")], mailto: Mailto | None = None
) -> Any:
    """Read a funder.

    Args:
        funder_id: Its id in the registry of funders, such as 100000001.
        mailto: Where Crossref can reach you; whoever says it is served better.
    """
    return await ctx.get(f"/funders/{segment(funder_id, 'funderId')}", params={"mailto": mailto})


@integration.action(effect=Effect.READ)
async def list_members(
    ctx: Context,
    query: str | None = None,
    rows: Rows | None = 20,
    offset: Whole | None = None,
    mailto: Mailto | None = None,
) -> Any:
    """List the publishers that are members of Crossref.

    Args:
        query: Words of the name.
        rows: How many at most.
        offset: How many are passed over.
        mailto: Where Crossref can reach you; whoever says it is served better.
    """
    params = {"query": query, "rows": rows, "offset": offset, "mailto": mailto}
    return await ctx.get("/members", params=params)


@integration.action(effect=Effect.READ)
async def get_journal(
    ctx: Context, issn: Annotated[str, Prop(title="ISSN")], mailto: Mailto | None = None
) -> Any:
    """Read a journal.

    Args:
        issn: Its ISSN, such as 0028-0836.
        mailto: Where Crossref can reach you; whoever says it is served better.
    """
    return await ctx.get(f"/journals/{segment(issn, 'issn')}", params={"mailto": mailto})
