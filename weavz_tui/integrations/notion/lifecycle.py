"""Items into the trash and back."""

from __future__ import annotations

from typing import Any

from weavz_tui.catalog import Context
from weavz_tui.integrations._custom import segment
from weavz_tui.integrations.notion.options import ArchivedItemId, DatabaseId, ItemId
from weavz_tui.integrations.notion.service import integration


@integration.action(idempotent=True)
async def archive_database_item(
    ctx: Context, database_id: DatabaseId, database_item_id: ItemId
) -> Any:
    """Move an item to the trash."""
    path = f"/pages/{segment(database_item_id, 'database_item_id')}"
    return await ctx.patch(path, json={"in_trash": True})


@integration.action(idempotent=True)
async def restore_database_item(
    ctx: Context, database_id: DatabaseId, archived_item_id: ArchivedItemId
) -> Any:
    """Bring an item back from the trash."""
    path = f"/pages/{segment(archived_item_id, 'archived_item_id')}"
    return await ctx.patch(path, json={"in_trash": False})
