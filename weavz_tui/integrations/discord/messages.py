"""Messages to a channel, by the bot or through a webhook."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from weavz_tui.catalog import Context, FileContent, Json, Prop, ValidationError
from weavz_tui.integrations._custom import given
from weavz_tui.integrations.discord.options import Channel, Server
from weavz_tui.integrations.discord.service import Content, channel, integration

MOST_FILES = 10
UPLOAD_TIMEOUT = 120.0
HOSTS = {"discord.com", "discordapp.com", "canary.discord.com", "ptb.discord.com"}
WEBHOOK = r"/api(?:/v\d+)?/webhooks/\d+/[\w-]+/?"

Embeds = Annotated[
    Json, Prop(description='Embeds, such as `[{"title": "Build 7", "color": 5763719}]`; up to 10.')
]


@integration.action()
async def send_channel_message(
    ctx: Context,
    guild_id: Server,
    channel_id: Channel,
    content: Content | None = None,
    thread_id: str | None = None,
    embeds: Embeds | None = None,
    file_urls: Annotated[Json, Prop(title="File URLs")] | None = None,
) -> Any:
    """Post a message as the bot: text, embeds or files.

    Args:
        thread_id: A thread of the channel to post to instead.
        file_urls: Addresses of files to attach, as a list; up to 10.
    """
    files = {f"files[{number}]": await ctx.file(url) for number, url in enumerate(_urls(file_urls))}
    message = given(content=content or None, embeds=_list(embeds, "embeds"))
    _must_say(message, files)
    target = channel(thread_id, "thread_id") if thread_id else channel(channel_id)
    if not files:
        return await ctx.post(f"{target}/messages", json=message)
    form = {"payload_json": json.dumps(message)}
    path = f"{target}/messages"
    return await ctx.post(path, form=form, files=files, timeout=UPLOAD_TIMEOUT)


@integration.action(requires_auth=False)
async def send_webhook_message(
    ctx: Context,
    webhook_url: Annotated[str, Prop(title="Webhook URL", secret=True)],
    content: Content | None = None,
    username: str | None = None,
    avatar_url: Annotated[str, Prop(title="Picture URL")] | None = None,
    embeds: Embeds | None = None,
) -> Any:
    """Post a message through a channel's webhook; no bot is needed.

    Args:
        webhook_url: The webhook's address, https://discord.com/api/webhooks/...; whoever has it
            can post.
        username: The name shown instead of the webhook's.
        avatar_url: The picture shown instead of the webhook's.
    """
    message = given(
        content=content or None,
        username=username or None,
        avatar_url=avatar_url or None,
        embeds=_list(embeds, "embeds"),
    )
    _must_say(message, {})
    url = _webhook(ctx, webhook_url)
    return await ctx.post(url, params={"wait": True}, json=message, authenticate=False)


def _webhook(ctx: Context, url: str) -> str:
    """The address, exactly as given so that it is masked wherever it shows; raises
    ValidationError where it is no webhook of Discord's or of the connection's own server."""
    parts = urlsplit(url)
    own = parts[:2] == urlsplit(ctx.base_url)[:2]
    discords = parts.scheme == "https" and parts.hostname in HOSTS
    known = (own or discords) and re.fullmatch(WEBHOOK, parts.path)
    if not known or re.search(r"\s", url):
        message = "must be like https://discord.com/api/webhooks/123/abc"
        raise ValidationError.of(webhook_url=message)
    return url


def _must_say(message: dict[str, Any], files: dict[str, FileContent]) -> None:
    if not files and not message.get("content") and not message.get("embeds"):
        raise ValidationError.of("An empty message", content="give a text, embeds or files")


def _list(value: Any, key: str) -> list[Any] | None:
    found = [value] if isinstance(value, dict) else value
    if found is None or found == "":
        return None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ValidationError.of(**{key: "must be a list of objects"})
    return found


def _urls(value: Any) -> list[str]:
    found = [value] if isinstance(value, str) and value.strip() else value or []
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise ValidationError.of(file_urls='must be a list such as ["https://example.org/a.png"]')
    if len(found) > MOST_FILES:
        raise ValidationError.of(file_urls=f"at most {MOST_FILES} files, not {len(found)}")
    return found
