"""Creating pages and adding blocks, however many they are."""

from __future__ import annotations

from typing import Any

from weavz_tui.catalog import Context

AT_ONCE = 100


async def create(
    ctx: Context,
    parent: dict[str, str],
    properties: dict[str, Any],
    blocks: list[dict[str, Any]],
) -> Any:
    """Create a page; Notion takes 100 blocks with it, the others are added after it."""
    body: dict[str, Any] = {"parent": parent, "properties": properties}
    if blocks:
        body["children"] = blocks[:AT_ONCE]
    page = await ctx.post("/pages", json=body)
    if blocks[AT_ONCE:]:
        await append(ctx, page["id"], blocks[AT_ONCE:])
    return page


async def append(ctx: Context, id: str, blocks: list[dict[str, Any]]) -> Any:
    """Add blocks at the end of a page or a block, 100 at a time."""
    results: list[Any] = []
    answer: dict[str, Any] = {}
    for start in range(0, len(blocks), AT_ONCE):
        body = {"children": blocks[start : start + AT_ONCE]}
        answer = await ctx.patch(f"/blocks/{id}/children", json=body)
        results += answer.get("results") or []
    return {**answer, "results": results}
