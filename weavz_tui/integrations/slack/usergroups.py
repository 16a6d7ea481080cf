"""User groups: handles that mention several people at once."""

from __future__ import annotations

from typing import Any

from weavz_tui.catalog import Context, Effect
from weavz_tui.integrations.slack.service import call, ids, integration


@integration.action(effect=Effect.READ)
async def list_usergroups(ctx: Context, include_users: bool | None = None) -> Any:
    """List the user groups of the workspace.

    Args:
        include_users: Give each group's people as well.
    """
    return await ctx.get("/usergroups.list", params=ctx.inputs)


@integration.action()
async def create_usergroup(
    ctx: Context,
    name: str,
    handle: str,
    description: str | None = None,
    channels: str | None = None,
) -> Any:
    """Create a user group.

    Args:
        name: The name; no other group may have it.
        handle: What it is mentioned by, with or without @.
        description: What it is for.
        channels: IDs of the channels that its people join by default, separated by commas.
    """
    return await call(ctx, "usergroups.create", _cleaned(ctx))


@integration.action(idempotent=True)
async def update_usergroup(
    ctx: Context,
    usergroup: str,
    name: str | None = None,
    handle: str | None = None,
    description: str | None = None,
    channels: str | None = None,
) -> Any:
    """Change a user group; what is left empty stays.

    Args:
        usergroup: The group's ID (S...).
        name: The new name.
        handle: The new handle, with or without @.
        description: The new description.
        channels: IDs of its default channels, separated by commas.
    """
    return await call(ctx, "usergroups.update", _cleaned(ctx))


def _cleaned(ctx: Context) -> dict[str, Any]:
    form = dict(ctx.inputs)
    if "handle" in form:
        form["handle"] = str(form["handle"]).removeprefix("@")
    return {**form, "channels": ids(form.get("channels"))}


@integration.action(idempotent=True)
async def update_usergroup_users(
    ctx: Context, usergroup: str, users: str, include_count: bool | None = None
) -> Any:
    """Replace the people of a user group.

    Args:
        usergroup: The group's ID (S...).
        users: IDs of all its people (U...), separated by commas.
        include_count: Answer with the number of people.
    """
    form = {"usergroup": usergroup, "users": ids(users), "include_count": include_count}
    return await call(ctx, "usergroups.users.update", form)


@integration.action(idempotent=True)
async def enable_usergroup(ctx: Context, usergroup: str) -> Any:
    """Enable a user group that was disabled.

    Args:
        usergroup: The group's ID (S...).
    """
    return await call(ctx, "usergroups.enable", {"usergroup": usergroup})


@integration.action(idempotent=True)
async def disable_usergroup(ctx: Context, usergroup: str) -> Any:
    """Disable a user group; it can be enabled again.

    Args:
        usergroup: The group's ID (S...).
    """
    return await call(ctx, "usergroups.disable", {"usergroup": usergroup})
