"""Channels: finding, creating, inviting."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Effect, Prop
from weavz_tui.integrations.slack.options import Channel, User
from weavz_tui.integrations.slack.service import call, collect, integration

_KINDS = {
    "public_channel,private_channel": "Public and private channels",
    "public_channel": "Public channels",
    "private_channel": "Private channels",
    "public_channel,private_channel,im,mpim": "Channels and direct messages",
}
Kinds = Annotated[
    Literal[
        "public_channel,private_channel",
        "public_channel",
        "private_channel",
        "public_channel,private_channel,im,mpim",
    ],
    Prop(labels=_KINDS),
]


@integration.action(effect=Effect.READ)
async def list_channels(
    ctx: Context,
    types: Kinds | None = None,
    limit: Annotated[int, Prop(minimum=1)] = 100,
    exclude_archived: bool | None = None,
) -> Any:
    """List the channels of the workspace.

    Args:
        types: Which kinds; public channels when nothing is chosen.
        limit: How many at most.
        exclude_archived: Leave archived channels out.
    """
    return await collect(
        ctx,
        "conversations.list",
        "channels",
        limit=limit,
        types=types,
        exclude_archived=exclude_archived,
    )


@integration.action()
async def create_channel(ctx: Context, name: str, is_private: bool | None = None) -> Any:
    """Create a channel.

    Args:
        name: Lower case letters, digits, hyphens and underscores, at most 80.
        is_private: Make it a private channel.
    """
    form = {"name": name.removeprefix("#"), "is_private": is_private}
    return await call(ctx, "conversations.create", form)


@integration.action(idempotent=True)
async def set_channel_topic(ctx: Context, channel: Channel, topic: str) -> Any:
    """Set the topic of a channel.

    Args:
        channel: The channel.
        topic: The new topic, at most 250 characters; empty removes it.
    """
    return await call(ctx, "conversations.setTopic", ctx.inputs)


@integration.action(idempotent=True)
async def invite_user_to_channel(ctx: Context, channel: Channel, user: User) -> Any:
    """Add a person to a channel.

    Args:
        channel: The channel; the app must be a member of it.
        user: Who is added.
    """
    return await call(ctx, "conversations.invite", {"channel": channel, "users": user})
