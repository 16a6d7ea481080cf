"""Europe PMC: articles of the life sciences, their texts and what they cite."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop, Response
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._public import Count, message_at, segment

PageSize = Annotated[int, Prop(key="pageSize", minimum=1, maximum=1000)]
ResultType = Annotated[str, Prop(key="resultType")]


def failure(response: Response) -> str | None:
    """Europe PMC's message of an answer with status 200."""
    return message_at(response.data(), "errMsg") or default_failure(response)


integration = Integration(
    "europe-pmc",
    title="Europe PMC",
    description="Search articles of the life sciences, their texts and what they cite.",
    categories=[Category.CONTENT_AND_FILES],
    base_url="https://www.ebi.ac.uk/europepmc/webservices/rest",
    addresses={"annotations": "https://www.ebi.ac.uk/europepmc/annotations_api"},
    failure=failure,
)


@integration.action(effect=Effect.READ)
async def search_publications(
    ctx: Context,
    query: str,
    page_size: PageSize | None = 25,
    cursor_mark: Annotated[str | None, Prop(key="cursorMark")] = None,
    sort: str | None = None,
    result_type: ResultType | None = None,
) -> Any:
    """Search articles; the answer's `nextCursorMark` leads to the next page.

    Args:
        query: Words, or conditions such as AUTH:"Curie M" AND OPEN_ACCESS:y.
        page_size: How many at most.
        cursor_mark: The page, as the answer before said.
        sort: A field and a direction, such as P_PDATE_D desc.
        result_type: How much is told: idlist, lite or core.
    """
    params = {
        "query": query,
        "pageSize": page_size,
        "cursorMark": cursor_mark,
        "sort": sort,
        "resultType": result_type,
        "format": "json",
    }
    return await ctx.get("/search", params=params)


@integration.action(effect=Effect.READ)
async def get_publication(
    ctx: Context, source: str, id: str, result_type: ResultType | None = None
) -> Any:
    """Read an article.

    Args:
        source: Where it comes from, such as MED, PMC or PPR.
        id: Its id there, such as 34320281.
        result_type: How much is told: lite or core.
    """
    path = f"/article{_path(source, id)}"
    return await ctx.get(path, params={"resultType": result_type, "format": "json"})


@integration.action(effect=Effect.READ)
async def get_citations(
    ctx: Context, source: str, id: str, page: Count | None = 1, page_size: PageSize | None = 25
) -> Any:
    """List the articles that cite an article.

    Args:
        source: Where it comes from, such as MED or PMC.
        id: Its id there.
        page: Which page.
        page_size: How many at most.
    """
    return await _list(ctx, f"{_path(source, id)}/citations", page, page_size)


@integration.action(effect=Effect.READ)
async def get_references(
    ctx: Context, source: str, id: str, page: Count | None = 1, page_size: PageSize | None = 25
) -> Any:
    """List what an article cites.

    Args:
        source: Where it comes from, such as MED or PMC.
        id: Its id there.
        page: Which page.
        page_size: How many at most.
    """
    return await _list(ctx, f"{_path(source, id)}/references", page, page_size)


@integration.action(effect=Effect.READ)
async def get_database_links(
    ctx: Context, source: str, id: str, page: Count | None = 1, page_size: PageSize | None = 25
) -> Any:
    """List the records of databases that refer to an article.

    Args:
        source: Where it comes from, such as MED or PMC.
        id: Its id there.
        page: Which page.
        page_size: How many at most.
    """
    return await _list(ctx, f"{_path(source, id)}/databaseLinks", page, page_size)


@integration.action("get_full_text_xml", effect=Effect.READ)
async def get_full_text_xml(ctx: Context, pmcid: Annotated[str, Prop(title="PMCID")]) -> Any:
    """Read the full text of an open article, as XML.

    Args:
        pmcid: Its id in PubMed Central, such as PMC3257301.
    """
    path = f"/{segment(pmcid, 'pmcid')}/fullTextXML"
    response = await ctx.request("GET", path, headers={"Accept": "application/xml"})
    return {"pmcid": pmcid, "xml": response.text}


@integration.action(effect=Effect.READ)
async def get_annotations(
    ctx: Context,
    article_ids: Annotated[str, Prop(key="articleIds")],
    type: str | None = None,
    section: str | None = None,
    page: Count | None = None,
) -> Any:
    """List what text mining has found in articles.

    Args:
        article_ids: Up to eight ids with their sources, such as MED:28585529,PMC:5603536.
        type: Only this kind, such as Diseases or Gene_Proteins.
        section: Only in this part of the text, such as Abstract.
        page: Which page.
    """
    params = {
        "articleIds": article_ids,
        "type": type,
        "section": section,
        "page": page,
        "format": "JSON",
    }
    return await ctx.get("annotations:/annotationsByArticleIds", params=params)


def _path(source: str, id: str) -> str:
    return f"/{segment(source, 'source')}/{segment(id, 'id')}"


async def _list(ctx: Context, path: str, page: int | None, page_size: int | None) -> Any:
    params = {"page": page, "pageSize": page_size, "format": "json"}
    return await ctx.get(path, params=params)
