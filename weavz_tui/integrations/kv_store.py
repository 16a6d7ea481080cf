"""Values that outlive a call, in the scope that the workspace integration sets."""

from __future__ import annotations

from typing import Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Json, ValidationError

LONGEST_KEY = 512

integration = Integration(
    "kv-store",
    title="State KV",
    description="JSON values kept for a workspace, an end user or an id of your own.",
    categories=[Category.DEVELOPER_TOOLS],
)


@integration.action(idempotent=True)
async def put(ctx: Context, key: str, value: Json) -> Any:
    """Store a value, replacing what was there.

    Args:
        key: Its name.
        value: Any JSON.
    """
    await ctx.state.put(_checked(key), value)
    return {"key": key, "value": value}


@integration.action(effect=Effect.READ)
async def get(ctx: Context, key: str) -> Any:
    """Read a value; `found` tells a stored null from nothing.

    Args:
        key: Its name.
    """
    value = await ctx.state.get(_checked(key))
    found = value is not None or key in await ctx.state.keys(key)
    return {"key": key, "value": value, "found": found}


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete(ctx: Context, key: str) -> Any:
    """Delete a value.

    Args:
        key: Its name.
    """
    return {"key": key, "deleted": await ctx.state.delete(_checked(key))}


@integration.action()
async def add_to_list(ctx: Context, key: str, value: Json) -> Any:
    """Append to a list, which begins empty; concurrent calls lose nothing.

    Args:
        key: The list's name.
        value: Any JSON.
    """
    items = await ctx.state.change(_checked(key), "append", value)
    return {"key": key, "list": items, "count": len(items)}


@integration.action(idempotent=True)
async def remove_from_list(ctx: Context, key: str, value: Json) -> Any:
    """Remove every equal item from a list.

    Args:
        key: The list's name.
        value: The item.
    """
    items = await ctx.state.change(_checked(key), "remove", value)
    return {"key": key, "list": items, "count": len(items)}


def _checked(key: str) -> str:
    if not key or len(key) > LONGEST_KEY:
        raise ValidationError.of(key=f"must have 1 to {LONGEST_KEY} characters")
    return key
