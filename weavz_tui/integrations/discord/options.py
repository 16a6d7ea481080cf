"""The choices of Discord's selects."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Dropdown, Option, Options, Prop
from weavz_tui.integrations.discord.service import guild, members

SERVERS = 200
FIRST_MEMBERS = 1000
CATEGORY = 4
NO_SERVER = Options(disabled=True, placeholder="Choose a server first")


async def servers(ctx: Context) -> Options:
    """The servers that the bot is in."""
    found: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        page = await ctx.get("/users/@me/guilds", params={"limit": SERVERS, "after": after}) or []
        found += page
        if len(page) < SERVERS:
            return _sorted(found, "name")
        after = page[-1]["id"]


async def channels(ctx: Context) -> Options:
    """The channels of the chosen server, without the categories."""
    return await _channels(ctx, categories=False)


async def categories(ctx: Context) -> Options:
    """The categories of the chosen server."""
    return await _channels(ctx, categories=True)


async def roles(ctx: Context) -> Options:
    """The roles of the chosen server that can be given, the highest first."""
    server = ctx.inputs.get("guild_id")
    if not server:
        return NO_SERVER
    found = await ctx.get(f"{guild(str(server))}/roles")
    usable = [each for each in found if each["id"] != server and not each.get("managed")]
    usable.sort(key=lambda each: -each.get("position", 0))
    return Options(options=tuple(Option(label=each["name"], value=each["id"]) for each in usable))


async def people(ctx: Context) -> Options:
    """Members of the chosen server: those whose name begins as searched, else the first."""
    server = ctx.inputs.get("guild_id")
    if not server:
        return NO_SERVER
    wanted = (ctx.search or "").strip()
    if wanted:
        path = f"{guild(str(server))}/members/search"
        found = await ctx.get(path, params={"query": wanted, "limit": 100})
        return _people(found)
    found = [each async for page in members(ctx, str(server), FIRST_MEMBERS) for each in page]
    more = len(found) == FIRST_MEMBERS
    return _people(found, f"The first {FIRST_MEMBERS} are listed; type to find others" * more)


async def _channels(ctx: Context, *, categories: bool) -> Options:
    server = ctx.inputs.get("guild_id")
    if not server:
        return NO_SERVER
    found = await ctx.get(f"{guild(str(server))}/channels")
    return _sorted([each for each in found if (each["type"] == CATEGORY) is categories], "name")


def _sorted(found: list[dict[str, Any]], key: str) -> Options:
    ordered = sorted(found, key=lambda each: str(each[key]).casefold())
    return Options(options=tuple(Option(label=each[key], value=each["id"]) for each in ordered))


def _people(found: list[dict[str, Any]], hint: str = "") -> Options:
    options = [Option(label=_name(each), value=each["user"]["id"]) for each in found]
    options.sort(key=lambda each: each.label.casefold())
    return Options(options=tuple(options), placeholder=hint)


def _name(member: dict[str, Any]) -> str:
    user = member["user"]
    name = member.get("nick") or user.get("global_name")
    return f"{name} ({user['username']})" if name else str(user["username"])


Server = Annotated[
    str, Prop(title="Server", description="A server that the bot is in."), Dropdown(servers)
]
Channel = Annotated[
    str,
    Prop(title="Channel", description="A channel of the server."),
    Dropdown(channels, refreshers=["guild_id"]),
]
Parent = Annotated[
    str,
    Prop(title="Category", description="The category that it goes under."),
    Dropdown(categories, refreshers=["guild_id"]),
]
Role = Annotated[
    str,
    Prop(title="Role", description="A role of the server, below the bot's own."),
    Dropdown(roles, refreshers=["guild_id"]),
]
Member = Annotated[
    str,
    Prop(title="Member", description="Who is meant."),
    Dropdown(people, refreshers=["guild_id"], searchable=True),
]
