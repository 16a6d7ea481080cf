"""`weavz-tui catalog import`, `diff` and `remove`."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Any

import click

from weavz_tui.cli import options
from weavz_tui.cli.output import Column, note, print_fields, print_json, print_table
from weavz_tui.cli.session import engine_command
from weavz_tui.engine.service import Service
from weavz_tui.model.imports import ImportReport, ImportRequest

MOST_SHOWN = 40
Change = tuple[str, str, str]
CHANGES = (
    Column[Change]("", lambda each: each[0]),
    Column[Change]("action", lambda each: each[1]),
    Column[Change]("inputs", lambda each: each[2]),
)


def _request(source: str | None, mcp: str | None, values: dict[str, Any]) -> ImportRequest:
    """What the words of a command ask for."""
    if (source is None) == (mcp is None):
        raise click.UsageError("Give a file or a URL, or --mcp with a command or a URL.")
    if mcp is None:
        return ImportRequest(source=source or "", **values)
    if mcp.startswith(("http://", "https://")):
        return ImportRequest(server_url=mcp, **values)
    try:
        return ImportRequest(command=tuple(shlex.split(mcp)), **values)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--mcp") from None


@click.command("import")
@click.argument("source", metavar="[FILE_OR_URL]", required=False)
@click.option("--mcp", metavar="COMMAND|URL", help="An MCP server: what starts it, or its URL.")
@click.option("--name", metavar="SLUG", help="What the integration is called.")
@click.option("--only", multiple=True, metavar="TAG|PATH", help="Only this tag or path; repeat it.")
@click.option("--base-url", metavar="URL", help="Where the API is, instead of what it says.")
@click.option("--env", multiple=True, metavar="NAME",
              help="A variable that a connection gives to an MCP server; repeat it.")  # fmt: skip
@click.option("--header", "headers", multiple=True, metavar="NAME",
              help="A header that a connection gives to an MCP server; repeat it.")  # fmt: skip
@click.option("--allow-remote-refs", is_flag=True, help="Read other files that it refers to.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and keep nothing.")
@options.yes_option
@options.json_option
@engine_command
async def import_(
    service: Service,
    source: str | None,
    mcp: str | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    name: str | None,
    only: tuple[str, ...],
    base_url: str | None,
    env: tuple[str, ...],
    headers: tuple[str, ...],
    allow_remote_refs: bool,
) -> None:
    """Import an OpenAPI, Swagger or Google discovery document, or an MCP server."""
    request = _request(
        source,
        mcp,
        {
            "name": name,
            "only": only,
            "base_url": base_url,
            "env": env,
            "headers": headers,
            "allow_remote_refs": allow_remote_refs,
        },
    )
    report = await service.catalogue.preview_import(request)
    if not dry_run:
        if report.uses:
            aliases = ", ".join(report.uses)
            options.confirm(f"Actions go that {aliases} may use. Import?", yes=yes)
        report = await service.catalogue.import_(request)
    show(report, as_json=as_json)
    if not dry_run and not as_json:
        note(f"imported; `weavz-tui catalog show {report.name}` shows its actions")


@click.command("diff")
@click.argument("target", metavar="SLUG|FILE_OR_URL")
@click.option("--name", metavar="SLUG", help="The import to compare a file or a URL with.")
@options.json_option
@engine_command
async def diff(service: Service, target: str, name: str | None, as_json: bool) -> None:
    """Show what importing again would change."""
    known = {each.name: each for each in await service.catalogue.imports()}
    row = known.get(target)
    if row is None:
        request = ImportRequest(source=target, name=name)
    elif row.source == "mcp":
        request = _request(None, row.origin, {"name": row.name})
    else:
        request = ImportRequest(source=row.origin, name=row.name)
    show(await service.catalogue.preview_import(request), as_json=as_json)


@click.command("remove")
@click.argument("name", metavar="SLUG")
@options.yes_option
@options.json_option
@engine_command
async def remove(service: Service, name: str, yes: bool, as_json: bool) -> None:
    """Take an import away; what uses it stays and works again when it is imported again."""
    users = (await service.catalogue.dependants(name)).sentence()
    if users:
        options.confirm(f"{users} use {name}. Remove it?", yes=yes)
    found = await service.catalogue.remove(name)
    if as_json:
        print_json(found)
    else:
        note(f"{name} is removed")


def show(report: ImportReport, *, as_json: bool) -> None:
    """What an import brings and changes."""
    if as_json:
        print_json({"import": report})
        return
    print_fields(
        [
            ("slug", report.name),
            ("name", report.display_name),
            ("source", report.source),
            ("from", report.origin),
            ("address", report.base_url or None),
            ("account", [each.value for each in report.auth_types] or "none needed"),
            ("actions", report.action_count),
            ("changes", _counts(report)),
            ("used by", list(report.uses) or None),
        ]
    )
    for warning in report.warnings:
        note(f"note: {warning}")
    if report.known and report.is_different:
        click.echo()
        rows = list(_rows(report))
        print_table(CHANGES, rows[:MOST_SHOWN])
        if len(rows) > MOST_SHOWN:
            note(f"{len(rows) - MOST_SHOWN} more; --json shows all")
    for each in report.skipped[:MOST_SHOWN]:
        note(f"left out: {each.name}: {each.reason}")


def _counts(report: ImportReport) -> str:
    if not report.known:
        return "new"
    if not report.is_different:
        return "none"
    return f"{len(report.added)} new, {len(report.removed)} gone, {len(report.changed)} different"


def _rows(report: ImportReport) -> Sequence[Change]:
    rows = [("+", name, "") for name in report.added]
    rows += [("-", name, "") for name in report.removed]
    for each in report.changed:
        keys = [f"+{key}" for key in each.added] + [f"-{key}" for key in each.removed]
        keys += [f"~{key}" for key in each.changed]
        rows.append(("~", each.name, " ".join(keys) or "sent otherwise"))
    return rows
