"""`weavz-tui connections`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from weavz_tui.cli import lookup, options
from weavz_tui.cli.commands.authorize import authorize
from weavz_tui.cli.output import Column, note, print_fields, print_json, print_table, shown
from weavz_tui.cli.secret_input import read_secret
from weavz_tui.cli.session import engine_command
from weavz_tui.engine.service import Service
from weavz_tui.model.catalogue import AuthOption
from weavz_tui.model.enums import ConnectionScope, ConnectionType
from weavz_tui.model.errors import ActionFailed, ValidationError
from weavz_tui.model.lists import ConnectionQuery, ConnectionRow
from weavz_tui.model.requests import ConnectionCreate, ConnectionUpdate


def _tested(row: ConnectionRow) -> str:
    """How the last test ended, and when."""
    if row.tested_at is None:
        return "untested"
    return f"{'ok' if row.test_ok else 'failed'} {shown(row.tested_at)}"


COLUMNS = (
    Column[ConnectionRow]("external id", lambda each: each.external_id),
    Column[ConnectionRow]("integration", lambda each: each.integration_name),
    Column[ConnectionRow]("type", lambda each: each.type),
    Column[ConnectionRow]("scope", lambda each: each.scope),
    Column[ConnectionRow]("workspace", lambda each: each.workspace_slug),
    Column[ConnectionRow]("end user", lambda each: each.end_user_id),
    Column[ConnectionRow]("state", lambda each: each.status),
    Column[ConnectionRow]("tested", _tested),
    Column[ConnectionRow]("used by", lambda each: each.used_by),
)
integration_filter = click.option("--integration", metavar="SLUG", help="Of this integration.")
name_option = click.option("--display-name", help="What people read.")
settings_option = click.option(
    "--set", "sets", multiple=True, metavar="baseUrl=URL", help="Address of a self-hosted service."
)


@click.group()
def connections() -> None:
    """Connections: accounts whose secrets are in the vault and never come out."""


connections.add_command(authorize)


@connections.command("list")
@options.any_workspace_option
@integration_filter
@click.option("--end-user", metavar="ID", help="Of this end user.")
@options.search_option
@options.limit_option
@options.json_option
@engine_command
async def list_connections(
    service: Service,
    workspace: str | None,
    integration: str | None,
    end_user: str | None,
    search: str,
    limit: int,
    as_json: bool,
) -> None:
    """List the connections, of a workspace or of all."""
    query = ConnectionQuery(
        workspace_id=await lookup.workspace_id(service, workspace),
        integration_name=integration,
        end_user_id=end_user,
    )
    page = await options.collect(
        lambda part: service.connections.list(
            replace(query, limit=part.limit, cursor=part.cursor, search=part.search)
        ),
        limit,
        search,
    )
    if as_json:
        print_json({"connections": page.items, "total": page.total})
    else:
        print_table(COLUMNS, page.items)


@connections.command("show")
@click.argument("connection")
@options.any_workspace_option
@integration_filter
@options.json_option
@engine_command
async def show_connection(
    service: Service, connection: str, workspace: str | None, integration: str | None, as_json: bool
) -> None:
    """Show one connection, by external id or id."""
    _show(await _find(service, connection, integration, workspace), as_json=as_json)


@connections.command("create")
@click.option("--integration", required=True, metavar="SLUG", help="What it is an account of.")
@click.option("--external-id", required=True, metavar="ID", help="Your own name for it.")
@click.option(
    "--type",
    "kind",
    type=click.Choice([each.value for each in ConnectionType]),
    help="What the credential consists of; SECRET_TEXT where it can be when left out.",
)
@click.option("--auth-method", metavar="KEY", help="Which of several ways of the same type.")
@options.any_workspace_option
@click.option("--end-user", metavar="ID", help="Whose account it is.")
@click.option(
    "--scope", type=click.Choice([each.value for each in ConnectionScope]), help="Who may use it."
)
@name_option
@settings_option
@options.json_option
@engine_command
async def create_connection(
    service: Service,
    integration: str,
    external_id: str,
    kind: str | None,
    auth_method: str | None,
    workspace: str | None,
    end_user: str | None,
    scope: str | None,
    display_name: str | None,
    sets: tuple[str, ...],
    as_json: bool,
) -> None:
    """Make a connection.

    The secret is read from standard input, or asked for on a terminal; it is never an argument. A
    credential of several fields is a JSON object on standard input.

    \b
    printf %s "$TOKEN" | weavz-tui connections create \\
        --integration slack --external-id c1 --type SECRET_TEXT
    """
    option = await _auth_option(service, integration, kind, auth_method)
    base_url = _base_url(sets)
    if workspace is None and (end_user is not None or scope in {"WORKSPACE", "USER"}):
        workspace = "default"
    place = await lookup.workspace_id(service, workspace)
    made = await service.connections.create(
        ConnectionCreate(
            type=option.type,
            external_id=external_id,
            display_name=display_name or external_id,
            integration_name=integration,
            auth_method_key=auth_method,
            workspace_id=place,
            end_user_id=end_user,
            scope=ConnectionScope(scope) if scope else None,
            base_url=base_url,
            secret=read_secret(option.fields),
        )
    )
    _show(await service.connections.get(made.id), as_json=as_json)


@connections.command("update")
@click.argument("connection")
@options.any_workspace_option
@integration_filter
@name_option
@settings_option
@click.option("--secret", is_flag=True, help="Replace the credential; it is read as in `create`.")
@options.json_option
@engine_command
async def update_connection(
    service: Service,
    connection: str,
    workspace: str | None,
    integration: str | None,
    display_name: str | None,
    sets: tuple[str, ...],
    secret: bool,
    as_json: bool,
) -> None:
    """Change a connection. `--set baseUrl=` goes back to the service's own address."""
    found = await _find(service, connection, integration, workspace)
    changes: dict[str, Any] = {}
    if display_name is not None:
        changes["display_name"] = display_name
    if sets:
        changes["base_url"] = _base_url(sets)
    if secret:
        option = await _auth_option(
            service, found.integration_name, found.type, found.auth_method_key
        )
        changes["secret"] = read_secret(option.fields)
    await service.connections.update(found.id, ConnectionUpdate(**changes))
    _show(await service.connections.get(found.id), as_json=as_json)


