"""Messages: sending, changing, reading."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Effect, Json, LongText, Prop
from weavz_tui.integrations.slack.options import Channel, User
from weavz_tui.integrations.slack.service import as_user, call, collect, integration, refused

Limit = Annotated[int, Prop(minimum=1)]


@integration.action()
async def send_channel_message(
    ctx: Context,
    channel: Channel,
    text: LongText,
    blocks: Json | None = None,
    thread_ts: str | None = None,
    unfurl_links: bool | None = None,
) -> Any:
    """Post a message to a channel.

    Args:
        channel: The channel; the app must be a member of it.
        text: The message in Slack's mrkdwn; with blocks, the text of notifications.
        blocks: A list of Block Kit blocks.
        thread_ts: Timestamp of the message to reply to; makes this a reply in its thread.
        unfurl_links: Show previews of links.
    """
    return await call(ctx, "chat.postMessage", ctx.inputs)


@integration.action()
async def send_direct_message(
    ctx: Context, user: User, text: LongText, blocks: Json | None = None
) -> Any:
    """Send a direct message to a person.

    Args:
        user: Who gets it.
        text: The message in Slack's mrkdwn; with blocks, the text of notifications.
        blocks: A list of Block Kit blocks.
    """
    opened = await call(ctx, "conversations.open", {"users": user})
    form = {"channel": opened["channel"]["id"], "text": text, "blocks": blocks}
    return await call(ctx, "chat.postMessage", form)


@integration.action(idempotent=True)
async def update_message(
    ctx: Context, channel: Channel, timestamp: str, text: LongText, blocks: Json | None = None
) -> Any:
    """Replace the text of a message.

    Args:
        channel: The channel of the message.
        timestamp: The message's timestamp, like 1503435956.000247.
        text: The new text.
        blocks: The new blocks; without them the message's blocks are removed.
    """
    form = {"channel": channel, "ts": timestamp, "text": text, "blocks": blocks}
    return await call(ctx, "chat.update", form)


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_message(ctx: Context, channel: Channel, timestamp: str) -> Any:
    """Delete a message; a bot can delete its own only.

    Args:
        channel: The channel of the message.
        timestamp: The message's timestamp, like 1503435956.000247.
    """
    return await call(ctx, "chat.delete", {"channel": channel, "ts": timestamp})


@integration.action(effect=Effect.READ)
async def get_message(ctx: Context, channel: Channel, timestamp: str) -> Any:
    """Read one message, also one inside a thread.

    Args:
        channel: The channel of the message.
        timestamp: The message's timestamp, like 1503435956.000247.
    """
    only = {"latest": timestamp, "oldest": timestamp, "inclusive": True, "limit": 1}
    page = await ctx.get("/conversations.history", params={"channel": channel, **only})
    if not page.get("messages"):
        params = {"channel": channel, "ts": timestamp, **only}
        page = await ctx.get("/conversations.replies", params=params)
    if not page.get("messages"):
        raise refused("message_not_found")
    return {"ok": True, "message": page["messages"][0]}


@integration.action(effect=Effect.READ)
async def get_channel_history(ctx: Context, channel: Channel, limit: Limit = 100) -> Any:
    """Read the latest messages of a channel.

    Args:
        channel: The channel.
        limit: How many messages at most.
    """
    return await collect(ctx, "conversations.history", "messages", limit=limit, channel=channel)


@integration.action(effect=Effect.READ)
async def get_thread_replies(ctx: Context, channel: Channel, thread_ts: str) -> Any:
    """Read a message and the replies in its thread.

    Args:
        channel: The channel of the thread.
        thread_ts: Timestamp of the message that the thread hangs on.
    """
    return await collect(
        ctx, "conversations.replies", "messages", limit=1000, channel=channel, ts=thread_ts
    )


@integration.action()
async def schedule_message(
    ctx: Context,
    channel: Channel,
    text: LongText,
    post_at: int,
    blocks: Json | None = None,
    thread_ts: str | None = None,
) -> Any:
    """Have a message posted later.

    Args:
        channel: The channel; the app must be a member of it.
        text: The message in Slack's mrkdwn; with blocks, the text of notifications.
        post_at: When, in seconds since 1970 (Unix time), at most 120 days ahead.
        blocks: A list of Block Kit blocks.
        thread_ts: Timestamp of the message to reply to.
    """
    return await call(ctx, "chat.scheduleMessage", ctx.inputs)


@integration.action(effect=Effect.READ)
async def list_scheduled_messages(
    ctx: Context,
    channel: Channel | None = None,
    latest: str | None = None,
    oldest: str | None = None,
    cursor: str | None = None,
    limit: Limit | None = None,
) -> Any:
    """List the messages that wait to be posted.

    Args:
        channel: Only those for this channel.
        latest: Only those due before this Unix time.
        oldest: Only those due after this Unix time.
        cursor: `next_cursor` of the page before, for the page after it.
        limit: How many messages at most.
    """
    return await ctx.get("/chat.scheduledMessages.list", params=ctx.inputs)


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_scheduled_message(
    ctx: Context, channel: Channel, scheduled_message_id: str
) -> Any:
    """Withdraw a message that waits to be posted.

    Args:
        channel: The channel that it is meant for.
        scheduled_message_id: Its ID, as the scheduling answered it (Q...).
    """
    return await call(ctx, "chat.deleteScheduledMessage", ctx.inputs)


@integration.action(effect=Effect.READ)
async def get_message_permalink(ctx: Context, channel: Channel, timestamp: str) -> Any:
    """Get the web address of a message.

    Args:
        channel: The channel of the message.
        timestamp: The message's timestamp, like 1503435956.000247.
    """
    return await ctx.get("/chat.getPermalink", params={"channel": channel, "message_ts": timestamp})


@integration.action()
async def send_ephemeral_message(
    ctx: Context,
    channel: Channel,
    user: User,
    text: LongText,
    blocks: Json | None = None,
    thread_ts: str | None = None,
) -> Any:
    """Post a message to a channel that one person alone sees.

    Args:
        channel: The channel; the person must be in it.
        user: Who sees it.
        text: The message in Slack's mrkdwn.
        blocks: A list of Block Kit blocks.
        thread_ts: Timestamp of the message to reply to.
    """
    return await call(ctx, "chat.postEphemeral", ctx.inputs)


@integration.action(effect=Effect.READ)
async def search_messages(
    ctx: Context,
    query: str,
    sort: Literal["score", "timestamp"] | None = None,
    count: Limit | None = None,
) -> Any:
    """Search messages; Slack allows it to a person only, so a user token (xoxp-...) is needed.

    Args:
        query: What to look for; modifiers such as `in:#general from:@ann` work.
        sort: Best match first (score) or newest first (timestamp).
        count: How many results at most, up to 100.
    """
    return await ctx.get("/search.messages", params=ctx.inputs, headers=as_user(ctx))


@integration.action(idempotent=True)
async def add_reaction(ctx: Context, channel: Channel, timestamp: str, emoji_name: str) -> Any:
    """Add an emoji reaction to a message.

    Args:
        channel: The channel of the message.
        timestamp: The message's timestamp, like 1503435956.000247.
        emoji_name: The emoji's name, with or without colons, like thumbsup.
    """
    name = emoji_name.strip().strip(":")
    form = {"channel": channel, "timestamp": timestamp, "name": name}
    return await call(ctx, "reactions.add", form)
