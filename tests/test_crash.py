"""Crash reports: enough to find the fault, nothing of the person's data."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from tests.cli.conftest import Invoke, invoke
from weavz_tui.cli.main import cli
from weavz_tui.crash import write_report
from weavz_tui.home import Home

__all__ = ["invoke"]

CANARY = "canary-7f3a91-not-for-reports"


def fault(secret: str) -> None:
    """Fail as code does: with a value in the message and in a local variable."""
    kept = {"value": secret}
    raise KeyError(f"no such thing: {kept['value']}")


def test_a_report_has_the_traceback_and_no_values(home_path: Path) -> None:
    with pytest.raises(KeyError) as caught:
        fault(CANARY)
    path = write_report(Home.find(), caught.value, ["weavz-tui", "run"])
    assert path is not None
    text = path.read_text()
    assert "in fault" in text
    assert "KeyError" in text
    assert CANARY not in text
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_command_that_breaks_says_where_the_report_is(
    invoke: Invoke, home_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @click.command()
    @click.argument("word")
    def broken(word: str) -> None:
        fault(word)

    monkeypatch.setattr(type(cli), "get_command", lambda self, ctx, name: broken)
    done = invoke("workspaces", CANARY)
    assert done.exit_code == 70
    (path,) = (home_path / "logs").glob("crash-*.txt")
    assert str(path) in done.stderr
    assert "Traceback" not in done.output
    assert CANARY not in done.output + path.read_text()


def test_what_an_error_came_from_is_told(home_path: Path) -> None:
    def failing() -> None:
        try:
            fault(CANARY)
        except KeyError as error:
            raise ExceptionGroup("several", [OSError(2, CANARY)]) from error

    with pytest.raises(ExceptionGroup) as caught:
        failing()
    path = write_report(Home.find(), caught.value)
    assert path is not None
    text = path.read_text()
    assert [each for each in ("KeyError", "FileNotFoundError", "holding") if each not in text] == []
    assert CANARY not in text


def test_a_report_that_cannot_be_written_is_no_second_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    nowhere = tmp_path / "file" / "home"
    assert write_report(Home(nowhere, nowhere), ValueError("x")) is None
