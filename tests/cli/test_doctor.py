"""`weavz-tui doctor` works where nothing else does, and changes nothing."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Invoke


def checks(invoke: Invoke) -> dict[str, Any]:
    """Each check by its name."""
    found = json.loads(invoke("doctor", "--json").stdout)["checks"]
    return {each["name"]: each for each in found}


def test_a_machine_without_a_home_is_looked_at_and_left_alone(
    invoke: Invoke, home_path: Path
) -> None:
    found = checks(invoke)
    assert found["home"]["ok"] and found["database"]["ok"] and found["versions"]["ok"]
    assert not home_path.exists()


def test_a_missing_keyring_comes_with_the_command_that_mends_it(invoke: Invoke) -> None:
    done = invoke("doctor")
    assert done.exit_code == 1
    assert "weavz-tui vault unlock" in done.stdout


@pytest.mark.usefixtures("passphrase_file")
def test_a_home_in_order_exits_with_0(invoke: Invoke) -> None:
    invoke("vault", "move", "encrypted")
    done = invoke("doctor")
    assert done.exit_code == 0, done.output
    assert "encrypted vault" in done.stdout


def test_a_locked_vault_is_told(invoke: Invoke) -> None:
    invoke("vault", "unlock", stdin="passphrase\n")
    invoke("vault", "lock")
    found = checks(invoke)["vault"]
    assert (found["ok"], "vault unlock" in found["remedy"]) == (False, True)


def test_a_home_that_others_can_read_is_told(invoke: Invoke, home_path: Path) -> None:
    invoke("workspaces", "list")
    home_path.chmod(0o755)
    assert checks(invoke)["home"]["remedy"] == f"chmod go-rwx {home_path}"


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda path: path.write_bytes(b"not a database" * 100), "not a database"),
        (
            lambda path: sqlite3.connect(path).execute("pragma user_version = 999"),
            "made by a newer version",
        ),
    ],
)
def test_a_database_that_cannot_be_used_is_told_everywhere(
    invoke: Invoke, home_path: Path, damage: Any, message: str
) -> None:
    invoke("workspaces", "list")
    for side in ("-wal", "-shm"):
        (home_path / f"weavz.db{side}").unlink(missing_ok=True)
    damage(home_path / "weavz.db")
    found = checks(invoke)["database"]
    assert (found["ok"], message in found["message"]) == (False, True)
    done = invoke("workspaces", "list", "--json")
    assert (done.exit_code, json.loads(done.stdout)["code"]) == (74, "STORAGE_ERROR")
    assert "hint: " in done.stderr


def test_settings_that_cannot_be_read_are_told(invoke: Invoke, home_path: Path) -> None:
    home_path.mkdir()
    (home_path / "config.toml").write_text("[log\n")
    assert checks(invoke)["settings"]["ok"] is False
    done = invoke("workspaces", "list")
    assert (done.exit_code, "config.toml" in done.stderr) == (2, True)
