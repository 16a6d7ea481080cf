"""`weavz-tui servers tools`, `token` and `tokens`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict, Unpack

import click

from weavz_tui.cli import lookup, options
from weavz_tui.cli.inputs import read_input
from weavz_tui.cli.output import Column, note, print_json, print_table
from weavz_tui.cli.session import engine_command
from weavz_tui.engine.service import Service
from weavz_tui.model.errors import NotFound
from weavz_tui.model.servers import (
    ExposedTool,
    McpToken,
    McpTool,
    TokenRequest,
    ToolCreate,
    ToolUpdate,
)

EXPOSED = (
    Column[ExposedTool]("tool", lambda each: each.name),
    Column[ExposedTool]("title", lambda each: each.title),
    Column[ExposedTool]("reads only", lambda each: each.annotations.read_only_hint),
    Column[ExposedTool]("inputs", lambda each: list(each.input_schema.get("properties", ()))),
)
TOKENS = (
    Column[McpToken]("begins", lambda each: each.token_prefix),
    Column[McpToken]("end user", lambda each: each.end_user_id),
    Column[McpToken]("kind", lambda each: each.auth_method),
    Column[McpToken]("scopes", lambda each: each.scopes),
    Column[McpToken]("expires", lambda each: each.expires_at),
    Column[McpToken]("id", lambda each: each.id),
)

server_argument = click.argument("server")
tool_argument = click.argument("tool")


class Said(TypedDict):
    """What `add` and `update` were told of a tool."""

    alias: str | None
    title: str | None
    description: str | None
    defaults: str | None
    sets: tuple[str, ...]
    partials: tuple[str, ...]


def said_options(command: options.Function) -> options.Function:
    """The options that fill a `Said`."""
    for option in (
        options.json_option,
        click.option(
            "--partial",
            "partials",
            multiple=True,
            metavar="NAME",
            help="A partial that it always uses.",
        ),
        options.set_option,
        click.option(
            "--defaults", metavar="JSON|@FILE|-", help="Values that clients are not asked for."
        ),
        click.option("--description", help="What clients are told; empty clears."),
        click.option("--title", help="What clients show; empty clears."),
        click.option("--alias", help="The alias it is shown under."),
    ):
        command = option(command)
    return command


@click.group()
def tools() -> None:
    """The tools of a server: those of the workspace, changed, hidden, or added by hand."""


@tools.command("list")
@server_argument
@options.json_option
@engine_command
async def list_tools(service: Service, server: str, as_json: bool) -> None:
    """List the tools as a client sees them."""
    found = await service.servers.get(server)
    exposed = await service.servers.exposed(found.id)
    if as_json:
        print_json({"tools": list(exposed), "total": len(exposed)})
    else:
        print_table(EXPOSED, exposed)


@tools.command("add")
@server_argument
@click.argument("action", metavar="ALIAS|SLUG.ACTION")
@said_options
@engine_command
async def add_tool(
    service: Service,
    server: str,
    action: str,
    as_json: bool,
    **said: Unpack[Said],
) -> None:
    """Add a tool, or bring a hidden one back."""
    found = await service.servers.get(server)
    name, dot, action_name = action.partition(".")
    if not dot:
        raise click.UsageError("ACTION is written ALIAS.ACTION, such as slack.send_message.")
    slug, instance = await lookup.alias_or_slug(service, found.workspace_id, name)
    made = await service.servers.add_tool(
        found.id,
        ToolCreate(
            integration_name=slug,
            integration_alias=said["alias"] or (instance.integration_alias if instance else None),
            action_name=action_name,
            display_name=said["title"],
            description=said["description"],
            input_defaults=_defaults(said, {}) or {},
            partial_ids=list(said["partials"]) or None,
        ),
    )
    print_json({"tool": made}) if as_json else note(f"Added {_name(made)}.")


@tools.command("update")
@server_argument
@tool_argument
@said_options
@engine_command
async def update_tool(
    service: Service,
    server: str,
    tool: str,
    as_json: bool,
    **said: Unpack[Said],
) -> None:
    """Change a tool. It is named as clients see it, as alias.action, or by id."""
    found = await service.servers.get(server)
    wanted = await _find(service, found.id, tool)
    texts = {
        "integration_alias": said["alias"],
        "display_name": said["title"],
        "description": said["description"],
    }
    changes: dict[str, Any] = {
        key: value or None for key, value in texts.items() if value is not None
    }
    if (given := _defaults(said, wanted.input_defaults)) is not None:
        changes["input_defaults"] = given
    if said["partials"]:
        changes["partial_ids"] = [each for each in said["partials"] if each]
    changed = await service.servers.update_tool(found.id, wanted.id, ToolUpdate(**changes))
    print_json({"tool": changed}) if as_json else note(f"Changed {_name(changed)}.")


@tools.command("remove")
@server_argument
@tool_argument
@options.json_option
@engine_command
async def remove_tool(service: Service, server: str, tool: str, as_json: bool) -> None:
    """Remove a tool added by hand, or hide one of the workspace."""
    found = await service.servers.get(server)
    wanted = await _find(service, found.id, tool)
    deleted = await service.servers.delete_tool(found.id, wanted.id)
    done = "Hid" if wanted.source_workspace_integration_id else "Removed"
    print_json(deleted) if as_json else note(f"{done} {_name(wanted)}.")


@click.command()
@server_argument
@click.option("--end-user", metavar="ID", help="For this end user; else the server's own.")
@click.option("--oauth", is_flag=True, help="An OAuth access token.")
@click.option("--scope", "scopes", multiple=True, metavar="SCOPE", help="mcp:tools or mcp:code.")
@click.option("--expires-in", type=click.IntRange(1), metavar="SECONDS", help="Valid so long.")
@options.yes_option
@options.json_option
@engine_command
async def token(
    service: Service,
    server: str,
    end_user: str | None,
    oauth: bool,
    scopes: tuple[str, ...],
    expires_in: int | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Make a token that opens a server, and print it, this once.

    Without --end-user it is the server's own, and the one before it is refused from then on.
    """
    found = await service.servers.get(server)
    if end_user is None:
        if oauth or scopes or expires_in:
            raise click.UsageError("--oauth, --scope and --expires-in go with --end-user.")
        if found.has_static_token:
            options.confirm(f"Refuse the present token of {found.name}?", yes=yes)
        saved = await service.servers.regenerate_token(found.id)
        body = {"bearerToken": saved.bearer_token, "mcpEndpoint": saved.mcp_endpoint}
        print_json(body) if as_json else click.echo(saved.bearer_token)
    else:
        data = TokenRequest(
            end_user_id=end_user, scopes=list(scopes) or None, expires_in=expires_in
        )
        issue = service.servers.issue_oauth_token if oauth else service.servers.issue_access_token
        issued = await issue(found.id, data)
        print_json(issued) if as_json else click.echo(issued.access_token)
    if not as_json:
        note("The token is shown this once; keep it where secrets are kept.")


