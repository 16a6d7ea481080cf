"""arXiv: preprints in physics, mathematics, computer science and more."""

from __future__ import annotations

import asyncio
import io
import re
from typing import Annotated, Any, Literal

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop, Response
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._public import Whole

_TERM = re.compile(r'"[^"]+"|\S+')
_LABELS = {
    "all": "Everything",
    "ti": "Title",
    "au": "Author",
    "abs": "Abstract",
    "cat": "Category",
    "raw": "As written",
}


def failure(response: Response) -> str | None:
    """arXiv's error entry, `incorrect id format for 1234`, whatever the status."""
    found = re.search(r"<title>Error</title>\s*<summary>(.*?)</summary>", response.text, re.DOTALL)
    return found[1].strip() if found else default_failure(response)


integration = Integration(
    "arxiv",
    title="arXiv",
    description="Search the preprints of arXiv.",
    categories=[Category.CONTENT_AND_FILES],
    base_url="https://export.arxiv.org/api",
    headers={"Accept": "application/atom+xml"},
    failure=failure,
)


@integration.action(effect=Effect.READ)
async def search_papers(
    ctx: Context,
    query: str,
    search_field: Annotated[
        Literal["all", "ti", "au", "abs", "cat", "raw"] | None,
        Prop(key="searchField", labels=_LABELS),
    ] = "all",
    start: Whole | None = 0,
    max_results: Annotated[int | None, Prop(key="maxResults", minimum=1, maximum=2000)] = 10,
    sort_by: Annotated[
        Literal["relevance", "lastUpdatedDate", "submittedDate"] | None, Prop(key="sortBy")
    ] = None,
    sort_order: Annotated[Literal["descending", "ascending"] | None, Prop(key="sortOrder")] = None,
) -> Any:
    """Search papers for all words of a query.

    Args:
        query: Words and phrases in quotation marks; with "as written", arXiv's own query language.
        search_field: Where the words are looked for.
        start: How many results are passed over.
        max_results: How many at most.
        sort_by: What decides the order.
        sort_order: The order.
    """
    params = {
        "search_query": _query(query, search_field or "all"),
        "start": start,
        "max_results": max_results,
        "sortBy": sort_by,
        "sortOrder": sort_order,
    }
    return await _papers(ctx, params)


@integration.action(effect=Effect.READ, title="Get papers by ID")
async def get_papers_by_id(ctx: Context, ids: str) -> Any:
    """Read papers.

    Args:
        ids: arXiv's ids such as 2301.00001 or hep-th/9901001v2, separated by commas.
    """
    wanted = [each for each in re.split(r"[\s,]+", ids) if each]
    return await _papers(ctx, {"id_list": ",".join(wanted), "max_results": len(wanted)})


def _query(query: str, field: str) -> str:
    if field == "raw":
        return query
    return " AND ".join(f"{field}:{term}" for term in _TERM.findall(query))


async def _papers(ctx: Context, params: dict[str, Any]) -> Any:
    response = await ctx.request("GET", "/query", params=params)
    parsed = await asyncio.to_thread(_parse, response.content)
    feed = parsed.feed
    return {
        "papers": [_paper(each) for each in parsed.entries],
        "total": int(feed.get("opensearch_totalresults") or 0),
        "start": int(feed.get("opensearch_startindex") or 0),
    }


def _parse(content: bytes) -> Any:
    import feedparser  # noqa: PLC0415 - 0.1 s that only feeds need

    return feedparser.parse(io.BytesIO(content))


def _paper(entry: Any) -> dict[str, Any]:
    links = {each.get("title") or each.get("rel"): each.get("href") for each in entry.links}
    return {
        "id": entry.id.partition("/abs/")[2] or entry.id,
        "title": " ".join(entry.title.split()),
        "summary": entry.get("summary", "").strip(),
        "authors": [each.get("name") for each in entry.get("authors", [])],
        "published": entry.get("published"),
        "updated": entry.get("updated"),
        "primaryCategory": entry.get("arxiv_primary_category", {}).get("term"),
        "categories": [each.get("term") for each in entry.get("tags", [])],
        "comment": entry.get("arxiv_comment"),
        "journalRef": entry.get("arxiv_journal_ref"),
        "doi": entry.get("arxiv_doi"),
        "url": links.get("alternate"),
        "pdfUrl": links.get("pdf"),
    }
