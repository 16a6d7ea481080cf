"""Keyrings that are locked, missing, broken, or not to be trusted."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import secretstorage
from jeepney.io.blocking import DBusConnection  # type: ignore[import-untyped]

from tests.fixtures.secret_service import SecretService, running
from weavz_tui.model.errors import ValidationError, VaultLocked, VaultUnavailable
from weavz_tui.vault.keyring_vault import KeyringVault
from weavz_tui.vault.protocol import VaultMissing

DEADLINE = 0.5


@pytest.fixture
async def vault(home_path: Path) -> AsyncIterator[KeyringVault]:
    """One without a session bus, unless the test brings one."""
    found = KeyringVault(deadline=DEADLINE)
    yield found
    await found.close()


async def test_no_session_bus_means_no_keyring(vault: KeyringVault) -> None:
    with pytest.raises(VaultMissing) as caught:
        await vault.read("c")
    assert "dbus-run-session" in caught.value.hint
    assert (await vault.status()).state == "missing"


async def test_a_bus_that_does_not_answer_is_given_up(
    vault: KeyringVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bus"
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(path))
        silent.listen()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={path}")
        begun = time.monotonic()
        with pytest.raises(VaultUnavailable, match="did not answer"):
            await vault.read("c")
        assert time.monotonic() - begun < DEADLINE * 30
        assert (await vault.status()).state == "unreachable"


async def test_a_locked_keyring_says_which_command_opens_it(
    vault: KeyringVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(unlocked=False) as service:
        for name, value in service.environment.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(VaultLocked) as caught:
            await vault.write("c", 1, {"secretText": "x"})
        assert "weavz-tui vault unlock" in caught.value.hint
        status = await vault.status()
        assert (status.state, status.unlockable) == ("locked", True)


async def test_a_default_collection_that_is_gone_for_a_moment_is_waited_for(
    vault: KeyringVault, secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = secretstorage.collection.get_collection_by_alias
    moments = 3

    def rereading(bus: DBusConnection, alias: str) -> secretstorage.Collection:
        # It cannot be brought about: gnome-keyring does it about once in ten thousand looks.
        nonlocal moments
        moments -= 1
        if moments >= 0:
            raise secretstorage.exceptions.ItemNotFoundException
        return real(bus, alias)

    monkeypatch.setattr(secretstorage.collection, "get_collection_by_alias", rereading)
    await vault.write("gone-for-a-moment", 1, {"secretText": "x"})
    await vault.delete("gone-for-a-moment")
    assert moments < 0


async def test_a_keyring_that_comes_back_is_found_again(
    vault: KeyringVault, secret_service_process: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(VaultMissing):
        await vault.ensure()
    address = secret_service_process.environment["DBUS_SESSION_BUS_ADDRESS"]
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    await vault.ensure()
    assert (await vault.status()).backend == "Secret Service"


async def test_a_plaintext_backend_is_never_taken(
    vault: KeyringVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring  # noqa: PLC0415
    from keyring.backends import null  # noqa: PLC0415

    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    before = keyring.get_keyring()
    keyring.set_keyring(null.Keyring())  # type: ignore[no-untyped-call]
    try:
        with pytest.raises(VaultMissing):
            await vault.write("c", 1, {"secretText": "x"})
    finally:
        keyring.set_keyring(before)


async def test_another_keyring_than_the_recorded_is_not_taken(
    secret_service: SecretService,
) -> None:
    vault = KeyringVault("KWallet")
    with pytest.raises(VaultMissing, match="KWallet"):
        await vault.read("c")
    await vault.close()


async def test_its_passphrase_is_not_ours_to_change(vault: KeyringVault) -> None:
    with pytest.raises(ValidationError):
        await vault.change_passphrase("old", "new")


async def test_an_error_of_the_keyring_does_not_quote_the_secret(
    secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    from keyring.backends.SecretService import Keyring  # noqa: PLC0415

    def refuse(self: Keyring, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"cannot store {password}")

    monkeypatch.setattr(Keyring, "set_password", refuse)
    vault = KeyringVault()
    with pytest.raises(VaultUnavailable) as caught:
        await vault.write(str(uuid.uuid4()), 1, {"secretText": "canary-91c2"})
    chain = [caught.value, caught.value.__context__, caught.value.__cause__]
    assert "canary" not in "".join(map(repr, chain))
    await vault.close()


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    program = (
        "import sys\n"
        "import weavz_tui.engine.connections.credentials\n"
        "import weavz_tui.vault.select, weavz_tui.vault.doctor\n"
        "from pathlib import Path\n"
        "weavz_tui.vault.select.HomeVault(Path('nowhere'))\n"
        "sys.exit(' '.join({'keyring', 'cryptography', 'secretstorage'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == ""
