"""Comments on pages."""

from __future__ import annotations

from typing import Any

from weavz_tui.catalog import Context, Effect, LongText, ValidationError
from weavz_tui.integrations.notion.options import PageId
from weavz_tui.integrations.notion.service import integration, pages, rich_text


@integration.action()
async def add_comment(ctx: Context, page_id: PageId, comment_text: LongText) -> Any:
    """Comment on a page.

    Args:
        comment_text: The comment.
    """
    if not comment_text.strip():
        raise ValidationError.of(comment_text="must not be empty")
    body = {"parent": {"page_id": page_id.strip()}, "rich_text": rich_text(comment_text)}
    return await ctx.post("/comments", json=body)


@integration.action(effect=Effect.READ)
async def get_page_comments(ctx: Context, page_id: PageId) -> Any:
    """Read the open comments on a page."""
    fields = {"block_id": page_id.strip()}
    found = [each async for page in pages(ctx, "GET", "/comments", fields) for each in page]
    return {"results": found, "count": len(found)}
