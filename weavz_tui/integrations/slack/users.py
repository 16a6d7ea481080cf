"""People: finding them, their profiles and statuses."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Effect, Prop
from weavz_tui.integrations.slack.service import as_user, call, integration, pages, refused


@integration.action(effect=Effect.READ)
async def find_user_by_email(ctx: Context, email: str) -> Any:
    """Find a person by e-mail address.

    Args:
        email: The address that the person is registered with.
    """
    return await ctx.get("/users.lookupByEmail", params={"email": email.strip()})


@integration.action(effect=Effect.READ)
async def find_user_by_handle(ctx: Context, handle: str) -> Any:
    """Find a person by handle or display name.

    Args:
        handle: The name, with or without @.
    """
    wanted = handle.strip().removeprefix("@").casefold()
    async for page in pages(ctx, "users.list"):
        for user in page.get("members") or []:
            if wanted in _names(user):
                return {"ok": True, "user": user}
    raise refused("users_not_found")


def _names(user: dict[str, Any]) -> set[str]:
    profile = user.get("profile") or {}
    shown = (profile.get("display_name"), profile.get("display_name_normalized"))
    return {str(each).casefold() for each in (user.get("name"), *shown) if each}


@integration.action(effect=Effect.READ)
async def find_user_by_id(ctx: Context, user_id: str) -> Any:
    """Read a person's account.

    Args:
        user_id: The person's ID (U... or W...).
    """
    return await ctx.get("/users.info", params={"user": user_id})


@integration.action(effect=Effect.READ)
async def list_users(
    ctx: Context,
    limit: Annotated[int, Prop(minimum=1)] = 100,
    include_bots: bool | None = None,
) -> Any:
    """List the people of the workspace.

    Args:
        limit: How many at most.
        include_bots: List bots as well.
    """
    found: list[dict[str, Any]] = []
    answer: dict[str, Any] = {}
    async for answer in pages(ctx, "users.list"):
        found += [each for each in answer.get("members") or [] if include_bots or not _bot(each)]
        if len(found) >= limit:
            break
    return {**answer, "members": found[:limit]}


def _bot(user: dict[str, Any]) -> bool:
    # Slack's own bot is the one that is not marked as a bot.
    return bool(user.get("is_bot")) or user.get("id") == "USLACKBOT"


@integration.action(idempotent=True)
async def update_user_status(
    ctx: Context,
    status_text: str,
    status_emoji: str | None = None,
    expiration: Annotated[int, Prop(minimum=0)] | None = None,
) -> Any:
    """Set the person's own status; needs a user token (xoxp-...).

    Args:
        status_text: What the status says, at most 100 characters; empty clears it.
        status_emoji: The emoji beside it, like :palm_tree:.
        expiration: When it ends, in seconds since 1970 (Unix time); 0 or nothing for never.
    """
    profile: dict[str, Any] = {"status_text": status_text, "status_expiration": expiration or 0}
    if status_emoji is not None:
        profile["status_emoji"] = status_emoji
    return await call(ctx, "users.profile.set", {"profile": profile}, headers=as_user(ctx))


@integration.action(effect=Effect.READ)
async def get_user_profile(ctx: Context, user_id: str | None = None) -> Any:
    """Read a person's profile.

    Args:
        user_id: The person's ID (U... or W...); the token's own person when empty.
    """
    return await ctx.get("/users.profile.get", params={"user": user_id or None})
