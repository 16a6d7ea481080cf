"""Both kinds of vault, each real."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import PASSPHRASE
from tests.fixtures.secret_service import SecretService
from weavz_tui.vault.encrypted import EncryptedVault
from weavz_tui.vault.keyring_vault import KeyringVault
from weavz_tui.vault.protocol import Vault


@pytest.fixture
async def encrypted(home_path: Path) -> AsyncIterator[EncryptedVault]:
    """An open encrypted vault; its key leaves the kernel's keyring at the end."""
    vault = EncryptedVault(home_path, environment={})
    await vault.create(PASSPHRASE)
    yield vault
    await vault.lock()
    await vault.close()


@pytest.fixture
async def keyring(home_path: Path, secret_service: SecretService) -> AsyncIterator[KeyringVault]:
    """A vault over gnome-keyring."""
    vault = KeyringVault()
    yield vault
    await vault.close()


@pytest.fixture(params=["keyring", "encrypted"])
def vault(request: pytest.FixtureRequest) -> Vault:
    """Each kind in turn."""
    found: Vault = request.getfixturevalue(request.param)
    return found
