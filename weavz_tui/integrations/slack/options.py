"""The choices of Slack's selects, fetched page by page."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import ActionFailed, Context, Dropdown, Option, Options
from weavz_tui.integrations.slack.service import MAX_PAGES, pages


async def channels(ctx: Context) -> Options:
    """Channels by name; private ones only where the token may see them."""
    try:
        found, more = await _all(ctx, "conversations.list", "channels", types=_WITH_PRIVATE)
    except ActionFailed as error:
        if not str(error.details.get("message")).startswith("missing_scope"):
            raise
        found, more = await _all(ctx, "conversations.list", "channels", types="public_channel")
    options = [Option(label=_channel_label(each), value=each["id"]) for each in found]
    return _sorted(options, more)


async def users(ctx: Context) -> Options:
    """People and bots by name, without the deactivated."""
    found, more = await _all(ctx, "users.list", "members")
    options = [
        Option(label=_user_label(each), value=each["id"])
        for each in found
        if not each.get("deleted")
    ]
    return _sorted(options, more)


_WITH_PRIVATE = "public_channel,private_channel"


async def _all(
    ctx: Context, method: str, key: str, types: str | None = None
) -> tuple[list[dict[str, Any]], bool]:
    found: list[dict[str, Any]] = []
    count, more = 0, False
    exclude = True if key == "channels" else None
    async for page in pages(ctx, method, types=types, exclude_archived=exclude):
        count += 1
        found += page.get(key) or []
        more = bool((page.get("response_metadata") or {}).get("next_cursor"))
    return found, more and count == MAX_PAGES


def _sorted(options: list[Option], more: bool) -> Options:
    ordered = tuple(sorted(options, key=lambda each: each.label.casefold()))
    hint = f"The first {len(ordered)} are listed; the ID of another can be given" if more else ""
    return Options(options=ordered, placeholder=hint)


def _channel_label(channel: dict[str, Any]) -> str:
    name = f"#{channel.get('name') or channel['id']}"
    return f"{name} (private)" if channel.get("is_private") else name


def _user_label(user: dict[str, Any]) -> str:
    handle = f"@{user.get('name') or user['id']}"
    profile = user.get("profile") or {}
    name = user.get("real_name") or profile.get("real_name") or profile.get("display_name")
    return f"{name} ({handle})" if name else handle


Channel = Annotated[str, Dropdown(channels)]
User = Annotated[str, Dropdown(users)]
