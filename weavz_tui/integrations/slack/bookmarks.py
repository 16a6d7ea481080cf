"""Bookmarks: the links at the top of a channel."""

from __future__ import annotations

from typing import Any

from weavz_tui.catalog import Context, Effect
from weavz_tui.integrations.slack.options import Channel
from weavz_tui.integrations.slack.service import call, integration


@integration.action(effect=Effect.READ)
async def list_bookmarks(ctx: Context, channel: Channel) -> Any:
    """List the bookmarks of a channel.

    Args:
        channel: The channel.
    """
    return await call(ctx, "bookmarks.list", {"channel_id": channel})


@integration.action()
async def add_bookmark(
    ctx: Context,
    channel: Channel,
    title: str,
    link: str,
    emoji: str | None = None,
    parent_id: str | None = None,
) -> Any:
    """Add a link to the bookmarks of a channel.

    Args:
        channel: The channel.
        title: What the bookmark says.
        link: The address that it leads to.
        emoji: The emoji beside it, like :rocket:.
        parent_id: ID of the folder that it goes into.
    """
    form = {
        "channel_id": channel,
        "title": title,
        "type": "link",
        "link": link,
        "emoji": emoji,
        "parent_id": parent_id,
    }
    return await call(ctx, "bookmarks.add", form)


@integration.action(idempotent=True)
async def edit_bookmark(
    ctx: Context,
    channel: Channel,
    bookmark_id: str,
    title: str | None = None,
    link: str | None = None,
    emoji: str | None = None,
) -> Any:
    """Change a bookmark; what is left empty stays.

    Args:
        channel: The channel.
        bookmark_id: The bookmark's ID (Bk...).
        title: The new title.
        link: The new address.
        emoji: The new emoji, like :rocket:.
    """
    form = {
        "channel_id": channel,
        "bookmark_id": bookmark_id,
        "title": title,
        "link": link,
        "emoji": emoji,
    }
    return await call(ctx, "bookmarks.edit", form)


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def remove_bookmark(ctx: Context, channel: Channel, bookmark_id: str) -> Any:
    """Remove a bookmark.

    Args:
        channel: The channel.
        bookmark_id: The bookmark's ID (Bk...).
    """
    form = {"channel_id": channel, "bookmark_id": bookmark_id}
    return await call(ctx, "bookmarks.remove", form)
