"""What is written to the terminal: aligned, one line a row, and unable to steer it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from tests.cli.conftest import Invoke
from weavz_tui.cli.main import cli
from weavz_tui.cli.output import Column, clean, print_table

NAME = Column[tuple[str, str]]("name", lambda pair: pair[0])
VALUE = Column[tuple[str, str]]("value", lambda pair: pair[1])


@pytest.mark.parametrize(
    "hostile", ["\x1b[2J", "\x9b2J", "\x07", "a\rb", "\u202egnp.exe", "\u2066x"]
)
def test_control_characters_never_reach_the_terminal(hostile: str) -> None:
    assert "\N{REPLACEMENT CHARACTER}" in clean(hostile)


def test_a_hostile_name_stays_in_its_row(invoke: Invoke) -> None:
    invoke("workspaces", "create", "a\x1b]0;title\x07\nb", "--slug", "hostile")
    shown = invoke("workspaces", "list").stdout
    assert len(shown.splitlines()) == 3
    assert "\x1b" not in shown


def test_wide_letters_keep_the_columns_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    print_table((NAME, VALUE), [("日本", "1"), ("e\u0301t", "2"), ("plain", "3")])
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["NAME   VALUE", "日本   1", "e\u0301t     2", "plain  3"]


def test_a_reader_that_goes_away_is_no_failure_of_ours(home_path: object) -> None:
    words = [sys.executable, "-m", "weavz_tui", "catalog", "list", "--json"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(words, stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_terminal_without_unicode_gets_escapes(home_path: object) -> None:
    words = [sys.executable, "-m", "weavz_tui", "workspaces", "create", "日本", "--slug", "nihon"]
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(words, capture_output=True, env=environment, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert rb"\u65e5\u672c" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(invoke: Invoke, shell: str) -> None:
    done = invoke("completion", shell)
    assert (done.exit_code, "_WEAVZ_TUI_COMPLETE" in done.stdout) == (0, True)


def test_completion_knows_the_commands(home_path: object) -> None:
    environment = {
        **os.environ,
        "_WEAVZ_TUI_COMPLETE": "bash_complete",
        "COMP_WORDS": "weavz-tui conn",
        "COMP_CWORD": "1",
    }
    program = "from weavz_tui.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=environment, text=True, check=True
    )
    assert done.stdout.strip() == "plain,connections"


def every_command(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of each command and group."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))


@pytest.mark.parametrize("words", every_command(cli), ids=" ".join)
def test_every_command_has_help(invoke: Invoke, words: tuple[str, ...]) -> None:
    done = invoke(*words, "--help")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"Usage: weavz-tui {' '.join(words)} ")
    assert max(map(len, done.stdout.splitlines())) <= 100
