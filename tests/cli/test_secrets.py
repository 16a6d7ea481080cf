"""Secrets go in through standard input or a prompt, and never come out."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Invoke
from tests.cli.terminal import on_terminal
from weavz_tui.cli.stdin import asking

CANARY = "xoxb-canary-7f3a91"
CREATE = ("connections", "create", "--integration", "slack", "--external-id", "c1")


@pytest.mark.usefixtures("passphrase_file")
def test_a_secret_is_found_nowhere_but_in_the_vault(invoke: Invoke, home_path: Path) -> None:
    commands = [
        invoke(*CREATE, "--json", stdin=f"{CANARY}\n"),
        invoke("connections", "list", "--json"),
        invoke("connections", "show", "c1"),
        invoke("run", "slack.list_channels", "--dry-run"),
        invoke("run", "slack.list_channels", "--explain", "--json"),
        invoke("vault", "status", "--json"),
        invoke("doctor"),
    ]
    assert [each.exit_code for each in commands[:5]] == [0] * 5, commands
    assert not [each for each in commands if CANARY in each.output]
    files = [path for path in home_path.rglob("*") if path.is_file()]
    assert not [path for path in files if CANARY.encode() in path.read_bytes()]
    assert not [path for path in files if path.stat().st_mode & 0o077]


@pytest.mark.usefixtures("passphrase_file")
def test_a_connection_from_making_to_deleting(invoke: Invoke) -> None:
    made = json.loads(invoke(*CREATE, "--json", stdin=CANARY).stdout)["connection"]
    assert (made["type"], made["scope"], made["generation"]) == ("SECRET_TEXT", "ORGANIZATION", 1)
    changed = invoke(
        *("connections", "update", "c1", "--secret", "--display-name", "Bot", "--json"),
        stdin="xoxb-another",
    )
    found = json.loads(changed.stdout)["connection"]
    assert (found["displayName"], found["generation"]) == ("Bot", 2)
    assert invoke("connections", "delete", "c1", "--yes").exit_code == 0
    assert invoke("connections", "show", "c1").exit_code == 5


def test_without_a_keyring_or_a_passphrase_nothing_is_kept(invoke: Invoke) -> None:
    done = invoke(*CREATE, "--json", stdin=CANARY)
    assert done.exit_code == 4
    assert "weavz-tui vault unlock" in done.stderr
    assert json.loads(invoke("connections", "list", "--json").stdout)["total"] == 0


def test_no_secret_is_told_before_anything_is_made(invoke: Invoke) -> None:
    done = invoke(*CREATE, "--json", stdin="\n")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["details"]["fields"] == {"secretText": "required"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--type", "BASIC_AUTH"), "must be one of"),
        (("--set", "secretText=abc"), "secrets are never arguments"),
    ],
)
def test_what_does_not_fit_the_integration_is_told(
    invoke: Invoke, words: tuple[str, ...], message: str
) -> None:
    done = invoke(*CREATE, *words, stdin=CANARY)
    assert done.exit_code == 2
    assert message in done.stderr


def test_an_integration_without_accounts_takes_no_connection(invoke: Invoke) -> None:
    done = invoke(
        *("connections", "create", "--integration", "hash-encode", "--external-id", "c"),
        stdin=CANARY,
    )
    assert (done.exit_code, "needs no account" in done.stderr) == (2, True)


@pytest.mark.usefixtures("passphrase_file")
def test_several_fields_are_a_json_object(invoke: Invoke) -> None:
    tokens = json.dumps({"accessToken": "ya29.a", "refreshToken": "1//r"})
    done = invoke(*CREATE, "--type", "OAUTH2", "--json", stdin=tokens)
    assert json.loads(done.stdout)["connection"]["type"] == "OAUTH2"


@pytest.mark.usefixtures("home_path", "passphrase_file")
def test_on_a_terminal_the_secret_is_asked_for_and_not_shown() -> None:
    code, shown = on_terminal([*CREATE, "--json"], f"{CANARY}\n")
    assert (code, b'"externalId": "c1"' in shown, CANARY.encode() in shown) == (0, True, False)


@pytest.mark.usefixtures("home_path", "passphrase_file")
@pytest.mark.parametrize(
    "words", [CREATE, ("workspaces", "delete", "default"), ("vault", "passwd")]
)
def test_ctrl_c_ends_a_question(words: tuple[str, ...]) -> None:
    code, shown = on_terminal(words, "\x03")
    assert (code, b"Stopped." in shown) == (130, True)


async def test_ctrl_c_before_a_question_ends_it_too() -> None:
    asked = []

    async def ask() -> None:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()  # as the event loop does when the signal comes
        with asking():
            asked.append("question")

    with pytest.raises(KeyboardInterrupt):
        await ask()
    assert asked == []


def test_the_vault_is_made_locked_and_unlocked(invoke: Invoke) -> None:
    assert invoke("vault", "unlock", stdin="first passphrase\n").exit_code == 0
    assert invoke("vault", "passwd", stdin="first passphrase\nsecond one\n").exit_code == 0
    assert invoke("vault", "lock").exit_code == 0
    locked = invoke("vault", "status", "--json")
    assert (locked.exit_code, json.loads(locked.stdout)["vault"]["state"]) == (4, "locked")
    refused = invoke("vault", "unlock", "--json", stdin="first passphrase\n")
    assert (refused.exit_code, json.loads(refused.stdout)["code"]) == (4, "VAULT_LOCKED")
    assert invoke("vault", "unlock", stdin="second one\n").exit_code == 0
    assert invoke("vault", "lock").exit_code == 0


@pytest.mark.usefixtures("passphrase_file")
def test_purge_takes_every_secret_and_leaves_the_connections(invoke: Invoke) -> None:
    invoke(*CREATE, stdin=CANARY)
    assert invoke("vault", "purge").exit_code == 2
    assert json.loads(invoke("vault", "purge", "--yes", "--json").stdout) == {"purged": 1}
    assert invoke("connections", "show", "c1").exit_code == 0
    assert invoke("run", "slack.list_channels").exit_code == 3


@pytest.mark.usefixtures("passphrase_file")
def test_move_chooses_the_encrypted_vault(invoke: Invoke) -> None:
    done = invoke("vault", "move", "encrypted", "--json")
    assert json.loads(done.stdout)["vault"]["kind"] == "encrypted"
