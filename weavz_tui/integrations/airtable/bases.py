"""Bases."""

from __future__ import annotations

from typing import Any

from weavz_tui.catalog import Context, Effect, Json, ValidationError
from weavz_tui.integrations.airtable.service import Base, all_bases, all_tables, integration

FIRST_TABLE = [{"name": "Table 1", "fields": [{"name": "Name", "type": "singleLineText"}]}]


@integration.tests
async def whoami(ctx: Context) -> Any:
    """Ask whose token it is, which every token may."""
    return await ctx.get("/meta/whoami")


@integration.action()
async def create_base(
    ctx: Context, workspace_id: str, name: str, tables: Json | None = None
) -> Any:
    """Create a base.

    Args:
        workspace_id: ID of the workspace that it goes into (wsp...).
        name: The base's name.
        tables: Its tables, as [{"name": "Tea", "fields": [{"name": "Name", "type":
            "singleLineText"}]}]; one with a field Name when empty.
    """
    if tables is not None and not isinstance(tables, list):
        raise ValidationError.of(tables="must be a list of tables")
    body = {"workspaceId": workspace_id, "name": name, "tables": tables or FIRST_TABLE}
    return await ctx.post("/meta/bases", json=body)


@integration.action(effect=Effect.READ)
async def find_base(ctx: Context, name: str) -> Any:
    """Find the bases whose name holds a text.

    Args:
        name: The text, in capitals or not.
    """
    wanted = name.strip().casefold()
    found = await all_bases(ctx)
    return {"bases": [each for each in found if wanted in str(each.get("name")).casefold()]}


@integration.action(effect=Effect.READ)
async def get_base_schema(ctx: Context, base: Base) -> Any:
    """Read the tables of a base, with their fields and views.

    Args:
        base: The base.
    """
    return {"tables": await all_tables(ctx, base)}
