"""Roles of a server: create, delete."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Effect, Prop, ValidationError
from weavz_tui.integrations._custom import given, segment, whole
from weavz_tui.integrations.discord.options import Role, Server
from weavz_tui.integrations.discord.service import Reason, because, found, guild, integration


@integration.action()
async def create_role(
    ctx: Context,
    guild_id: Server,
    name: str,
    color: Annotated[int, Prop(minimum=0, maximum=0xFFFFFF)] | None = None,
    hoist: Annotated[bool, Prop(title="Shown apart")] | None = None,
    mentionable: bool | None = None,
    permissions: str | None = None,
    reason: Reason | None = None,
) -> Any:
    """Create a role.

    Args:
        name: The role's name.
        color: The colour as one number, red * 65536 + green * 256 + blue.
        hoist: Show its members apart in the list of members.
        mentionable: Let everybody mention it.
        permissions: What it may do, as the number that Discord's permission bits add up to; as
            everybody's when empty.
    """
    body = given(
        name=found(name, "name"),
        color=whole(color, "color"),
        hoist=hoist,
        mentionable=mentionable,
        permissions=_bits(permissions),
    )
    return await ctx.post(f"{guild(guild_id)}/roles", json=body, headers=because(reason))


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_role(
    ctx: Context, guild_id: Server, role_id: Role, reason: Reason | None = None
) -> Any:
    """Delete a role; whoever has it loses it."""
    path = f"{guild(guild_id)}/roles/{segment(role_id, 'role_id')}"
    await ctx.delete(path, headers=because(reason))
    return {"deleted": True, "role_id": role_id}


def _bits(text: str | None) -> int | None:
    """Permission bits as a number; raises ValidationError."""
    value = (text or "").strip()
    if value and not value.isdecimal():
        raise ValidationError.of(permissions="must be a number, the sum of Discord's bits")
    return int(value) if value else None
