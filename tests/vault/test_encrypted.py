"""The encrypted vault: who opens it, and what is wrong with its files."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.conftest import PASSPHRASE
from tests.real import need
from weavz_tui.model.errors import VaultLocked, VaultUnavailable
from weavz_tui.vault.encrypted import EncryptedVault
from weavz_tui.vault.kernel_keyring import KernelKeyring
from weavz_tui.vault.protocol import StoredSecret

SECRET = {"secretText": "canary-7f3a"}


def write(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Replace what a person put there."""
    path.write_text(text)
    path.chmod(mode)


@pytest.fixture
async def another(home_path: Path, encrypted: EncryptedVault) -> AsyncIterator[EncryptedVault]:
    """The next process on the same files, which finds nothing that opens them."""
    await encrypted.write("c", 1, SECRET)
    # Gone from the kernel's keyring, as after a restart.
    await encrypted.lock()
    vault = EncryptedVault(home_path, environment={})
    yield vault
    await vault.lock()
    await vault.close()


async def test_locked_says_which_command_opens_it(another: EncryptedVault) -> None:
    with pytest.raises(VaultLocked) as caught:
        await another.read("c")
    assert "weavz-tui vault unlock" in caught.value.hint


async def test_the_passphrase_opens_it(another: EncryptedVault) -> None:
    status = await another.unlock(PASSPHRASE)
    assert status.state == "open"
    assert await another.read("c") == StoredSecret(1, SECRET)


async def test_a_wrong_passphrase_is_refused(another: EncryptedVault) -> None:
    with pytest.raises(VaultLocked, match="does not open"):
        await another.unlock("wrong")
    assert (await another.status(check=True)).state == "locked"


async def test_the_state_is_not_known_before_it_is_asked(another: EncryptedVault) -> None:
    assert (await another.status()).state == "not checked"
    assert (await another.status(check=True)).state == "locked"


async def test_the_kernel_keeps_it_open_for_the_next_command(
    home_path: Path, another: EncryptedVault
) -> None:
    kernel = KernelKeyring()
    need(kernel.put("weavz-tui:probe", b"k"), "run where the kernel's keyring is allowed")
    kernel.forget("weavz-tui:probe")
    await another.unlock(PASSPHRASE)
    third = EncryptedVault(home_path, environment={})
    assert await third.read("c") == StoredSecret(1, SECRET)
    await third.close()


async def test_locking_closes_it_for_the_next_command(
    home_path: Path, another: EncryptedVault
) -> None:
    await another.unlock(PASSPHRASE)
    await another.lock()
    third = EncryptedVault(home_path, environment={})
    with pytest.raises(VaultLocked):
        await third.read("c")
    await third.close()


async def test_a_passphrase_file_opens_it(
    home_path: Path, another: EncryptedVault, passphrase_file: Path
) -> None:
    write(passphrase_file, PASSPHRASE + "\n")
    environment = {"WEAVZ_TUI_PASSPHRASE_FILE": str(passphrase_file)}
    vault = EncryptedVault(home_path, environment=environment)
    assert await vault.read("c") == StoredSecret(1, SECRET)
    await vault.close()


async def test_a_systemd_credential_opens_it(
    home_path: Path, another: EncryptedVault, tmp_path: Path
) -> None:
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / "weavz-tui-passphrase").write_text(PASSPHRASE)
    vault = EncryptedVault(home_path, environment={"CREDENTIALS_DIRECTORY": str(folder)})
    assert await vault.read("c") == StoredSecret(1, SECRET)
    await vault.close()


async def test_a_passphrase_file_that_others_may_read_is_refused(
    home_path: Path, another: EncryptedVault, passphrase_file: Path
) -> None:
    write(passphrase_file, PASSPHRASE, mode=0o644)
    environment = {"WEAVZ_TUI_PASSPHRASE_FILE": str(passphrase_file)}
    vault = EncryptedVault(home_path, environment=environment)
    with pytest.raises(VaultUnavailable, match="mode 0644") as caught:
        await vault.read("c")
    assert caught.value.hint == f"chmod 600 {passphrase_file}"
    await vault.close()


async def test_a_wrong_passphrase_file_is_named(
    home_path: Path, another: EncryptedVault, passphrase_file: Path
) -> None:
    write(passphrase_file, "canary-55aa")
    environment = {"WEAVZ_TUI_PASSPHRASE_FILE": str(passphrase_file)}
    vault = EncryptedVault(home_path, environment=environment)
    with pytest.raises(VaultLocked, match="WEAVZ_TUI_PASSPHRASE_FILE") as caught:
        await vault.read("c")
    assert "canary" not in repr(caught.value)
    await vault.close()


