"""What records consist of: their properties."""

from __future__ import annotations

from typing import Any

from weavz_tui.catalog import Context, Effect
from weavz_tui.integrations._custom import segment
from weavz_tui.integrations.hubspot.service import Archived, ObjectType, integration


@integration.action(effect=Effect.READ)
async def list_properties(
    ctx: Context, object_type: ObjectType, archived: Archived | None = None
) -> Any:
    """List the properties that records of a type have."""
    path = f"/crm/v3/properties/{segment(object_type, 'objectType')}"
    return await ctx.get(path, params={"archived": archived})
