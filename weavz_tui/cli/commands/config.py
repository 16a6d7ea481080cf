"""`weavz-tui config`."""

from __future__ import annotations

from typing import Any

import click

from weavz_tui.cli import options
from weavz_tui.cli.output import Column, print_json, print_table
from weavz_tui.home import Home
from weavz_tui.redact import redact
from weavz_tui.settings import SETTINGS, Setting, Settings


@click.group()
def config() -> None:
    """Settings; the file is yours, nothing here ever writes it."""


@config.command("show")
@options.json_option
def show_config(as_json: bool) -> None:
    """Show every setting with the origin of its value."""
    home = Home.find()
    settings = home.settings
    if as_json:
        values = {each.key: _entry(each, settings) for each in SETTINGS}
        print_json({"file": home.config_file, "data": home.data, "settings": values})
        return
    columns = (
        Column[Setting]("setting", lambda each: each.key),
        Column[Setting]("value", lambda each: _value(each, settings)),
        Column[Setting]("from", lambda each: _where(each, settings)),
        Column[Setting]("what it sets", lambda each: each.about),
    )
    print_table(columns, SETTINGS)
    click.echo()
    exists = "" if home.config_file.exists() else " (not there)"
    click.echo(f"file  {home.config_file}{exists}")
    click.echo(f"data  {home.data}")


@config.command("path")
def config_path() -> None:
    """Print where the settings file belongs."""
    click.echo(Home.find().config_file)


def _entry(setting: Setting, settings: Settings) -> dict[str, Any]:
    return {
        "value": _value(setting, settings),
        "origin": settings.origin(setting.name),
        "environment": setting.environment,
    }


def _value(setting: Setting, settings: Settings) -> Any:
    value = getattr(settings, setting.name)
    return redact(value) if isinstance(value, str) else value


def _where(setting: Setting, settings: Settings) -> str:
    origin = settings.origin(setting.name)
    return setting.environment if origin == "environment" else origin
