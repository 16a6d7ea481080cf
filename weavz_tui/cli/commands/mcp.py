"""`weavz-tui mcp WORKSPACE_OR_SERVER`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from weavz_tui.cli.session import engine_command
from weavz_tui.collecting import collect_seldom
from weavz_tui.engine.service import Service
from weavz_tui.model.errors import NotAvailable, NotFound, ValidationError

if TYPE_CHECKING:
    from weavz_tui.model.servers import McpServer


@click.command()
@click.argument("ref", metavar="WORKSPACE_OR_SERVER")
@click.option("--end-user", metavar="ID", help="Call for this end user, by external id.")
@click.option("--code", is_flag=True, help="Show a workspace as three tools that run Python.")
@engine_command
async def mcp(service: Service, ref: str, end_user: str | None, code: bool) -> None:
    """Serve MCP on standard input and output, for a client that starts this command.

    No server has to run. What is named is an MCP server, by id or name, or a workspace, whose
    integrations are shown as they are; changes of either reach the client at once.

    \b
    {"mcpServers": {"weavz": {"command": "weavz-tui", "args": ["mcp", "default"]}}}
    """
    from weavz_tui.engine.local import LocalService
    from weavz_tui.mcp.local import LocalBackend
    from weavz_tui.mcp.stdio import serve_stdio

    if not isinstance(service, LocalService):
        raise NotAvailable(
            "The engine of another machine cannot be served from here",
            details={"server": service.name},
            hint=f"let the client connect to {service.name}/mcp/srv_ID, with a token of the server",
        )
    server = await _server(service, ref, code=code)
    await _check(service, server, end_user)
    access = await service.parts.shared.access.mcp_local(server, end_user)
    collect_seldom()
    await serve_stdio(LocalBackend(service), access)


async def _server(service: Service, ref: str, *, code: bool) -> McpServer:
    """The server of that name or, for a workspace, one made up for it."""
    from weavz_tui.mcp.local import of_workspace
    from weavz_tui.model.servers import ServerMode

    try:
        found = await service.servers.get(ref)
    except NotFound:
        found = None
    if found is not None:
        if code and found.mode is not ServerMode.CODE:
            raise ValidationError(
                f"The server '{found.name}' is in TOOLS mode",
                hint="change its mode, or name its workspace with --code",
            )
        return found
    try:
        place = await service.workspaces.get(ref)
    except NotFound as error:
        raise NotFound(
            f"No MCP server and no workspace is named '{ref}'",
            hint="`weavz-tui workspaces list` and `weavz-tui servers list` show what there is",
        ) from error
    return of_workspace(place, ServerMode.CODE if code else ServerMode.TOOLS)


async def _check(service: Service, server: McpServer, end_user: str | None) -> None:
    """Raises when calls cannot be made for that end user."""
    if end_user is None:
        return
    if server.end_user_id not in {None, end_user}:
        raise ValidationError(
            f"The server '{server.name}' acts for the end user '{server.end_user_id}' alone",
            hint="leave out --end-user",
        )
    await service.end_users.get(server.workspace_id, end_user)
