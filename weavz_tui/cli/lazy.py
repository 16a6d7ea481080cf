"""A group of commands whose modules are imported when they are called, and not before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

import click


@dataclass(frozen=True, slots=True)
class Lazy:
    """Where a command is (`module:attribute`) and the line that the help shows of it."""

    where: str
    help: str

    def load(self) -> click.Command:
        """The command, imported."""
        module, _, attribute = self.where.partition(":")
        found = getattr(import_module(module), attribute)
        assert isinstance(found, click.Command)
        return found


class LazyGroup(click.Group):
    """A group over a table of commands; its help imports none of them."""

    table: Mapping[str, Lazy] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = self.table.get(cmd_name)
        return found.load() if found else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, each.help) for name, each in self.table.items()])


class PartlyLazyGroup(LazyGroup):
    """A group of the commands of its own module, and of others that are imported when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.commands, *self.table]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self.commands.get(cmd_name) or super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, each.get_short_help_str()) for name, each in self.commands.items()]
        rows += [(name, each.help) for name, each in self.table.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
