"""Pages and their blocks: create, extend, read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from weavz_tui.catalog import (
    Context,
    Dynamic,
    Effect,
    LongText,
    Prop,
    Property,
    ValidationError,
)
from weavz_tui.integrations._custom import segment
from weavz_tui.integrations.notion.blocks import blocks_of, markdown_of
from weavz_tui.integrations.notion.options import PageId
from weavz_tui.integrations.notion.service import integration, pages, rich_text
from weavz_tui.integrations.notion.writing import append, create
from weavz_tui.model.enums import PropertyType

DEEPEST = 10


async def _depth_field(ctx: Context) -> Sequence[Property]:
    if ctx.inputs.get("markdown"):
        return ()
    return (
        Property(
            name="depth",
            type=PropertyType.NUMBER,
            display_name="Depth",
            description="How many levels of blocks inside blocks are fetched.",
            default_value=1,
            minimum=1,
            maximum=DEEPEST,
        ),
    )


@integration.action("createPage", title="Create page")
async def create_page(
    ctx: Context,
    page_id: Annotated[PageId, Prop(key="pageId", title="Parent page")],
    title: str | None = None,
    content: LongText | None = None,
) -> Any:
    """Create a page under another one.

    Args:
        page_id: The page that it goes under.
        title: The page's title.
        content: Its text, as Markdown.
    """
    parent = {"type": "page_id", "page_id": segment(page_id, "pageId")}
    properties = {"title": {"title": rich_text(title or "")}}
    return await create(ctx, parent, properties, blocks_of(content or ""))


@integration.action()
async def append_to_page(
    ctx: Context, page_id: Annotated[PageId, Prop(key="pageId")], content: LongText
) -> Any:
    """Add text at the end of a page.

    Args:
        page_id: The page.
        content: The text, as Markdown.
    """
    blocks = blocks_of(content)
    if not blocks:
        raise ValidationError.of(content="must not be empty")
    return await append(ctx, segment(page_id, "pageId"), blocks)


@integration.action("getPageOrBlockChildren", effect=Effect.READ, title="Read page or block")
async def get_children(
    ctx: Context,
    parent_id: Annotated[str, Prop(key="parentId", title="Page or block ID")],
    markdown: Annotated[bool, Prop(default=False)],
    dynamic: Annotated[
        dict[str, Any],
        Dynamic(_depth_field, refreshers=["markdown"]),
        Prop(title="Options", default={}),
    ],
) -> Any:
    """Read what a page or a block contains, as blocks or as Markdown.

    Args:
        parent_id: The page or the block, by its ID.
        markdown: Give the text as Markdown, with everything inside.
        dynamic: `depth`: how many levels of blocks inside blocks are fetched; 1 when absent.
    """
    depth = DEEPEST if markdown else _depth(dynamic)
    blocks = await _children(ctx, segment(parent_id, "parentId"), depth)
    return {"markdown": markdown_of(blocks)} if markdown else {"results": blocks}


async def _children(ctx: Context, id: str, depth: int) -> list[dict[str, Any]]:
    path = f"/blocks/{id}/children"
    found = [each async for page in pages(ctx, "GET", path) for each in page]
    for each in found:
        is_page = each.get("type") in {"child_page", "child_database"}
        if depth > 1 and each.get("has_children") and not is_page:
            each["children"] = await _children(ctx, each["id"], depth - 1)
    return found


def _depth(options: dict[str, Any]) -> int:
    try:
        depth = int(options.get("depth") or 1)
    except (TypeError, ValueError) as error:
        raise ValidationError.of(dynamic="depth must be a number") from error
    if not 1 <= depth <= DEEPEST:
        raise ValidationError.of(dynamic=f"depth must be 1 to {DEEPEST}")
    return depth