@click.group()
def tokens() -> None:
    """The end users' tokens of a server."""


@tokens.command("list")
@server_argument
@options.json_option
@engine_command
async def list_tokens(service: Service, server: str, as_json: bool) -> None:
    """List the tokens that are in force."""
    found = await service.servers.get(server)
    listed = await service.servers.tokens(found.id)
    if as_json:
        print_json({"tokens": list(listed), "total": len(listed)})
    else:
        print_table(TOKENS, listed)


@tokens.command("revoke")
@server_argument
@click.argument("token_id", metavar="TOKEN_ID")
@options.json_option
@engine_command
async def revoke_token(service: Service, server: str, token_id: str, as_json: bool) -> None:
    """Refuse a token from now on."""
    found = await service.servers.get(server)
    deleted = await service.servers.revoke_token(found.id, token_id)
    print_json(deleted) if as_json else note("Revoked the token.")


def _defaults(said: Said, present: Mapping[str, Any]) -> dict[str, Any] | None:
    """The values that clients are not asked for: given whole, or changed one by one; None where
    nothing was said of them."""
    whole, sets = said["defaults"], said["sets"]
    if whole is None and not sets:
        return None
    return read_input(whole, sets, (), base={} if whole is not None else dict(present))


async def _find(service: Service, server_id: str, ref: str) -> McpTool:
    exposed = {each.name: each.tool for each in await service.servers.exposed(server_id)}
    if (shown := exposed.get(ref)) is not None:
        return shown
    for each in await service.servers.tools(server_id):
        if ref in {each.id, _name(each)}:
            return each
    raise NotFound(
        f"Tool '{ref}' not found",
        details={"tool": ref},
        hint="`weavz-tui servers tools list` shows every tool of a server",
    )


def _name(tool: McpTool) -> str:
    return f"{tool.integration_alias}.{tool.action_name}"
