"""`weavz-tui keys`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import click

from weavz_tui.cli import lookup, options
from weavz_tui.cli.output import Column, note, print_fields, print_json, print_table
from weavz_tui.cli.session import engine_command
from weavz_tui.engine.service import Service
from weavz_tui.model.base import now
from weavz_tui.model.errors import NotFound, ValidationError
from weavz_tui.model.keys import ApiKey, ApiKeyCreate


def _reach(key: ApiKey) -> str:
    permissions = key.permissions or {}
    if permissions.get("scope") != "workspace":
        return "organisation"
    count = len(permissions.get("workspaceIds") or permissions.get("workspace_ids") or ())
    return f"{count} workspace{'s' if count != 1 else ''}"


COLUMNS = (
    Column[ApiKey]("name", lambda each: each.name),
    Column[ApiKey]("begins", lambda each: each.key_prefix),
    Column[ApiKey]("reaches", _reach),
    Column[ApiKey]("last used", lambda each: each.last_used_at),
    Column[ApiKey]("expires", lambda each: each.expires_at),
    Column[ApiKey]("id", lambda each: each.id),
)


@click.group()
def keys() -> None:
    """API keys: who may call over REST. No server has to run."""


@keys.command("list")
@options.search_option
@options.limit_option
@options.json_option
@engine_command
async def list_keys(service: Service, search: str, limit: int, as_json: bool) -> None:
    """List the keys, the newest first; their values are known to nobody."""
    page = await options.collect(service.api_keys.list, limit, search)
    if as_json:
        print_json({"apiKeys": page.items, "total": page.total})
    else:
        print_table(COLUMNS, page.items)


@keys.command("create")
@click.argument("name")
@click.option(
    "--workspace",
    "-w",
    "workspaces",
    multiple=True,
    metavar="SLUG",
    help="Reach this workspace alone; may be given more than once.",
)
@click.option("--expires-in", type=click.IntRange(1), metavar="DAYS", help="Valid for so long.")
@click.option("--approvals", is_flag=True, help="May decide approval requests.")
@options.json_option
@engine_command
async def create_key(
    service: Service,
    name: str,
    workspaces: tuple[str, ...],
    expires_in: int | None,
    approvals: bool,
    as_json: bool,
) -> None:
    """Make a key and print its value, this once.

    \b
    weavz-tui keys create my-app
    weavz-tui keys create ci -w acme --expires-in 30
    """
    permissions: dict[str, Any] | None = None
    if workspaces:
        ids = [(await lookup.workspace(service, each)).id for each in workspaces]
        permissions = {"scope": "workspace", "workspaceIds": list(dict.fromkeys(ids))}
    if approvals:
        permissions = {"scope": "org", **(permissions or {}), "approvals": {"decide": True}}
    made = await service.api_keys.create(
        ApiKeyCreate(name=name, expires_at=_expiry(expires_in), permissions=permissions)
    )
    if as_json:
        print_json(made)
        return
    click.echo(made.plain_key)
    note("The value is shown this once; keep it where secrets are kept.")


@keys.command("delete")
@click.argument("key")
@options.yes_option
@options.json_option
@engine_command
async def delete_key(service: Service, key: str, yes: bool, as_json: bool) -> None:
    """Delete a key, by id, name or beginning; it is refused at once."""
    found = await _find(service, key)
    options.confirm(f"Delete key {found.name} ({found.key_prefix}...)?", yes=yes)
    deleted = await service.api_keys.delete(found.id)
    print_json(deleted) if as_json else note(f"Deleted key {found.name}.")


@keys.command("show")
@click.argument("key")
@options.json_option
@engine_command
async def show_key(service: Service, key: str, as_json: bool) -> None:
    """Show one key, without its value."""
    found = await _find(service, key)
    if as_json:
        print_json({"apiKey": found})
        return
    pairs = [(each.title, each.value(found)) for each in COLUMNS]
    print_fields([*pairs, ("permissions", found.permissions), ("created", found.created_at)])


async def _find(service: Service, ref: str) -> ApiKey:
    page = await options.collect(service.api_keys.list, 10_000)
    found = [each for each in page.items if each.id == ref]
    found = found or [each for each in page.items if ref in {each.name, each.key_prefix}]
    if not found:
        raise NotFound(
            f"API key '{ref}' not found",
            details={"key": ref},
            hint="`weavz-tui keys list` shows every key",
        )
    if len(found) > 1:
        raise ValidationError(
            f"{len(found)} keys are called '{ref}'",
            details={"ids": [each.id for each in found]},
            hint="give the id",
        )
    return found[0]


def _expiry(days: int | None) -> datetime | None:
    return now() + timedelta(days=days) if days else None
