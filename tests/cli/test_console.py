"""Opening the console from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Invoke
from tests.cli.terminal import on_terminal


def test_the_console_needs_a_terminal(invoke: Invoke) -> None:
    done = invoke()
    assert (done.exit_code, "needs a terminal" in done.stderr) == (2, True)


@pytest.mark.usefixtures("home_path")
@pytest.mark.parametrize(
    ("option", "names"), [("--screen", b"playground"), ("--theme", b"dracula")]
)
def test_a_console_that_cannot_be_as_asked_says_what_can(option: str, names: bytes) -> None:
    code, shown = on_terminal([option, "nowhere"], "")
    assert (code, names in shown) == (2, True)


def test_keys_of_a_command_that_is_not_there_are_told(home_path: Path) -> None:
    home_path.mkdir(mode=0o700)
    (home_path / "config.toml").write_text('[keys]\nfiltr = "f"\n')
    code, shown = on_terminal([], "")
    assert (code, b"keys.filtr: is not a command; did you mean filter" in shown) == (2, True)
