"""Members of a server: list, give and take roles, ban."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Effect, Prop
from weavz_tui.integrations._custom import given, segment, whole
from weavz_tui.integrations.discord.options import Member, Role, Server
from weavz_tui.integrations.discord.service import (
    PAGE,
    Reason,
    because,
    guild,
    integration,
)
from weavz_tui.integrations.discord.service import members as pages

UserId = Annotated[str, Prop(description="The person's ID, a long number.")]


@integration.action(effect=Effect.READ)
async def list_guild_members(
    ctx: Context,
    guild_id: Server,
    query: str | None = None,
    limit: Annotated[int, Prop(minimum=1)] | None = None,
) -> Any:
    """List the members of a server; the bot needs the server members intent.

    Args:
        query: Only those whose name or nickname begins like this.
        limit: How many at most; 100 when it is not given; a query gives up to 1,000.
    """
    most = whole(limit, "limit") or 100
    if query and query.strip():
        params = {"query": query.strip(), "limit": min(most, PAGE)}
        return await ctx.get(f"{guild(guild_id)}/members/search", params=params)
    return [each async for page in pages(ctx, guild_id, most) for each in page]


@integration.action(idempotent=True)
async def add_role_to_member(
    ctx: Context,
    guild_id: Server,
    member_id: Member,
    role_id: Role,
    reason: Reason | None = None,
) -> Any:
    """Give a member a role."""
    await ctx.put(_role(guild_id, member_id, role_id), headers=because(reason))
    return {"added": True, "member_id": member_id, "role_id": role_id}


@integration.action(idempotent=True)
async def remove_role_from_member(
    ctx: Context,
    guild_id: Server,
    member_id: Member,
    role_id: Role,
    reason: Reason | None = None,
) -> Any:
    """Take a role from a member."""
    await ctx.delete(_role(guild_id, member_id, role_id), headers=because(reason))
    return {"removed": True, "member_id": member_id, "role_id": role_id}


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def ban_member(
    ctx: Context,
    guild_id: Server,
    user_id: UserId,
    delete_message_seconds: Annotated[int, Prop(minimum=0, maximum=604800)] | None = None,
    reason: Reason | None = None,
) -> Any:
    """Ban a person from a server.

    Args:
        delete_message_seconds: Delete what they wrote in these last seconds too, up to seven days
            (604,800).
    """
    seconds = whole(delete_message_seconds, "delete_message_seconds")
    body = given(delete_message_seconds=seconds)
    await ctx.put(_ban(guild_id, user_id), json=body, headers=because(reason))
    return {"banned": True, "user_id": user_id}


@integration.action(idempotent=True)
async def unban_member(
    ctx: Context, guild_id: Server, user_id: UserId, reason: Reason | None = None
) -> Any:
    """Lift a ban, so that the person can join the server again."""
    await ctx.delete(_ban(guild_id, user_id), headers=because(reason))
    return {"unbanned": True, "user_id": user_id}


def _role(guild_id: str, member_id: str, role_id: str) -> str:
    member, role = segment(member_id, "member_id"), segment(role_id, "role_id")
    return f"{guild(guild_id)}/members/{member}/roles/{role}"


def _ban(guild_id: str, user_id: str) -> str:
    return f"{guild(guild_id)}/bans/{segment(user_id, 'user_id')}"
