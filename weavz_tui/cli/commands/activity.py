"""`weavz-tui activity`."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import datetime

import click

from weavz_tui.cli import lookup, options
from weavz_tui.cli.following import follow
from weavz_tui.cli.output import Column, print_fields, print_json, print_table, shown
from weavz_tui.cli.session import engine_command
from weavz_tui.engine.service import Service
from weavz_tui.model.enums import ExecutionStatus, Source
from weavz_tui.model.execution import ExecutionRow
from weavz_tui.model.lists import ActivityQuery


def _action(row: ExecutionRow) -> str:
    return f"{row.integration_alias or row.integration_name}.{row.action_name}"


COLUMNS = (
    Column[ExecutionRow]("when", lambda each: each.created_at),
    Column[ExecutionRow]("action", _action),
    Column[ExecutionRow]("status", lambda each: each.status),
    Column[ExecutionRow]("ms", lambda each: f"{each.duration_ms:.0f}"),
    Column[ExecutionRow]("source", lambda each: each.source),
    Column[ExecutionRow]("end user", lambda each: each.end_user_id),
    Column[ExecutionRow]("error", lambda each: each.error_code),
    Column[ExecutionRow]("id", lambda each: each.id),
)


# Lines come one by one, so the widths are fixed; a longer cell pushes the rest on.
WIDTHS = {"when": 20, "action": 36, "status": 8, "ms": 6, "source": 10, "end user": 10, "error": 20}


server_option = click.option(
    "--server", metavar="SERVER", help="Through this MCP server, by name or id."
)


@click.group(invoke_without_command=True)
@click.option(
    "--follow",
    "-f",
    "is_followed",
    is_flag=True,
    help="Print executions as they come, until ctrl+c.",
)
@options.any_workspace_option
@server_option
@click.option(
    "--before", type=click.IntRange(0), default=10, help="How many of the last to begin with."
)
@options.json_option
@click.pass_context
def activity(
    context: click.Context,
    is_followed: bool,
    workspace: str | None,
    server: str | None,
    before: int,
    as_json: bool,
) -> None:
    """Activity: every execution, newest first.

    With --follow each new one is a line, with --json a JSON object on a line of its own.
    """
    if context.invoked_subcommand is not None:
        return
    if not is_followed:
        click.echo(context.get_help())
        return
    _follow(workspace, server, before, as_json)


@engine_command
async def _follow(
    service: Service, workspace: str | None, server: str | None, before: int, as_json: bool
) -> None:
    query = ActivityQuery(
        workspace_id=await lookup.workspace_id(service, workspace),
        server_id=await lookup.server_id(service, server),
    )
    async for row in follow(service, query, before):
        if as_json:
            click.echo(json.dumps(row.wire(), ensure_ascii=False))
        else:
            click.echo(
                "  ".join(
                    f"{shown(each.value(row)):<{WIDTHS.get(each.title, 0)}}" for each in COLUMNS
                ).rstrip()
            )
        sys.stdout.flush()


@activity.command("list")
@options.any_workspace_option
@click.option(
    "--status", type=click.Choice([each.value for each in ExecutionStatus]), help="That ended so."
)
@click.option(
    "--source", type=click.Choice([each.value for each in Source]), help="Through this door."
)
@server_option
@click.option("--alias", metavar="ALIAS", help="Of this alias.")
@click.option("--integration", metavar="SLUG", help="Of this integration.")
@click.option("--action", metavar="NAME", help="Of this action.")
@click.option("--since", type=click.DateTime(), help="From this moment on (local time).")
@options.search_option
@options.limit_option
@options.json_option
@engine_command
async def list_activity(
    service: Service,
    workspace: str | None,
    status: str | None,
    source: str | None,
    server: str | None,
    alias: str | None,
    integration: str | None,
    action: str | None,
    since: datetime | None,
    search: str,
    limit: int,
    as_json: bool,
) -> None:
    """List executions."""
    query = ActivityQuery(
        workspace_id=await lookup.workspace_id(service, workspace),
        status=ExecutionStatus(status) if status else None,
        source=Source(source) if source else None,
        server_id=await lookup.server_id(service, server),
        integration_alias=alias,
        integration_name=integration,
        action_name=action,
        since=since.astimezone() if since else None,
    )
    page = await options.collect(
        lambda part: service.activity.list(
            replace(query, limit=part.limit, cursor=part.cursor, search=part.search)
        ),
        limit,
        search,
    )
    if as_json:
        print_json({"executions": page.items, "total": page.total})
    else:
        print_table(COLUMNS, page.items)


@activity.command("show")
@click.argument("id")
@options.json_option
@engine_command
async def show_activity(service: Service, id: str, as_json: bool) -> None:
    """Show one execution whole. Input, output and choice of connection; secrets are masked."""
    found = await service.activity.get(id)
    if as_json:
        print_json({"execution": found})
        return
    pairs = [(each.title, each.value(found)) for each in COLUMNS]
    pairs += [("message", found.error_message), ("HTTP status", found.status_code)]
    pairs += [("connection", found.connection_external_id), ("attempts", found.attempts)]
    pairs += [("MCP server", found.server_id)] if found.server_id else []
    pairs += [("input", found.input), ("output", found.output)]
    requests = [f"{each.method} {each.url}" for each in found.requests]
    print_fields([*pairs, ("requests", requests), ("warnings", found.warnings)])
