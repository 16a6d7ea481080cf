"""`weavz-tui partials`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import click

from weavz_tui.cli import lookup, options
from weavz_tui.cli.inputs import read_input
from weavz_tui.cli.output import Column, note, print_fields, print_json, print_table
from weavz_tui.cli.session import engine_command
from weavz_tui.engine.service import Service
from weavz_tui.model.entities import Partial
from weavz_tui.model.errors import NotFound
from weavz_tui.model.lists import PartialQuery
from weavz_tui.model.requests import PartialCreate, PartialUpdate
from weavz_tui.model.validation import Invalid, convert

COLUMNS = (
    Column[Partial]("name", lambda each: each.name),
    Column[Partial]("integration", lambda each: each.integration_name),
    Column[Partial]("alias", lambda each: each.integration_alias or "any"),
    Column[Partial]("action", lambda each: each.action_name or "any"),
    Column[Partial]("keys", lambda each: list(each.values)),
    Column[Partial]("enforced", lambda each: each.enforced_keys),
    Column[Partial]("default", lambda each: each.is_default),
)
values_option = click.option(
    "--input", "given", metavar="JSON|@FILE|-", help="All values; --set goes over it."
)
enforce_option = click.option(
    "--enforce", "enforced", multiple=True, metavar="KEY", help="A key that callers cannot change."
)
default_option = click.option(
    "--default/--no-default", "is_default", default=None, help="Whether it applies unasked."
)


@click.group()
def partials() -> None:
    """Partials: saved inputs, some of them enforced."""


@partials.command("list")
@options.workspace_option
@click.option("--integration", metavar="SLUG", help="Of this integration.")
@click.option("--action", metavar="NAME", help="For this action.")
@options.search_option
@options.limit_option
@options.json_option
@engine_command
async def list_partials(
    service: Service,
    workspace: str,
    integration: str | None,
    action: str | None,
    search: str,
    limit: int,
    as_json: bool,
) -> None:
    """List the partials of a workspace."""
    place = await lookup.workspace(service, workspace)
    query = PartialQuery(workspace_id=place.id, integration_name=integration, action_name=action)
    page = await options.collect(
        lambda part: service.partials.list(
            replace(query, limit=part.limit, cursor=part.cursor, search=part.search)
        ),
        limit,
        search,
    )
    if as_json:
        print_json({"partials": page.items, "total": page.total})
    else:
        print_table(COLUMNS, page.items)


@partials.command("show")
@click.argument("partial")
@options.workspace_option
@options.json_option
@engine_command
async def show_partial(service: Service, partial: str, workspace: str, as_json: bool) -> None:
    """Show one partial, by name or id."""
    place = await lookup.workspace(service, workspace)
    _show(await lookup.partial(service, place.id, partial), as_json=as_json)


@partials.command("create")
@click.argument("name")
@click.option("--integration", required=True, metavar="ALIAS|SLUG", help="What it is for.")
@click.option("--any-alias", is_flag=True, help="For every alias of the integration.")
@click.option("--action", metavar="NAME", help="The one action it is for.")
@options.workspace_option
@values_option
@options.set_option
@options.set_json_option
@enforce_option
@default_option
@click.option("--description", help="What it is good for.")
@options.json_option
@engine_command
async def create_partial(
    service: Service,
    name: str,
    integration: str,
    any_alias: bool,
    action: str | None,
    workspace: str,
    given: str | None,
    sets: tuple[str, ...],
    json_sets: tuple[str, ...],
    enforced: tuple[str, ...],
    is_default: bool | None,
    description: str | None,
    as_json: bool,
) -> None:
    """Save inputs under a name.

    With an alias of the workspace it is for that alias alone, with a slug, or with --any-alias,
    for every alias of the integration.

    \b
    weavz-tui partials create alerts --integration slack_bot --set channel=C0 --enforce channel
    """
    place = await lookup.workspace(service, workspace)
    slug, instance = await lookup.alias_or_slug(service, place.id, integration)
    values = await _converted(service, slug, action, read_input(given, sets, json_sets))
    made = await service.partials.create(
        PartialCreate(
            workspace_id=place.id,
            integration_name=slug,
            integration_alias=instance.integration_alias if instance and not any_alias else None,
            action_name=action,
            name=name,
            description=description,
            values=values,
            enforced_keys=list(enforced),
            is_default=bool(is_default),
        )
    )
    _show(made, as_json=as_json)


@partials.command("update")
@click.argument("partial")
@options.workspace_option
@click.option("--name", help="Its new name.")
@values_option
@options.set_option
@options.set_json_option
@click.option("--unset", "unset", multiple=True, metavar="KEY", help="Take a value out.")
@enforce_option
@click.option("--no-enforce", "freed", multiple=True, metavar="KEY", help="Let callers change it.")
@default_option
@click.option("--description", help="What it is good for.")
@options.json_option
@engine_command
async def update_partial(
    service: Service,
    partial: str,
    workspace: str,
    name: str | None,
    given: str | None,
    sets: tuple[str, ...],
    json_sets: tuple[str, ...],
    unset: tuple[str, ...],
    enforced: tuple[str, ...],
    freed: tuple[str, ...],
    is_default: bool | None,
    description: str | None,
    as_json: bool,
) -> None:
    """Change a partial. --input replaces all its values, --set and --unset change single ones."""
    place = await lookup.workspace(service, workspace)
    found = await lookup.partial(service, place.id, partial)
    changes: dict[str, Any] = {}
    if given is not None or sets or json_sets or unset:
        before = {} if given is not None else found.values
        merged = read_input(given, sets, json_sets, base=before)
        merged = await _converted(service, found.integration_name, found.action_name, merged)
        changes["values"] = {key: value for key, value in merged.items() if key not in unset}
    if enforced or freed:
        changes["enforced_keys"] = _keys(found.enforced_keys, enforced, freed)
    for key, value in (("name", name), ("description", description), ("is_default", is_default)):
        if value is not None:
            changes[key] = value
    _show(await service.partials.update(found.id, PartialUpdate(**changes)), as_json=as_json)


@partials.command("delete")
@click.argument("partial")
@options.workspace_option
@options.yes_option
@options.json_option
@engine_command
async def delete_partial(
    service: Service, partial: str, workspace: str, yes: bool, as_json: bool
) -> None:
    """Delete a partial."""
    place = await lookup.workspace(service, workspace)
    found = await lookup.partial(service, place.id, partial)
    options.confirm(f"Delete partial {found.name}?", yes=yes)
    deleted = await service.partials.delete(found.id)
    print_json(deleted) if as_json else note(f"Deleted partial {found.name}.")


def _keys(present: Sequence[str], added: Sequence[str], removed: Sequence[str]) -> list[str]:
    return [each for each in dict.fromkeys([*present, *added]) if each not in removed]


async def _converted(
    service: Service, integration: str, action: str | None, values: dict[str, Any]
) -> dict[str, Any]:
    """Values as the action's properties have them, so that a form shows a number as a number.
    What does not fit stays as it is: the engine says so when it is used."""
    info = await service.catalogue.get(integration)
    found = info.action(action) if action else None
    if action is not None and found is None:
        raise NotFound(
            f"Action '{action}' of {integration} not found",
            details={"actionName": action},
            hint=f"`weavz-tui catalog show {integration}` lists its actions",
        )
    converted = dict(values)
    for each in found.properties if found else ():
        if isinstance(values.get(each.name), str):
            try:
                converted[each.name] = convert(each, values[each.name])
            except Invalid:
                continue
    return converted


def _show(row: Partial, *, as_json: bool) -> None:
    if as_json:
        print_json({"partial": row})
        return
    pairs = [(each.title, each.value(row)) for each in COLUMNS]
    pairs += [("values", row.values), ("description", row.description)]
    print_fields([*pairs, ("id", row.id), ("created", row.created_at)])
