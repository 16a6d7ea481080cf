"""bioRxiv and medRxiv: preprints in biology and medicine."""

from __future__ import annotations

from typing import Any, Literal

from weavz_tui.catalog import Category, Context, Effect, Integration, Response
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._public import Whole, message_at, segment

Server = Literal["biorxiv", "medrxiv"]
Interval = Literal["m", "y"]


def failure(response: Response) -> str | None:
    """The API's message of an answer with status 200 that says it is an error."""
    status = message_at(response.data(), "messages", 0, "status")
    if response.ok and status and status.casefold().startswith("error"):
        return status
    return default_failure(response)


integration = Integration(
    "biorxiv-medrxiv",
    title="bioRxiv/medRxiv",
    description="Read the preprints of bioRxiv and medRxiv and what became of them.",
    categories=[Category.CONTENT_AND_FILES],
    base_url="https://api.biorxiv.org",
    failure=failure,
)


@integration.action(effect=Effect.READ)
async def list_preprints(
    ctx: Context,
    *,
    server: Server | None = "biorxiv",
    interval: str,
    cursor: Whole | None = 0,
    category: str | None = None,
) -> Any:
    """List preprints, a hundred at a time.

    Args:
        server: Which of the two.
        interval: Two dates, 2026-01-01/2026-01-31, the number of newest ones, or days such as 7d.
        cursor: How many are passed over.
        category: A subject such as cell_biology.
    """
    path = f"/details/{server or 'biorxiv'}/{_interval(interval)}/{int(cursor or 0)}/json"
    return await ctx.get(path, params={"category": category})


@integration.action(effect=Effect.READ, title="Get preprint by DOI")
async def get_preprint_by_doi(ctx: Context, *, server: Server | None = "biorxiv", doi: str) -> Any:
    """Read a preprint, all of its versions.

    Args:
        server: Which of the two.
        doi: The DOI, such as 10.1101/339747.
    """
    return await ctx.get(f"/details/{server or 'biorxiv'}/{_doi(doi)}/na/json")


@integration.action(effect=Effect.READ)
async def list_publication_links(
    ctx: Context,
    *,
    server: Server | None = "biorxiv",
    interval: str,
    cursor: Whole | None = 0,
) -> Any:
    """List preprints that a journal has published, with the article's DOI.

    Args:
        server: Which of the two.
        interval: Two dates, 2026-01-01/2026-01-31, the number of newest ones, or days such as 7d.
        cursor: How many are passed over.
    """
    path = f"/pubs/{server or 'biorxiv'}/{_interval(interval)}/{int(cursor or 0)}"
    return await ctx.get(path)


@integration.action(effect=Effect.READ, title="Get publication by DOI")
async def get_publication_by_doi(
    ctx: Context, *, server: Server | None = "biorxiv", doi: str
) -> Any:
    """Which article a preprint became.

    Args:
        server: Which of the two.
        doi: The DOI of the preprint or of the article.
    """
    return await ctx.get(f"/pubs/{server or 'biorxiv'}/{_doi(doi)}/na/json")


@integration.action(effect=Effect.READ)
async def summary_statistics(ctx: Context, interval: Interval | None = "m") -> Any:
    """How many preprints came in.

    Args:
        interval: By month or by year.
    """
    return await ctx.get(f"/sum/{interval or 'm'}/json")


@integration.action(effect=Effect.READ)
async def usage_statistics(
    ctx: Context, server: Server | None = "biorxiv", interval: Interval | None = "m"
) -> Any:
    """How often preprints were looked at and downloaded.

    Args:
        server: Which of the two.
        interval: By month or by year.
    """
    return await ctx.get(f"/usage/{interval or 'm'}/{server or 'biorxiv'}/json")


def _interval(interval: str) -> str:
    return segment(interval, "interval", keep="/")


def _doi(doi: str) -> str:
    return segment(doi.strip().removeprefix("https://doi.org/"), "doi", keep="/")
