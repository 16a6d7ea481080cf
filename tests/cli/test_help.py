"""`--help` is worth reading: every command and option says what it is for, no line is cut."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from weavz_tui.cli.main import cli


def commands(command: click.Command = cli, path: str = "weavz-tui") -> Iterator[tuple[str, object]]:
    """Every command with the words that lead to it."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(found, f"{path} {name}")


EVERY = list(commands())


@pytest.mark.parametrize("path, command", EVERY, ids=[path for path, _ in EVERY])
def test_it_says_what_it_is_for(path: str, command: click.Command) -> None:
    assert command.help
    options = [each for each in command.params if isinstance(each, click.Option)]
    assert [each.opts for each in options if not each.help] == []


GROUPS = [(path, each) for path, each in EVERY if isinstance(each, click.Group)]


@pytest.mark.parametrize("path, group", GROUPS, ids=[path for path, _ in GROUPS])
def test_no_line_about_a_command_is_cut_at_80_columns(path: str, group: click.Group) -> None:
    text = group.get_help(click.Context(group, info_name=path, terminal_width=80))
    listed = text.partition("Commands:\n")[2].splitlines()
    assert listed
    assert [each for each in listed if each.rstrip().endswith("...")] == []


def test_the_first_page_names_the_way_to_try_things() -> None:
    assert "weavz-tui demo" in (cli.help or "")
