"""Semantic Scholar: papers, who wrote them and what they cite."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, NoAuth, Prop, SecretText
from weavz_tui.integrations._public import Whole, segment

Query = Annotated[str, Prop(description="Words; those of a bulk search may be joined by + and |.")]
Fields = Annotated[str, Prop(description="What is told, such as title,year,authors,abstract.")]
Limit = Annotated[int, Prop(minimum=1, maximum=1000, description="How many at most.")]
Offset = Annotated[Whole, Prop(description="How many are passed over.")]
PaperId = Annotated[
    str,
    Prop(
        key="paperId", description="Its id, or one of elsewhere such as DOI:10.18653/v1/N18-3011."
    ),
]

integration = Integration(
    "semantic-scholar",
    title="Semantic Scholar",
    description="Search papers, who wrote them and what they cite.",
    categories=[Category.CONTENT_AND_FILES],
    auth=[
        NoAuth(),
        SecretText(
            title="API key",
            description="With it the limits are your own and not everybody's.",
            header="x-api-key",
            prefix="",
        ),
    ],
    base_url="https://api.semanticscholar.org/graph/v1",
)


@integration.action(effect=Effect.READ)
async def search_papers(
    ctx: Context,
    query: Query,
    fields: Fields | None = None,
    limit: Annotated[Limit | None, Prop(maximum=100)] = 10,
    offset: Offset | None = None,
) -> Any:
    """Search papers, the most relevant first."""
    return await ctx.get("/paper/search", params=ctx.inputs)


@integration.action(effect=Effect.READ)
async def bulk_search_papers(
    ctx: Context,
    query: Query,
    fields: Fields | None = None,
    publication_date_or_year: Annotated[
        str | None, Prop(key="publicationDateOrYear", title="Published")
    ] = None,
    sort: str | None = None,
    limit: Limit | None = None,
    token: str | None = None,
) -> Any:
    """Search papers, up to 1,000 at a time; `token` of the answer leads to the next page.

    Args:
        publication_date_or_year: A day, month or year, or two with a colon: 2025-06:2026.
        sort: What decides the order, such as citationCount:desc.
        token: The page, as the answer before said.
    """
    return await ctx.get("/paper/search/bulk", params=ctx.inputs)


@integration.action(effect=Effect.READ)
async def get_paper(ctx: Context, paper_id: PaperId, fields: Fields | None = None) -> Any:
    """Read about a paper."""
    return await ctx.get(_paper(paper_id), params={"fields": fields})


@integration.action(effect=Effect.READ)
async def search_authors(
    ctx: Context,
    query: Query,
    fields: Fields | None = None,
    limit: Limit | None = 10,
    offset: Offset | None = None,
) -> Any:
    """Search authors by name."""
    return await ctx.get("/author/search", params=ctx.inputs)


@integration.action(effect=Effect.READ)
async def get_author(
    ctx: Context,
    author_id: Annotated[str, Prop(key="authorId", description="The author's id.")],
    fields: Fields | None = None,
) -> Any:
    """Read about an author."""
    return await ctx.get(f"/author/{segment(author_id, 'authorId')}", params={"fields": fields})


@integration.action(effect=Effect.READ)
async def get_paper_citations(
    ctx: Context,
    paper_id: PaperId,
    fields: Fields | None = None,
    limit: Limit | None = 100,
    offset: Offset | None = None,
) -> Any:
    """List the papers that cite a paper."""
    params = {"fields": fields, "limit": limit, "offset": offset}
    return await ctx.get(f"{_paper(paper_id)}/citations", params=params)


@integration.action(effect=Effect.READ)
async def get_paper_references(
    ctx: Context,
    paper_id: PaperId,
    fields: Fields | None = None,
    limit: Limit | None = 100,
    offset: Offset | None = None,
) -> Any:
    """List what a paper cites."""
    params = {"fields": fields, "limit": limit, "offset": offset}
    return await ctx.get(f"{_paper(paper_id)}/references", params=params)


def _paper(paper_id: str) -> str:
    return f"/paper/{segment(paper_id, 'paperId', keep=':/')}"


@integration.tests
async def paper(ctx: Context) -> Any:
    """Look at one paper, which tells whether the key is taken."""
    return await ctx.get("/paper/search", params={"query": "graph", "limit": 1})
