"""`weavz-tui catalog`."""

from __future__ import annotations

import click

from weavz_tui.cli import options
from weavz_tui.cli.lazy import Lazy, PartlyLazyGroup
from weavz_tui.cli.output import Column, note, print_fields, print_json, print_table
from weavz_tui.cli.session import engine_command
from weavz_tui.engine.service import Service
from weavz_tui.model.catalogue import ActionInfo, AuthOption, IntegrationInfo, IntegrationSummary
from weavz_tui.model.errors import NotFound
from weavz_tui.model.properties import Property

INTEGRATIONS = (
    Column[IntegrationSummary]("slug", lambda each: each.name),
    Column[IntegrationSummary]("name", lambda each: each.display_name),
    Column[IntegrationSummary]("actions", lambda each: each.action_count),
    Column[IntegrationSummary]("account", lambda each: list(each.auth_types) or "none needed"),
    Column[IntegrationSummary]("source", lambda each: each.source),
)
ACTIONS = (
    Column[ActionInfo]("action", lambda each: each.name),
    Column[ActionInfo]("effect", lambda each: each.effect),
    Column[ActionInfo]("what it does", lambda each: each.description),
)
WAYS = (
    Column[AuthOption]("account", lambda each: each.type),
    Column[AuthOption]("key", lambda each: each.key),
    Column[AuthOption]("fields", lambda each: [field.name for field in each.fields]),
)


def _choices(each: Property) -> str:
    if each.options is not None and each.options.options:
        return ", ".join(str(option.value) for option in each.options.options[:8])
    return "from the service" if each.fetches_options else ""


INPUTS = (
    Column[Property]("input", lambda each: each.name),
    Column[Property]("type", lambda each: each.type),
    Column[Property]("required", lambda each: each.required),
    Column[Property]("default", lambda each: each.default_value),
    Column[Property]("choices", _choices),
    Column[Property]("what it is", lambda each: each.description or each.display_name),
)


_IMPORTS = "weavz_tui.cli.commands.imports"


class Catalog(PartlyLazyGroup):
    """The commands of this module, and those about imports."""

    table = {  # noqa: RUF012 - never changed
        "import": Lazy(f"{_IMPORTS}:import_", "Import an API's description or an MCP server."),
        "diff": Lazy(f"{_IMPORTS}:diff", "Show what importing again would change."),
        "remove": Lazy(f"{_IMPORTS}:remove", "Take an import away."),
    }


@click.group(cls=Catalog)
def catalog() -> None:
    """The catalogue: every integration and action that this engine can run."""


@catalog.command("list")
@options.search_option
@options.json_option
@engine_command
async def list_catalog(service: Service, search: str, as_json: bool) -> None:
    """List the integrations."""
    wanted = search.casefold()
    found = [
        each
        for each in await service.catalogue.list()
        if wanted in f"{each.name} {each.display_name} {each.description}".casefold()
    ]
    for name, reason in (await service.catalogue.broken()).items():
        note(f"plugin {name} could not be loaded: {reason}")
    if as_json:
        print_json({"integrations": found, "total": len(found)})
    else:
        print_table(INTEGRATIONS, found)


@catalog.command("show")
@click.argument("target", metavar="SLUG[.ACTION]")
@options.json_option
@engine_command
async def show_catalog(service: Service, target: str, as_json: bool) -> None:
    """Show an integration, or one of its actions."""
    slug, _, name = target.partition(".")
    info = await service.catalogue.get(slug)
    if not name:
        _show_integration(info, as_json=as_json)
        return
    action = info.action(name)
    if action is None:
        raise NotFound(
            f"Action '{name}' of {slug} not found",
            details={"integrationName": slug, "actionName": name},
            hint=f"`weavz-tui catalog show {slug}` lists its actions",
        )
    _show_action(slug, action, as_json=as_json)


def _show_integration(info: IntegrationInfo, *, as_json: bool) -> None:
    if as_json:
        print_json({"integration": info})
        return
    print_fields(
        [
            ("slug", info.name),
            ("name", info.display_name),
            ("description", info.description),
            ("categories", list(info.categories)),
            ("address", info.base_url),
            ("source", info.source),
        ]
    )
    if info.auth_options:
        click.echo()
        print_table(WAYS, info.auth_options)
    click.echo()
    print_table(ACTIONS, info.actions)


def _show_action(slug: str, action: ActionInfo, *, as_json: bool) -> None:
    if as_json:
        print_json({"action": action})
        return
    print_fields(
        [
            ("action", f"{slug}.{action.name}"),
            ("description", action.description),
            ("effect", action.effect),
            ("safe to repeat", action.idempotent),
        ]
    )
    if action.properties:
        click.echo()
        print_table(INPUTS, action.properties)
