"""`weavz-tui workspaces`."""

from __future__ import annotations

import re

import click

from weavz_tui.cli import lookup, options
from weavz_tui.cli.output import Column, note, print_fields, print_json, print_table
from weavz_tui.cli.session import engine_command
from weavz_tui.engine.service import Service
from weavz_tui.model.lists import WorkspaceRow
from weavz_tui.model.requests import WorkspaceCreate, WorkspaceUpdate

COLUMNS = (
    Column[WorkspaceRow]("slug", lambda each: each.slug),
    Column[WorkspaceRow]("name", lambda each: each.name),
    Column[WorkspaceRow]("integrations", lambda each: each.integration_count),
    Column[WorkspaceRow]("connections", lambda each: each.connection_count),
    Column[WorkspaceRow]("end users", lambda each: each.end_user_count),
    Column[WorkspaceRow]("last run", lambda each: each.last_activity_at),
)


@click.group()
def workspaces() -> None:
    """Workspaces: each has integrations under aliases of its own."""


@workspaces.command("list")
@options.search_option
@options.limit_option
@options.json_option
@engine_command
async def list_workspaces(service: Service, search: str, limit: int, as_json: bool) -> None:
    """List the workspaces."""
    page = await options.collect(service.workspaces.list, limit, search)
    if as_json:
        print_json({"workspaces": page.items, "total": page.total})
    else:
        print_table(COLUMNS, page.items)


@workspaces.command("show")
@click.argument("workspace")
@options.json_option
@engine_command
async def show_workspace(service: Service, workspace: str, as_json: bool) -> None:
    """Show one workspace, by slug or id."""
    _show(await lookup.workspace(service, workspace), as_json=as_json)


@workspaces.command("create")
@click.argument("name")
@click.option("--slug", help="Its short name; made from the name when left out.")
@options.json_option
@engine_command
async def create_workspace(service: Service, name: str, slug: str | None, as_json: bool) -> None:
    """Make a workspace."""
    short = slug or re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    made = await service.workspaces.create(WorkspaceCreate(name=name, slug=short))
    _show(await service.workspaces.get(made.id), as_json=as_json)


@workspaces.command("update")
@click.argument("workspace")
@click.option("--name", help="Its new name.")
@click.option("--slug", help="Its new short name.")
@options.json_option
@engine_command
async def update_workspace(
    service: Service, workspace: str, name: str | None, slug: str | None, as_json: bool
) -> None:
    """Rename a workspace."""
    found = await lookup.workspace(service, workspace)
    given = {key: value for key, value in (("name", name), ("slug", slug)) if value is not None}
    await service.workspaces.update(found.id, WorkspaceUpdate(**given))
    _show(await service.workspaces.get(found.id), as_json=as_json)


@workspaces.command("delete")
@click.argument("workspace")
@options.yes_option
@options.json_option
@engine_command
async def delete_workspace(service: Service, workspace: str, yes: bool, as_json: bool) -> None:
    """Delete a workspace and everything in it."""
    found = await lookup.workspace(service, workspace)
    also = (await service.workspaces.dependants(found.id)).sentence()
    options.confirm(f"Delete workspace {found.slug}{f' with {also}' if also else ''}?", yes=yes)
    deleted = await service.workspaces.delete(found.id)
    print_json(deleted) if as_json else note(f"Deleted workspace {found.slug}.")


def _show(row: WorkspaceRow, *, as_json: bool) -> None:
    if as_json:
        print_json({"workspace": row})
    else:
        columns = [(each.title, each.value(row)) for each in COLUMNS]
        print_fields([*columns, ("id", row.id), ("created", row.created_at)])
