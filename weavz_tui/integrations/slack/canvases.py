"""Canvases: Slack's documents, written in Markdown."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Effect, LongText, Prop, ValidationError
from weavz_tui.integrations.slack.options import Channel
from weavz_tui.integrations.slack.service import call, integration

Operation = Literal[
    "insert_at_start",
    "insert_at_end",
    "insert_before",
    "insert_after",
    "replace",
    "delete",
    "rename",
]
_NEEDS = {
    "insert_at_start": ("markdown",),
    "insert_at_end": ("markdown",),
    "insert_before": ("section_id", "markdown"),
    "insert_after": ("section_id", "markdown"),
    "replace": ("markdown",),
    "delete": ("section_id",),
    "rename": ("title",),
}


def _document(markdown: str | None) -> dict[str, str] | None:
    return None if markdown is None else {"type": "markdown", "markdown": markdown}


@integration.action()
async def create_canvas(
    ctx: Context, title: str | None = None, markdown: LongText | None = None
) -> Any:
    """Create a canvas of its own.

    Args:
        title: The title.
        markdown: The content as Markdown.
    """
    form = {"title": title, "document_content": _document(markdown)}
    return await call(ctx, "canvases.create", form)


@integration.action()
async def create_channel_canvas(
    ctx: Context, channel: Channel, title: str | None = None, markdown: LongText | None = None
) -> Any:
    """Create the canvas of a channel.

    Args:
        channel: The channel; it must not have a canvas yet.
        title: The title.
        markdown: The content as Markdown.
    """
    form = {"channel_id": channel, "title": title, "document_content": _document(markdown)}
    return await call(ctx, "conversations.canvases.create", form)


@integration.action()
async def edit_canvas(
    ctx: Context,
    canvas_id: str,
    operation: Operation,
    section_id: str | None = None,
    markdown: LongText | None = None,
    title: str | None = None,
) -> Any:
    """Change a canvas: insert, replace or delete a part, or rename it.

    Args:
        canvas_id: The canvas's ID (F...).
        operation: What is done.
        section_id: The section to insert beside, to replace or to delete; without it, replace
            means the whole canvas.
        markdown: The new content as Markdown, for every insert and for replace.
        title: The new title, for rename.
    """
    given = {"section_id": section_id, "markdown": markdown, "title": title}
    if missing := [key for key in _NEEDS[operation] if not given[key]]:
        raise ValidationError.of(**dict.fromkeys(missing, f"required to {operation}"))
    if operation == "rename":
        change: dict[str, Any] = {"operation": operation, "title_content": _document(title)}
    else:
        content = None if operation == "delete" else _document(markdown)
        section = None if operation in {"insert_at_start", "insert_at_end"} else section_id
        parts = {"section_id": section, "document_content": content}
        change = {"operation": operation, **{key: part for key, part in parts.items() if part}}
    return await call(ctx, "canvases.edit", {"canvas_id": canvas_id, "changes": [change]})


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_canvas(ctx: Context, canvas_id: str) -> Any:
    """Delete a canvas for good.

    Args:
        canvas_id: The canvas's ID (F...).
    """
    return await call(ctx, "canvases.delete", {"canvas_id": canvas_id})


@integration.action(effect=Effect.READ)
async def list_canvases(
    ctx: Context,
    channel: Channel | None = None,
    count: Annotated[int, Prop(minimum=1)] | None = None,
    page: Annotated[int, Prop(minimum=1)] | None = None,
) -> Any:
    """List canvases.

    Args:
        channel: Only those of this channel.
        count: How many on a page.
        page: Which page, from 1.
    """
    params = {"types": "canvas", "channel": channel, "count": count, "page": page}
    return await ctx.get("/files.list", params=params)
