"""PubMed and the other databases of NCBI, through E-utilities."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop, Response
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._public import Whole, message_at

TOOL = "weavz-tui"

Database = Annotated[str, Prop(description="The database, such as pubmed, pmc or gene.")]
Ids = Annotated[str, Prop(title="IDs", description="Ids, separated by commas.")]
Email = Annotated[str, Prop(title="Your e-mail address", description="Where NCBI can reach you.")]


def failure(response: Response) -> str | None:
    """NCBI's message, which it answers with status 200 too."""
    data = response.data()
    message = message_at(data, "esearchresult", "ERROR") or message_at(data, "error")
    return message or default_failure(response)


def throttled(response: Response) -> float | None:
    """One second when more than three requests came in one."""
    message = message_at(response.data(), "error") or ""
    return 1.0 if "rate limit" in message else None


integration = Integration(
    "pubmed",
    title="PubMed / NCBI E-utilities",
    description="Search PubMed and the other databases of NCBI.",
    categories=[Category.CONTENT_AND_FILES],
    base_url="https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
    failure=failure,
    throttled=throttled,
)


@integration.action(effect=Effect.READ)
async def search_articles(
    ctx: Context,
    *,
    database: Database | None = "pubmed",
    term: str,
    retmax: Annotated[int | None, Prop(title="How many", minimum=0, maximum=10000)] = 20,
    retstart: Annotated[Whole | None, Prop(title="Passed over")] = None,
    sort: str | None = None,
    datetype: Annotated[str | None, Prop(title="Kind of date")] = None,
    mindate: Annotated[str | None, Prop(title="From")] = None,
    maxdate: Annotated[str | None, Prop(title="To")] = None,
    email: Email | None = None,
) -> Any:
    """Search; gives the ids of what is found.

    Args:
        term: Words, or conditions such as asthma[mesh] AND 2026[pdat].
        retmax: How many ids at most.
        retstart: How many are passed over.
        sort: The order, such as relevance or pub_date.
        datetype: Which date is meant: pdat for publication, edat for entry, mdat for change.
        mindate: The first day, 2026/01/31; together with the last.
        maxdate: The last day.
    """
    params = {
        "term": term,
        "retmax": retmax,
        "retstart": retstart,
        "sort": sort,
        "datetype": datetype or ("pdat" if mindate or maxdate else None),
        "mindate": mindate,
        "maxdate": maxdate,
        "retmode": "json",
    }
    return await _get(ctx, "/esearch.fcgi", database, email, params)


@integration.action(effect=Effect.READ)
async def get_summaries(
    ctx: Context, *, database: Database | None = "pubmed", ids: Ids, email: Email | None = None
) -> Any:
    """Read summaries: title, authors, journal, date."""
    params = {"id": _listed(ids), "retmode": "json"}
    return await _get(ctx, "/esummary.fcgi", database, email, params)


@integration.action(effect=Effect.READ)
async def fetch_records(
    ctx: Context,
    *,
    database: Database | None = "pubmed",
    ids: Ids,
    rettype: Annotated[str | None, Prop(title="What is told")] = "abstract",
    retmode: Annotated[str | None, Prop(title="Format")] = "text",
    email: Email | None = None,
) -> Any:
    """Read records whole, as text or XML.

    Args:
        rettype: What is told, such as abstract or medline.
        retmode: How it is written: text or xml.
    """
    params = {"id": _listed(ids), "rettype": rettype, "retmode": retmode}
    data = await _get(ctx, "/efetch.fcgi", database, email, params)
    return {"records": data, "format": retmode}


@integration.action(effect=Effect.READ)
async def find_related_articles(ctx: Context, ids: Ids, email: Email | None = None) -> Any:
    """Articles of PubMed that are like given ones, with how much so."""
    params = {
        "dbfrom": "pubmed",
        "cmd": "neighbor_score",
        "id": _listed(ids),
        "retmode": "json",
    }
    return await _get(ctx, "/elink.fcgi", "pubmed", email, params)


async def _get(
    ctx: Context, path: str, database: str | None, email: str | None, params: dict[str, Any]
) -> Any:
    common = {"db": database or "pubmed", "tool": TOOL, "email": email}
    return await ctx.get(path, params={**common, **params})


def _listed(ids: str) -> str:
    return ",".join(ids.replace(",", " ").split())
