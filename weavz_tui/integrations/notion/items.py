"""Items of a database: create, change, find."""

from __future__ import annotations

from typing import Any

from weavz_tui.catalog import Context, Effect, LongText
from weavz_tui.integrations._custom import segment
from weavz_tui.integrations.notion.blocks import blocks_of
from weavz_tui.integrations.notion.fields import filter_of, values_of
from weavz_tui.integrations.notion.options import DatabaseId, Filters, ItemId, Values
from weavz_tui.integrations.notion.service import data_source, integration, pages
from weavz_tui.integrations.notion.writing import create


@integration.action()
async def create_database_item(
    ctx: Context, database_id: DatabaseId, database_fields: Values, content: LongText | None = None
) -> Any:
    """Add an item to a database.

    Args:
        content: The text of the item's page, as Markdown.
    """
    source = await data_source(ctx, database_id)
    parent = {"type": "data_source_id", "data_source_id": source["id"]}
    properties = values_of(source.get("properties") or {}, database_fields)
    return await create(ctx, parent, properties, blocks_of(content or ""))


@integration.action(idempotent=True)
async def update_database_item(
    ctx: Context, database_id: DatabaseId, database_item_id: ItemId, database_fields: Values
) -> Any:
    """Change properties of an item; what is not given stays."""
    source = await data_source(ctx, database_id)
    properties = values_of(source.get("properties") or {}, database_fields)
    path = f"/pages/{segment(database_item_id, 'database_item_id')}"
    return await ctx.patch(path, json={"properties": properties})


@integration.action("notion-find-database-item", effect=Effect.READ, title="Find database items")
async def find_database_item(
    ctx: Context, database_id: DatabaseId, filter_database_fields: Filters
) -> Any:
    """Find the items of a database by their properties: texts that contain what is given, other
    values that equal it."""
    source = await data_source(ctx, database_id)
    wanted = filter_of(source.get("properties") or {}, filter_database_fields)
    body = {"filter": wanted} if wanted else {}
    path = f"/data_sources/{source['id']}/query"
    found = [each async for page in pages(ctx, "POST", path, body) for each in page]
    return {"results": found, "count": len(found)}
