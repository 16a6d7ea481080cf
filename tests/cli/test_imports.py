"""A command imports what it uses and nothing else: that is what makes it quick."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("textual", "rich", "httpx", "aiohttp", "keyring", "cryptography", "sqlite_utils", "anyio")
PROGRAM = """
import contextlib, io, json, sys
from weavz_tui.cli.main import cli
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    cli.main(sys.argv[2:], prog_name="weavz-tui")
print(json.dumps([name for name in sys.argv[1].split(",") if name in sys.modules]))
"""


@pytest.mark.parametrize(
    "command",
    [
        "--version",
        "--help",
        "run --help",
        "run hash-encode.hash --set text=a --set algorithm=sha1 --set encoding=hex",
        "run slack.list_channels",
        "workspaces list",
        "connections list",
        "catalog list",
        "activity list",
        "usage",
        "config show",
        "completion zsh",
    ],
)
def test_no_command_imports_more_than_it_uses(command: str, home_path: Path) -> None:
    words = [sys.executable, "-c", PROGRAM, ",".join(HEAVY), *command.split()]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == []


def test_help_and_version_import_no_engine(home_path: Path) -> None:
    words = [sys.executable, "-c", PROGRAM, "weavz_tui.engine,pydantic,sqlite3", "--help"]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    assert "weavz_tui.engine" not in json.loads(done.stdout)
    assert not home_path.exists()


def test_the_console_paints_before_it_imports_the_engine(home_path: Path) -> None:
    program = (
        "import json, sys\n"
        "import weavz_tui.cli.main, weavz_tui.cli.commands.console\n"
        "import weavz_tui.logs, weavz_tui.console.app\n"
        "print(json.dumps([name for name in sys.argv[1].split(',') if name in sys.modules]))\n"
    )
    later = "httpx,aiohttp,keyring,cryptography,sqlite_utils,weavz_tui.engine.local,weavz_tui.store"
    words = [sys.executable, "-c", program, later]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == []
