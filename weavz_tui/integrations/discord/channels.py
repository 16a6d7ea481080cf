"""Channels: find, create, rename, delete."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Effect, LongText, Prop
from weavz_tui.integrations._custom import given
from weavz_tui.integrations.discord.options import Channel, Parent, Server
from weavz_tui.integrations.discord.service import (
    Reason,
    because,
    channel,
    found,
    guild,
    integration,
)


@integration.action(effect=Effect.READ)
async def find_channel(
    ctx: Context, guild_id: Server, name: str, exact_match: bool | None = None
) -> Any:
    """Find channels of a server by name; `channel` is the first of `channels`.

    Args:
        name: The name or a part of it, with or without #.
        exact_match: Only channels of exactly this name.
    """
    wanted = found(name, "name").removeprefix("#").casefold()
    every = await ctx.get(f"{guild(guild_id)}/channels")
    names = [(each, str(each.get("name") or "").casefold()) for each in every]
    fitting = [each for each, own in names if own == wanted or (not exact_match and wanted in own)]
    fitting.sort(key=lambda each: str(each["name"]).casefold() != wanted)
    first = fitting[0] if fitting else None
    return {"found": bool(fitting), "channel": first, "channels": fitting}


@integration.action()
async def create_channel(
    ctx: Context,
    guild_id: Server,
    name: str,
    type: Annotated[
        Literal["0", "2", "4", "5"],
        Prop(labels={"0": "Text", "2": "Voice", "4": "Category", "5": "Announcements"}),
    ]
    | None = None,
    topic: LongText | None = None,
    parent_id: Parent | None = None,
    nsfw: Annotated[bool, Prop(title="For adults only")] | None = None,
    reason: Reason | None = None,
) -> Any:
    """Create a channel.

    Args:
        name: The channel's name, up to 100 characters.
        type: A text channel when nothing is chosen.
        topic: What the channel is about.
        nsfw: Warn of its content before it is shown.
    """
    body = given(
        name=found(name, "name"),
        type=None if type is None else int(type),
        topic=topic,
        parent_id=parent_id or None,
        nsfw=nsfw,
    )
    return await ctx.post(f"{guild(guild_id)}/channels", json=body, headers=because(reason))


@integration.action(idempotent=True)
async def rename_channel(
    ctx: Context,
    guild_id: Server,
    channel_id: Channel,
    name: str,
    topic: LongText | None = None,
    reason: Reason | None = None,
) -> Any:
    """Give a channel another name and, if given, another topic.

    Args:
        name: The new name.
        topic: What the channel is about from now on.
    """
    body = given(name=found(name, "name"), topic=topic)
    return await ctx.patch(channel(channel_id), json=body, headers=because(reason))


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_channel(
    ctx: Context, guild_id: Server, channel_id: Channel, reason: Reason | None = None
) -> Any:
    """Delete a channel with all its messages; it cannot be brought back."""
    return await ctx.delete(channel(channel_id), headers=because(reason))
