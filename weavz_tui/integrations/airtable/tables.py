"""Tables."""

from __future__ import annotations

from typing import Any

from weavz_tui.catalog import ActionFailed, Context, Effect, Json, ValidationError
from weavz_tui.integrations._custom import segment
from weavz_tui.integrations.airtable.service import Base, Table, all_tables, integration, is_named


@integration.action()
async def create_table(ctx: Context, base: Base, name: str, fields: Json) -> Any:
    """Add a table to a base.

    Args:
        base: The base.
        name: The table's name.
        fields: Its fields, the first of them its primary one: [{"name": "Name", "type":
            "singleLineText"}].
    """
    if not isinstance(fields, list) or not fields:
        raise ValidationError.of(fields='must be [{"name": "Name", "type": "singleLineText"}]')
    path = f"/meta/bases/{segment(base, 'base')}/tables"
    return await ctx.post(path, json={"name": name, "fields": fields})


@integration.action(effect=Effect.READ)
async def find_table(ctx: Context, base: Base, table_name: str) -> Any:
    """Find the tables whose name holds a text.

    Args:
        base: The base.
        table_name: The text, in capitals or not.
    """
    wanted = table_name.strip().casefold()
    found = await all_tables(ctx, base)
    return {"tables": [each for each in found if wanted in str(each.get("name")).casefold()]}


@integration.action(effect=Effect.READ)
async def get_table_schema(ctx: Context, base: Base, table: Table) -> Any:
    """Read the fields and views of a table.

    Args:
        base: The base.
        table: The table.
    """
    for each in await all_tables(ctx, base):
        if is_named(each, table):
            return each
    details = {"message": f"The base has no table {table}", "statusCode": 404}
    raise ActionFailed("Action execution failed", details=details)