async def test_a_new_passphrase_replaces_the_old(another: EncryptedVault) -> None:
    await another.change_passphrase(PASSPHRASE, "another one")
    with pytest.raises(VaultLocked):
        await another.unlock(PASSPHRASE)
    await another.unlock("another one")
    assert await another.read("c") == StoredSecret(1, SECRET)


async def test_a_wrong_old_passphrase_changes_nothing(another: EncryptedVault) -> None:
    before = another.key_path.read_bytes()
    with pytest.raises(VaultLocked):
        await another.change_passphrase("wrong", "another one")
    assert another.key_path.read_bytes() == before


async def test_an_empty_passphrase_is_refused(another: EncryptedVault) -> None:
    with pytest.raises(VaultLocked, match="must not be empty"):
        await another.change_passphrase(PASSPHRASE, "")


async def test_its_files_are_for_their_owner_alone(encrypted: EncryptedVault) -> None:
    await encrypted.write("c", 1, SECRET)
    modes = {stat.S_IMODE(each.stat().st_mode) for each in encrypted.database.parent.iterdir()}
    assert modes == {0o600}


@pytest.mark.parametrize("name", ["vault.db", "vault.key"])
async def test_a_file_that_others_may_open_is_refused(another: EncryptedVault, name: str) -> None:
    path = another.database.with_name(name)
    path.chmod(0o640)
    with pytest.raises(VaultUnavailable, match="mode 0640") as caught:
        await another.unlock(PASSPHRASE)
        await another.read("c")
    assert caught.value.hint == f"chmod 600 {path}"
    path.chmod(0o600)


@pytest.mark.parametrize("name", ["vault.db", "vault.key"])
async def test_a_missing_file_is_named_and_not_made_anew(
    another: EncryptedVault, name: str
) -> None:
    path = another.database.with_name(name)
    path.unlink()
    with pytest.raises(VaultUnavailable, match=f"{name} is missing"):
        await another.unlock(PASSPHRASE)
        await another.read("c")
    assert not path.exists()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def _garbage(path: Path) -> None:
    path.write_bytes(b"\x00\xff" * 3000)


@pytest.mark.parametrize("name", ["vault.db", "vault.key"])
@pytest.mark.parametrize("damage", [_cut, _garbage])
async def test_a_damaged_file_is_named(
    another: EncryptedVault, name: str, damage: Callable[[Path], None]
) -> None:
    path = another.database.with_name(name)
    damage(path)
    with pytest.raises(VaultUnavailable, match=name) as caught:
        await another.unlock(PASSPHRASE)
        await another.read("c")
    assert "copy" in caught.value.hint


async def test_entries_cannot_be_exchanged(encrypted: EncryptedVault) -> None:
    await encrypted.write("a", 1, SECRET)
    await encrypted.write("b", 1, {"secretText": "other"})
    database = sqlite3.connect(encrypted.database)
    database.execute(
        "update secret set sealed = (select sealed from secret where username = 'a')"
        " where username = 'b'"
    )
    database.commit()
    database.close()
    with pytest.raises(VaultUnavailable, match="damaged or was sealed with another key"):
        await encrypted.read("b")


async def test_a_key_of_another_vault_reads_nothing(
    another: EncryptedVault, tmp_path: Path
) -> None:
    other = EncryptedVault(tmp_path / "other", environment={})
    await other.create(PASSPHRASE)
    await other.lock()
    another.key_path.write_bytes(other.key_path.read_bytes())
    await another.unlock(PASSPHRASE)
    with pytest.raises(VaultUnavailable, match="sealed with another key"):
        await another.read("c")
    await other.close()


async def test_it_is_never_chosen_by_the_keyring_package(encrypted: EncryptedVault) -> None:
    import keyring.backend  # noqa: PLC0415

    await encrypted.write("c", 1, SECRET)
    viable = {each.__name__ for each in keyring.backend.KeyringBackend.get_viable_backends()}
    assert "EncryptedKeyring" not in viable


async def test_a_lost_key_is_not_replaced_while_there_are_entries(
    another: EncryptedVault,
) -> None:
    another.key_path.unlink()
    with pytest.raises(VaultUnavailable, match=r"vault\.key is missing"):
        await another.create(PASSPHRASE)
    assert not another.key_path.exists()


async def test_a_missing_passphrase_file_is_not_taken_for_a_missing_vault(
    home_path: Path, another: EncryptedVault
) -> None:
    environment = {"WEAVZ_TUI_PASSPHRASE_FILE": str(home_path / "nowhere")}
    vault = EncryptedVault(home_path, environment=environment)
    with pytest.raises(VaultUnavailable, match="passphrase file") as caught:
        await vault.read("c")
    assert "WEAVZ_TUI_PASSPHRASE_FILE" in caught.value.hint
    await vault.close()
