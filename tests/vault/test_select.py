"""Which vault a home uses, and that it stays with it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import uuid
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PASSPHRASE
from tests.fixtures.secret_service import SecretService, running
from weavz_tui.model.errors import VaultLocked, VaultUnavailable
from weavz_tui.vault.doctor import diagnose
from weavz_tui.vault.keyring_vault import KeyringVault
from weavz_tui.vault.protocol import Kind, StoredSecret
from weavz_tui.vault.record import Record, RecordFile
from weavz_tui.vault.select import HomeVault

CANARY = "canary-c0ffee-4711"
SECRET: Mapping[str, Any] = {"secretText": CANARY}


@pytest.fixture
def id() -> str:
    return str(uuid.uuid4())


@pytest.fixture
async def vault(home_path: Path) -> AsyncIterator[HomeVault]:
    """The vault of an empty home, without a session bus unless the test asks for one."""
    found = HomeVault(home_path)
    yield found
    with contextlib.suppress(VaultUnavailable):
        await found.lock()
    await found.close()


def recorded(home: Path) -> Record | None:
    return RecordFile(home / "vault.json").read()


def files(home: Path) -> dict[str, int]:
    """What is in the home, with its mode."""
    found = home.iterdir() if home.exists() else ()
    return {each.name: each.stat().st_mode & 0o777 for each in found}


async def test_nothing_is_touched_before_the_first_secret(
    home_path: Path, vault: HomeVault
) -> None:
    status = await vault.status(check=True)
    assert (status.kind, status.state) == ("none", "not checked")
    assert await vault.read("c") is None
    assert files(home_path) == {}


async def test_a_keyring_that_answers_is_chosen(
    home_path: Path, vault: HomeVault, secret_service: SecretService, id: str
) -> None:
    await vault.write(id, 1, SECRET)
    assert recorded(home_path) == Record("keyring", "Secret Service")
    await vault.delete(id)


async def test_without_a_keyring_the_encrypted_vault_is_chosen(
    home_path: Path, vault: HomeVault, passphrase_file: Path, id: str
) -> None:
    await vault.write(id, 1, SECRET)
    assert recorded(home_path) == Record("encrypted")
    assert await vault.read(id) == StoredSecret(1, SECRET)


async def test_without_keyring_and_passphrase_it_says_how_to_give_one(
    home_path: Path, vault: HomeVault
) -> None:
    with pytest.raises(VaultLocked, match="needs a passphrase") as caught:
        await vault.write("c", 1, SECRET)
    assert "weavz-tui vault unlock" in caught.value.hint
    assert recorded(home_path) is None


async def test_unlocking_an_empty_home_makes_the_encrypted_vault(
    home_path: Path, vault: HomeVault, id: str
) -> None:
    status = await vault.unlock(PASSPHRASE)
    assert (status.kind, status.state) == ("encrypted", "open")
    await vault.write(id, 1, SECRET)
    assert await vault.read(id) == StoredSecret(1, SECRET)


async def test_a_locked_keyring_is_not_passed_over(
    home_path: Path, vault: HomeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(unlocked=False) as service:
        for name, value in service.environment.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(VaultLocked, match="keyring of this machine is locked") as caught:
            await vault.write("c", 1, SECRET)
    assert "weavz-tui vault move encrypted" in caught.value.hint
    assert recorded(home_path) is None


async def test_a_process_without_the_bus_says_so_and_takes_no_other(
    home_path: Path,
    vault: HomeVault,
    passphrase_file: Path,
    secret_service: SecretService,
    monkeypatch: pytest.MonkeyPatch,
    id: str,
) -> None:
    await vault.write(id, 1, SECRET)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    service = HomeVault(home_path)
    for refused in (service.read(id), service.write(id, 2, SECRET), service.delete(id)):
        with pytest.raises(VaultUnavailable, match="cannot reach the keyring of this home"):
            await refused
    assert recorded(home_path) == Record("keyring", "Secret Service")
    assert not home_path.joinpath("vault.db").exists()
    await service.close()
    monkeypatch.setenv(
        "DBUS_SESSION_BUS_ADDRESS", secret_service.environment["DBUS_SESSION_BUS_ADDRESS"]
    )
    await vault.delete(id)


@pytest.mark.parametrize("target", ["encrypted", "keyring"])
async def test_moving_takes_every_secret_along_and_leaves_none(
    home_path: Path,
    vault: HomeVault,
    passphrase_file: Path,
    secret_service: SecretService,
    target: Kind,
) -> None:
    ids = [str(uuid.uuid4()) for _ in range(3)]
    if target == "keyring":
        await vault.move("encrypted", ())
    for each in ids:
        await vault.write(each, 4, {**SECRET, "of": each})
    assert await vault.move(target, ids) == 3
    record = recorded(home_path)
    assert record is not None
    assert (record.kind, record.other) == (target, None)
    assert [await vault.read(each) for each in ids] == [
        StoredSecret(4, {**SECRET, "of": each}) for each in ids
    ]
    keyring = KeyringVault()
    left = [await keyring.read(each) is not None for each in ids]
    assert left == [target == "keyring"] * 3
    await keyring.close()
    await vault.purge(ids)


async def test_an_interrupted_move_is_finished_by_repeating_it(
    home_path: Path,
    vault: HomeVault,
    passphrase_file: Path,
    secret_service: SecretService,
    id: str,
) -> None:
    await vault.write(id, 1, SECRET)
    await vault.move("encrypted", [id])
    # As it was found after a crash between switching and removing.
    keyring = KeyringVault()
    await keyring.write(id, 1, SECRET)
    RecordFile(home_path / "vault.json").write(Record("encrypted", "", "keyring", "Secret Service"))
    assert "move was interrupted" in (await vault.status()).message
    await vault.move("encrypted", [id])
    assert await keyring.read(id) is None
    assert await vault.read(id) == StoredSecret(1, SECRET)
    assert recorded(home_path) == Record("encrypted")
    await keyring.close()


async def test_two_processes_choose_one_vault(home_path: Path, passphrase_file: Path) -> None:
    vaults = [HomeVault(home_path) for _ in range(3)]
    await asyncio.gather(*(each.write(f"c{n}", 1, SECRET) for n, each in enumerate(vaults)))
    found = [await vaults[0].read(f"c{n}") for n in range(3)]
    assert found == [StoredSecret(1, SECRET)] * 3
    for each in vaults:
        await each.close()


async def test_a_lost_record_does_not_lose_the_secrets(
    home_path: Path, vault: HomeVault, passphrase_file: Path, secret_service: SecretService
) -> None:
    await vault.move("encrypted", ())
    await vault.write("c", 1, SECRET)
    home_path.joinpath("vault.json").unlink()
    again = HomeVault(home_path)
    await again.ensure()
    assert await again.read("c") == StoredSecret(1, SECRET)
    await again.close()


async def test_a_damaged_record_is_named(home_path: Path, vault: HomeVault) -> None:
    RecordFile(home_path / "vault.json").write(Record("encrypted"))
    home_path.joinpath("vault.json").write_text(json.dumps({"v": 99}))
    with pytest.raises(VaultUnavailable, match=r"vault\.json is damaged"):
        await vault.read("c")
    assert (await vault.status()).state == "unreachable"


@pytest.mark.parametrize("kind", ["keyring", "encrypted"])
async def test_no_secret_is_in_any_file_of_the_home(
    request: pytest.FixtureRequest, home_path: Path, vault: HomeVault, kind: str, id: str
) -> None:
    request.getfixturevalue("secret_service" if kind == "keyring" else "passphrase_file")
    seen: list[bool] = []
    await vault.write(id, 1, SECRET)
    seen.append(_grep(home_path))
    await vault.write(id, 2, {"secretText": CANARY, "more": "x" * 5000})
    seen.append(_grep(home_path))
    await vault.delete(id)
    seen.append(_grep(home_path))
    assert seen == [False] * 3
    assert recorded(home_path) is not None


def _grep(home: Path) -> bool:
    done = subprocess.run(["grep", "-rqa", CANARY, str(home)], check=False)
    return done.returncode == 0


async def test_the_doctor_names_the_vault_and_what_mends_it(
    home_path: Path, vault: HomeVault
) -> None:
    before = await diagnose(vault)
    assert [(line.name, line.ok) for line in before] == [
        ("vault", True),
        ("keyring", False),
        ("passphrase", True),
    ]
    assert "dbus-run-session" in before[1].remedy
    await vault.unlock(PASSPHRASE)
    await vault.lock()
    locked = (await diagnose(vault))[0]
    assert not locked.ok
    assert "the encrypted vault" in locked.message
    assert "weavz-tui vault unlock" in locked.remedy


async def test_the_doctor_is_content_with_an_open_keyring(
    vault: HomeVault, secret_service: SecretService, id: str
) -> None:
    assert [line.ok for line in await diagnose(vault)] == [True, True, True]
    await vault.ensure()
    lines = await diagnose(vault)
    assert [(line.ok, line.remedy) for line in lines] == [(True, "")]
    assert "Secret Service" in lines[0].message


async def test_files_are_for_their_owner_alone(
    home_path: Path, vault: HomeVault, passphrase_file: Path
) -> None:
    await vault.write("c", 1, SECRET)
    assert files(home_path) == dict.fromkeys(
        ("vault.db", "vault.key", "vault.json", "vault.lock"), 0o600
    )
