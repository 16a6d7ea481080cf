"""`weavz-tui end-users`."""

from __future__ import annotations

import json
from typing import Any

import click

from weavz_tui.cli import lookup, options
from weavz_tui.cli.output import Column, note, print_fields, print_json, print_table, shown
from weavz_tui.cli.session import engine_command
from weavz_tui.engine.service import Service
from weavz_tui.model.connect import PortalRequest
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.lists import EndUserRow
from weavz_tui.model.requests import EndUserCreate, EndUserUpdate

COLUMNS = (
    Column[EndUserRow]("external id", lambda each: each.external_id),
    Column[EndUserRow]("name", lambda each: each.display_name),
    Column[EndUserRow]("email", lambda each: each.email),
    Column[EndUserRow]("connected", lambda each: each.integrations),
)
name_option = click.option("--display-name", help="What people read.")
email_option = click.option("--email", help="Where they can be reached.")
metadata_option = click.option("--metadata", metavar="JSON", help="A JSON object of your own.")


@click.group("end-users")
def end_users() -> None:
    """End users of a workspace: the people whose own connections a call may use."""


@end_users.command("list")
@options.workspace_option
@options.search_option
@options.limit_option
@options.json_option
@engine_command
async def list_end_users(
    service: Service, workspace: str, search: str, limit: int, as_json: bool
) -> None:
    """List the end users of a workspace."""
    place = await lookup.workspace(service, workspace)
    page = await options.collect(
        lambda query: service.end_users.list(place.id, query), limit, search
    )
    if as_json:
        print_json({"endUsers": page.items, "total": page.total})
    else:
        print_table(COLUMNS, page.items)


@end_users.command("show")
@click.argument("end_user")
@options.workspace_option
@options.json_option
@engine_command
async def show_end_user(service: Service, end_user: str, workspace: str, as_json: bool) -> None:
    """Show one end user, by external id or id."""
    place = await lookup.workspace(service, workspace)
    _show(await service.end_users.get(place.id, end_user), as_json=as_json)


@end_users.command("create")
@click.argument("external_id")
@options.workspace_option
@name_option
@email_option
@metadata_option
@options.json_option
@engine_command
async def create_end_user(
    service: Service,
    external_id: str,
    workspace: str,
    display_name: str | None,
    email: str | None,
    metadata: str | None,
    as_json: bool,
) -> None:
    """Make an end user, known by an id of your own."""
    place = await lookup.workspace(service, workspace)
    await service.end_users.create(
        EndUserCreate(
            workspace_id=place.id,
            external_id=external_id,
            display_name=display_name,
            email=email,
            metadata=_metadata(metadata),
        )
    )
    _show(await service.end_users.get(place.id, external_id), as_json=as_json)


@end_users.command("update")
@click.argument("end_user")
@options.workspace_option
@name_option
@email_option
@metadata_option
@options.json_option
@engine_command
async def update_end_user(
    service: Service,
    end_user: str,
    workspace: str,
    display_name: str | None,
    email: str | None,
    metadata: str | None,
    as_json: bool,
) -> None:
    """Change an end user; an empty text clears what it is given for."""
    place = await lookup.workspace(service, workspace)
    found = await service.end_users.get(place.id, end_user)
    changes: dict[str, Any] = {}
    if display_name is not None:
        changes["display_name"] = display_name or None
    if email is not None:
        changes["email"] = email or None
    if metadata is not None:
        changes["metadata"] = _metadata(metadata or None)
    await service.end_users.update(found.id, EndUserUpdate(**changes))
    _show(await service.end_users.get(place.id, found.id), as_json=as_json)


@end_users.command("delete")
@click.argument("end_user")
@options.workspace_option
@options.yes_option
@options.json_option
@engine_command
async def delete_end_user(
    service: Service, end_user: str, workspace: str, yes: bool, as_json: bool
) -> None:
    """Delete an end user and their connections."""
    place = await lookup.workspace(service, workspace)
    found = await service.end_users.get(place.id, end_user)
    also = (await service.end_users.dependants(found.id)).sentence()
    options.confirm(
        f"Delete end user {found.external_id}{f' with {also}' if also else ''}?", yes=yes
    )
    deleted = await service.end_users.delete(found.id)
    print_json(deleted) if as_json else note(f"Deleted end user {found.external_id}.")


@end_users.command("connect-link")
@click.argument("end_user")
@options.workspace_option
@click.option("--integration", metavar="ALIAS|SLUG", help="For this integration alone.")
@click.option(
    "--expires-in", type=int, metavar="SECONDS", help="Valid so long (an hour to 30 days)."
)
@options.json_option
@engine_command
async def connect_link(
    service: Service,
    end_user: str,
    workspace: str,
    integration: str | None,
    expires_in: int | None,
    as_json: bool,
) -> None:
    """Make a link for an end user to connect accounts with.

    It leads to a page where they bring their own. Whoever has the link acts as the end user
    there. `weavz-tui serve` serves the page; the link begins with the address in
    serve.public_url.
    """
    place = await lookup.workspace(service, workspace)
    found = await service.end_users.get(place.id, end_user)
    request = PortalRequest(expires_in=expires_in)
    if integration is not None:
        slug, instance = await lookup.alias_or_slug(service, place.id, integration)
        request.integration_name = slug
        request.workspace_integration_id = instance.id if instance else None
    link = await service.connect.portal(found.id, request)
    if as_json:
        print_json(link)
        return
    click.echo(link.connect_url)
    note(f"Valid until {shown(link.expires_at)}.")


def _metadata(text: str | None) -> dict[str, Any] | None:
    if text is None:
        return None
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ValidationError.of(metadata=f"is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise ValidationError.of(metadata="must be a JSON object")
    return found


def _show(row: EndUserRow, *, as_json: bool) -> None:
    if as_json:
        print_json({"endUser": row})
        return
    columns = [(each.title, each.value(row)) for each in COLUMNS]
    print_fields(
        [*columns, ("metadata", row.metadata), ("id", row.id), ("created", row.created_at)]
    )
