"""Databases and pages: look up, find."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Effect, Prop, ValidationError
from weavz_tui.integrations._custom import segment, whole
from weavz_tui.integrations.notion.options import LATEST, DatabaseId
from weavz_tui.integrations.notion.service import (
    PAGE,
    database,
    first,
    integration,
    pages,
    title_of,
)


@integration.action(effect=Effect.READ)
async def retrieve_database(ctx: Context, database_id: DatabaseId) -> Any:
    """Read a database; `properties` are those of its first data source."""
    found = await database(ctx, database_id)
    sources = (found or {}).get("data_sources") or [{"id": database_id}]
    source = await ctx.get(f"/data_sources/{segment(str(sources[0]['id']), 'database_id')}")
    return {**(found or source), "properties": source.get("properties")}


@integration.action(effect=Effect.READ)
async def find_page(
    ctx: Context,
    title: str,
    exact_match: bool | None = None,
    limit: Annotated[int, Prop(minimum=1, maximum=1000)] | None = None,
) -> Any:
    """Find pages by title, the latest first.

    Args:
        title: The title or a part of it.
        exact_match: Only pages of exactly this title, whatever its capitals.
        limit: How many at most; 10 when it is not given.
    """
    if not title.strip():
        raise ValidationError.of(title="must not be empty")
    most = whole(limit, "limit") or 10
    wanted = {
        "query": title.strip(),
        "filter": {"property": "object", "value": "page"},
        "sort": LATEST,
    }
    if not exact_match:
        return {"results": await first(ctx, "POST", "/search", most, wanted)}
    found: list[dict[str, Any]] = []
    same = title.strip().casefold()
    seen = 0
    async for page in pages(ctx, "POST", "/search", wanted):
        found += [each for each in page if title_of(each).casefold() == same]
        seen += len(page)
        if len(found) >= most or seen >= 10 * PAGE:
            break
    return {"results": found[:most]}