@connections.command("test")
@click.argument("connection")
@options.any_workspace_option
@integration_filter
@options.json_option
@engine_command
async def test_connection(
    service: Service, connection: str, workspace: str | None, integration: str | None, as_json: bool
) -> None:
    """Ask the service whether the credential works."""
    found = await _find(service, connection, integration, workspace)
    answer = await service.connections.test(found.id)
    if not answer.ok:
        details = {"message": answer.message, "statusCode": answer.status_code}
        refused = answer.status_code in {401, 403}
        mending = f"connections update {found.external_id} {'--secret' if refused else '--help'}"
        raise ActionFailed(
            f"Connection {found.external_id} does not work",
            details={key: value for key, value in details.items() if value is not None},
            hint=f"`weavz-tui {mending}` {'replaces' if refused else 'changes'} "
            f"the {'secret' if refused else 'address'}",
        )
    if as_json:
        print_json(answer)
    else:
        print_fields([("works", "yes"), ("answer", answer.message), ("status", answer.status_code)])


@connections.command("delete")
@click.argument("connection")
@options.any_workspace_option
@integration_filter
@options.yes_option
@options.json_option
@engine_command
async def delete_connection(
    service: Service,
    connection: str,
    workspace: str | None,
    integration: str | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Delete a connection and its secret."""
    found = await _find(service, connection, integration, workspace)
    uses = (await service.connections.dependants(found.id)).sentence()
    options.confirm(
        f"Delete connection {found.external_id}{f', which {uses} use' if uses else ''}?", yes=yes
    )
    deleted = await service.connections.delete(found.id)
    print_json(deleted) if as_json else note(f"Deleted connection {found.external_id}.")


async def _find(
    service: Service, ref: str, integration: str | None, workspace: str | None
) -> ConnectionRow:
    return await lookup.connection(service, ref, integration=integration, workspace=workspace)


async def _auth_option(
    service: Service, integration: str, kind: str | None, key: str | None
) -> AuthOption:
    """The way to authenticate that is meant; raises before anybody is asked for a secret."""
    info = await service.catalogue.get(integration)
    fitting = [
        each
        for each in info.auth_options
        if kind in {None, each.type.value} and key in {None, each.key}
    ]
    if not info.auth_options:
        raise ValidationError(f"{info.display_name} needs no account")
    if not fitting:
        ways = ", ".join(f"{each.type} ({each.key})" for each in info.auth_options)
        raise ValidationError.of(
            f"{info.display_name} cannot be used like that", type=f"must be one of {ways}"
        )
    tokens = [each for each in fitting if each.type is ConnectionType.SECRET_TEXT]
    return (tokens or fitting)[0]


def _base_url(sets: tuple[str, ...]) -> str | None:
    value: str | None = None
    for each in sets:
        name, equals, value = each.partition("=")
        if name != "baseUrl" or not equals:
            raise ValidationError(
                f"--set {each!r} is not a setting of a connection",
                hint="--set baseUrl=https://... is the one there is; secrets are never arguments",
            )
    return value or None


def _show(row: ConnectionRow, *, as_json: bool) -> None:
    if as_json:
        print_json({"connection": row})
        return
    pairs = [(each.title, each.value(row)) for each in COLUMNS]
    pairs += [("display name", row.display_name), ("base URL", row.base_url)]
    pairs += [("expires", row.expires_at), ("last used", row.last_used_at)]
    print_fields([*pairs, ("id", row.id), ("created", row.created_at)])
