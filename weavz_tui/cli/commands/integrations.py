"""`weavz-tui integrations`."""

from __future__ import annotations

from typing import Any

import click

from weavz_tui.cli import lookup, options
from weavz_tui.cli.output import Column, note, print_fields, print_json, print_table
from weavz_tui.cli.session import engine_command
from weavz_tui.engine.service import Service
from weavz_tui.model.enums import ConnectionStrategy
from weavz_tui.model.lists import IntegrationRow
from weavz_tui.model.requests import IntegrationCreate, IntegrationUpdate


def _phrase(row: IntegrationRow) -> str:
    """Strategy and connection in one phrase, as the console has it."""
    if not row.needs_connection:
        return "no account needed"
    name = row.connection.external_id if row.connection else "nothing"
    return {
        ConnectionStrategy.FIXED: f"always {name}",
        ConnectionStrategy.PER_USER: "own only",
        ConnectionStrategy.PER_USER_WITH_FALLBACK: f"own, else {name}",
    }[row.connection_strategy]


def _actions(row: IntegrationRow) -> str:
    allowed = row.action_count if row.allowed_actions is None else len(row.allowed_actions)
    return f"{allowed} of {row.action_count}"


COLUMNS = (
    Column[IntegrationRow]("alias", lambda each: each.integration_alias),
    Column[IntegrationRow]("integration", lambda each: each.integration_name),
    Column[IntegrationRow]("connection", _phrase),
    Column[IntegrationRow]("actions", _actions),
)
strategy_option = click.option(
    "--strategy",
    type=click.Choice([each.value for each in ConnectionStrategy]),
    help="Whose connection a call uses.",
)
actions_option = click.option(
    "--action", "actions", multiple=True, metavar="NAME", help="Allow this action; several times."
)
connection_option = click.option(
    "--connection", metavar="EXTERNAL_ID", help="The fixed connection, or the fallback."
)
alias_option = click.option("--alias", help="The name under which it is called.")
title_option = click.option("--display-name", help="What people read.")


@click.group()
def integrations() -> None:
    """Integrations of a workspace, each under an alias and with a strategy."""


@integrations.command("list")
@options.workspace_option
@options.search_option
@options.limit_option
@options.json_option
@engine_command
async def list_integrations(
    service: Service, workspace: str, search: str, limit: int, as_json: bool
) -> None:
    """List the integrations of a workspace."""
    place = await lookup.workspace(service, workspace)
    page = await options.collect(
        lambda query: service.integrations.list(place.id, query), limit, search
    )
    if as_json:
        print_json({"integrations": page.items, "total": page.total})
    else:
        print_table(COLUMNS, page.items)


@integrations.command("show")
@click.argument("alias")
@options.workspace_option
@options.json_option
@engine_command
async def show_integration(service: Service, alias: str, workspace: str, as_json: bool) -> None:
    """Show one integration of a workspace, by alias or id."""
    place = await lookup.workspace(service, workspace)
    _show(await service.integrations.get(place.id, alias), as_json=as_json)


@integrations.command("create")
@click.argument("slug")
@options.workspace_option
@alias_option
@strategy_option
@connection_option
@actions_option
@title_option
@options.json_option
@engine_command
async def create_integration(
    service: Service,
    slug: str,
    workspace: str,
    alias: str | None,
    strategy: str | None,
    connection: str | None,
    actions: tuple[str, ...],
    display_name: str | None,
    as_json: bool,
) -> None:
    """Add an integration to a workspace.

    SLUG is its name in the catalogue, which is the alias too unless --alias is given.

    \b
    weavz-tui integrations create slack --alias slack_bot --strategy fixed --connection bot
    weavz-tui integrations create slack --alias slack_own --strategy per_user -w acme
    """
    place = await lookup.workspace(service, workspace)
    data = IntegrationCreate(
        integration_name=slug,
        integration_alias=alias,
        connection_strategy=ConnectionStrategy(strategy) if strategy else None,
        connection_id=await _connection_id(service, slug, connection, place.id),
        allowed_actions=list(actions) or None,
        display_name=display_name,
    )
    made = await service.integrations.create(place.id, data)
    _show(await service.integrations.get(place.id, made.id), as_json=as_json)


@integrations.command("update")
@click.argument("alias_now", metavar="ALIAS")
@options.workspace_option
@alias_option
@strategy_option
@connection_option
@click.option("--no-connection", is_flag=True, help="Take the connection away.")
@actions_option
@click.option("--all-actions", is_flag=True, help="Allow every action.")
@title_option
@options.json_option
@engine_command
async def update_integration(
    service: Service,
    alias_now: str,
    workspace: str,
    alias: str | None,
    strategy: str | None,
    connection: str | None,
    no_connection: bool,
    actions: tuple[str, ...],
    all_actions: bool,
    display_name: str | None,
    as_json: bool,
) -> None:
    """Change an integration of a workspace. What is not given stays as it is."""
    if (connection and no_connection) or (actions and all_actions):
        raise click.UsageError("An option and its opposite cannot both be given.")
    place = await lookup.workspace(service, workspace)
    found = await service.integrations.get(place.id, alias_now)
    changes: dict[str, Any] = {}
    if alias is not None:
        changes["integration_alias"] = alias
    if strategy is not None:
        changes["connection_strategy"] = ConnectionStrategy(strategy)
    if connection or no_connection:
        changes["connection_id"] = await _connection_id(
            service, found.integration_name, connection, place.id
        )
    if actions or all_actions:
        changes["allowed_actions"] = list(actions) or None
    if display_name is not None:
        changes["display_name"] = display_name
    follows = ""
    if alias is not None and alias != found.integration_alias:
        follows = (await service.integrations.dependants(place.id, found.id)).sentence()
    await service.integrations.update(place.id, found.id, IntegrationUpdate(**changes))
    if follows:
        note(f"{follows} followed the new alias.")
    _show(await service.integrations.get(place.id, found.id), as_json=as_json)


@integrations.command("delete")
@click.argument("alias")
@options.workspace_option
@options.yes_option
@options.json_option
@engine_command
async def delete_integration(
    service: Service, alias: str, workspace: str, yes: bool, as_json: bool
) -> None:
    """Take an integration out of a workspace."""
    place = await lookup.workspace(service, workspace)
    found = await service.integrations.get(place.id, alias)
    also = (await service.integrations.dependants(place.id, found.id)).sentence()
    options.confirm(
        f"Delete {found.integration_alias} of {place.slug}{f' with {also}' if also else ''}?",
        yes=yes,
    )
    deleted = await service.integrations.delete(place.id, found.id)
    print_json(deleted) if as_json else note(f"Deleted {found.integration_alias}.")


async def _connection_id(
    service: Service, integration: str, external_id: str | None, workspace_id: str
) -> str | None:
    if external_id is None:
        return None
    return (await service.connections.find(integration, external_id, workspace_id)).id


def _show(row: IntegrationRow, *, as_json: bool) -> None:
    if as_json:
        print_json({"integration": row})
        return
    pairs = [(each.title, each.value(row)) for each in COLUMNS]
    pairs += [("allowed", row.allowed_actions), ("own connections", row.own_count)]
    print_fields([*pairs, ("display name", row.display_name), ("id", row.id)])
