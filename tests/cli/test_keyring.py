"""The command line over a real Secret Service: a keyring as a desktop has it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Process
from tests.fixtures.secret_service import SecretService

CANARY = "xoxb-canary-in-a-keyring"
CREATE = ("connections", "create", "--integration", "slack", "--external-id", "c1", "--json")
LOOK = "import keyring, sys; print(keyring.get_password('weavz-tui', sys.argv[1]) or '')"

pytestmark = pytest.mark.real("gnome-keyring")


def in_keyring(id: str) -> str:
    """What the keyring holds for a connection, seen from another program."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK, id], capture_output=True, text=True, check=True, timeout=30
    )
    return done.stdout


def test_a_secret_goes_into_the_keyring_and_moves_out_of_it(
    process: Process, home_path: Path, secret_service: SecretService, passphrase_file: Path
) -> None:
    made = process(*CREATE, stdin=CANARY)
    assert made.returncode == 0, made.stderr
    id = json.loads(made.stdout)["connection"]["id"]
    assert CANARY in in_keyring(id)
    status = json.loads(process("vault", "status", "--json").stdout)["vault"]
    assert (status["kind"], status["state"]) == ("keyring", "open")
    assert process("doctor").returncode == 0

    moved = process("vault", "move", "encrypted", "--json")
    assert json.loads(moved.stdout)["vault"]["kind"] == "encrypted", moved.stderr
    assert in_keyring(id).strip() == ""
    assert process("run", "slack.list_channels", "--dry-run").returncode == 0

    process("vault", "move", "keyring")
    assert CANARY in in_keyring(id)
    files = [path for path in home_path.rglob("*") if path.is_file()]
    assert not [path for path in files if CANARY.encode() in path.read_bytes()]


def test_purge_takes_the_secret_out_of_the_keyring(
    process: Process, home_path: Path, secret_service: SecretService
) -> None:
    id = json.loads(process(*CREATE, stdin=CANARY).stdout)["connection"]["id"]
    assert process("vault", "purge", "--yes").returncode == 0
    assert in_keyring(id).strip() == ""
    assert process("connections", "show", "c1").returncode == 0
