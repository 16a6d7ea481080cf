"""`weavz-tui servers`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from weavz_tui.cli import lookup, options
from weavz_tui.cli.lazy import Lazy, PartlyLazyGroup
from weavz_tui.cli.output import Column, note, print_fields, print_json, print_table
from weavz_tui.cli.session import engine_command
from weavz_tui.engine.service import Service
from weavz_tui.model.lists import ServerQuery
from weavz_tui.model.servers import (
    AuthMode,
    EndUserAccess,
    McpServerRow,
    SavedServer,
    ServerCreate,
    ServerMode,
    ServerUpdate,
)

COLUMNS = (
    Column[McpServerRow]("name", lambda each: each.name),
    Column[McpServerRow]("workspace", lambda each: each.workspace_slug),
    Column[McpServerRow]("mode", lambda each: each.mode),
    Column[McpServerRow]("auth", lambda each: each.auth_mode),
    Column[McpServerRow]("tools", lambda each: each.tool_count),
    Column[McpServerRow]("tokens", lambda each: each.token_count),
    Column[McpServerRow]("end user", lambda each: each.end_user_id),
    Column[McpServerRow]("id", lambda each: each.id),
)
_TOOLS = "weavz_tui.cli.commands.server_tools"


class Servers(PartlyLazyGroup):
    """The commands of this module, and those about tools and tokens."""

    table = {  # noqa: RUF012 - never changed
        "tools": Lazy(f"{_TOOLS}:tools", "The tools of a server, and changing them."),
        "token": Lazy(f"{_TOOLS}:token", "Make a token that opens a server."),
        "tokens": Lazy(f"{_TOOLS}:tokens", "End users' tokens, and revoking one."),
    }


name_option = click.option("--name", help="What people read.")
description_option = click.option("--description", help="What clients are told; empty clears.")
mode_option = click.option(
    "--mode",
    type=click.Choice([each.value for each in ServerMode], case_sensitive=False),
    help="One tool for each action, or three tools that run Python.",
)
auth_option = click.option(
    "--auth", type=click.Choice([each.value for each in AuthMode]), help="How clients sign in."
)
access_option = click.option(
    "--access",
    type=click.Choice([each.value for each in EndUserAccess]),
    help="Known end users alone, or everyone.",
)
end_user_option = click.option(
    "--end-user", metavar="ID", help="Every call is made for this end user; empty unbinds."
)


@click.group(cls=Servers)
def servers() -> None:
    """MCP servers: what agents may use of a workspace."""


@servers.command("list")
@options.any_workspace_option
@options.search_option
@options.limit_option
@options.json_option
@engine_command
async def list_servers(
    service: Service, workspace: str | None, search: str, limit: int, as_json: bool
) -> None:
    """List the servers."""
    query = ServerQuery(workspace_id=await lookup.workspace_id(service, workspace))
    page = await options.collect(
        lambda part: service.servers.list(
            replace(query, limit=part.limit, cursor=part.cursor, search=part.search)
        ),
        limit,
        search,
    )
    if as_json:
        print_json({"servers": page.items, "total": page.total})
    else:
        print_table(COLUMNS, page.items)


@servers.command("show")
@click.argument("server")
@options.json_option
@engine_command
async def show_server(service: Service, server: str, as_json: bool) -> None:
    """Show one server, by name or id."""
    found = await service.servers.get(server)
    if as_json:
        print_json({"server": found, "tools": await service.servers.tools(found.id)})
    else:
        _show(found)


@servers.command("create")
@click.argument("name")
@options.workspace_option
@description_option
@mode_option
@auth_option
@access_option
@end_user_option
@options.json_option
@engine_command
async def create_server(
    service: Service,
    name: str,
    workspace: str,
    description: str | None,
    mode: str | None,
    auth: str | None,
    access: str | None,
    end_user: str | None,
    as_json: bool,
) -> None:
    """Make a server. It starts with the tools of its workspace and follows them.

    Where a token of its own is safe and its mode has one, it is printed, this once.
    """
    place = await lookup.workspace(service, workspace)
    changes = _changes(description, mode, auth, access, end_user)
    given = {key: value for key, value in changes.items() if value is not None}
    saved = await service.servers.create(ServerCreate(name=name, workspace_id=place.id, **given))
    await _saved(service, saved, as_json=as_json)


@servers.command("update")
@click.argument("server")
@name_option
@description_option
@mode_option
@auth_option
@access_option
@end_user_option
@options.json_option
@engine_command
async def update_server(
    service: Service,
    server: str,
    name: str | None,
    description: str | None,
    mode: str | None,
    auth: str | None,
    access: str | None,
    end_user: str | None,
    as_json: bool,
) -> None:
    """Change a server."""
    found = await service.servers.get(server)
    changes = _changes(description, mode, auth, access, end_user)
    if name is not None:
        changes["name"] = name
    saved = await service.servers.update(found.id, ServerUpdate(**changes))
    await _saved(service, saved, as_json=as_json)


@servers.command("delete")
@click.argument("server")
@options.yes_option
@options.json_option
@engine_command
async def delete_server(service: Service, server: str, yes: bool, as_json: bool) -> None:
    """Delete a server. Its tokens open nothing from then on."""
    found = await service.servers.get(server)
    also = (await service.servers.dependants(found.id)).sentence()
    options.confirm(f"Delete server {found.name}{f' with {also}' if also else ''}?", yes=yes)
    deleted = await service.servers.delete(found.id)
    print_json(deleted) if as_json else note(f"Deleted server {found.name}.")


def _changes(
    description: str | None,
    mode: str | None,
    auth: str | None,
    access: str | None,
    end_user: str | None,
) -> dict[str, Any]:
    """What was given; an empty text clears."""
    changes: dict[str, Any] = {}
    if description is not None:
        changes["description"] = description or None
    if end_user is not None:
        changes["end_user_id"] = end_user or None
    if mode is not None:
        changes["mode"] = ServerMode(mode)
    if auth is not None:
        changes["auth_mode"] = AuthMode(auth)
    if access is not None:
        changes["end_user_access"] = EndUserAccess(access)
    return changes


async def _saved(service: Service, saved: SavedServer, *, as_json: bool) -> None:
    if as_json:
        found = saved.wire()
        if saved.bearer_token is None:
            del found["bearerToken"]
        print_json(found)
        return
    _show(await service.servers.get(saved.server.id))
    if saved.bearer_token is not None:
        print_fields([("token", saved.bearer_token)])
        note("The token is shown this once; keep it where secrets are kept.")


def _show(row: McpServerRow) -> None:
    pairs = [(each.title, each.value(row)) for each in COLUMNS]
    pairs += [("endpoint", row.mcp_endpoint), ("description", row.description)]
    pairs += [("end users", row.end_user_access), ("own token", row.has_static_token)]
    print_fields([*pairs, ("last call", row.last_call_at), ("created", row.created_at)])
