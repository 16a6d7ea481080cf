"""Discord itself: address, bot token, failures, paths. Its actions lie beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any
from urllib.parse import quote

from weavz_tui.catalog import (
    Category,
    Context,
    Integration,
    LongText,
    Prop,
    Response,
    SecretText,
    ValidationError,
)
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._custom import segment

PAGE = 1000

Reason = Annotated[str, Prop(description="Why, for the server's audit log.")]
Content = Annotated[LongText, Prop(description="The text in Markdown, up to 2,000 characters.")]


def failure(response: Response) -> str | None:
    """Discord's message and code, and the first of what is wrong in the body, with its path."""
    if response.ok:
        return None
    data = response.data()
    if not isinstance(data, dict) or not data.get("message"):
        return default_failure(response)
    code = data.get("code")
    text = f"{data['message']} ({code})" if code else str(data["message"])
    detail = _first_error(data.get("errors"))
    return f"{text}: {detail}" if detail else text


def _first_error(errors: Any, path: str = "") -> str:
    if not isinstance(errors, dict):
        return ""
    if found := errors.get("_errors"):
        message = str(found[0].get("message", ""))
        return f"{path} {message}".strip()
    for key, inner in errors.items():
        if detail := _first_error(inner, f"{path}.{key}" if path else key):
            return detail
    return ""


def throttled(response: Response) -> float | None:
    """Seconds until Discord takes the next request, which it says more precisely in the body."""
    if response.status != 429:
        return None
    data = response.data()
    wait = data.get("retry_after") if isinstance(data, dict) else None
    return float(wait) if isinstance(wait, int | float) else None


integration = Integration(
    "discord",
    title="Discord",
    description="Messages, channels, members and roles of the servers that a bot is in.",
    categories=[Category.COMMUNICATION],
    auth=[
        SecretText(
            title="Bot token",
            description="From the developer portal: your application, Bot, Token.",
            prefix="Bot ",
        )
    ],
    base_url="https://discord.com/api/v10",
    failure=failure,
    throttled=throttled,
)


def guild(guild_id: str) -> str:
    """`/guilds/123`; raises ValidationError."""
    return f"/guilds/{segment(guild_id, 'guild_id')}"


def channel(channel_id: str, key: str = "channel_id") -> str:
    """`/channels/123`; raises ValidationError."""
    return f"/channels/{segment(channel_id, key)}"


def because(reason: str | None) -> dict[str, str]:
    """The header that carries a reason into the audit log."""
    return {"X-Audit-Log-Reason": quote(reason.strip())[:512]} if reason else {}


async def members(ctx: Context, guild_id: str, limit: int) -> AsyncIterator[list[Any]]:
    """The members of a server in pages, `limit` of them in all."""
    after, left = "0", limit
    while left > 0:
        wanted = min(left, PAGE)
        params = {"limit": wanted, "after": after}
        page = await ctx.get(f"{guild(guild_id)}/members", params=params) or []
        yield page
        left -= len(page)
        if len(page) < wanted:
            return
        after = page[-1]["user"]["id"]


def found(value: str, key: str) -> str:
    """The value; raises ValidationError where it is empty."""
    if not value.strip():
        raise ValidationError.of(**{key: "must not be empty"})
    return value.strip()


@integration.tests
async def bot(ctx: Context) -> Any:
    """Ask who the bot is."""
    return await ctx.get("/users/@me")
