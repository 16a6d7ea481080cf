"""Every operation, on a real keyring and on the encrypted vault."""

from __future__ import annotations

import asyncio
import uuid

import pytest

from weavz_tui.vault.protocol import StoredSecret, Vault

VALUES = {"secretText": "sk-live-é漢字", "data": {"nested": [1, True, None]}}


@pytest.fixture
def id() -> str:
    return str(uuid.uuid4())


async def test_what_was_written_is_read(vault: Vault, id: str) -> None:
    await vault.write(id, 1, VALUES)
    assert await vault.read(id) == StoredSecret(1, VALUES)


async def test_an_unknown_id_has_no_secret(vault: Vault, id: str) -> None:
    assert await vault.read(id) is None


async def test_a_later_generation_replaces(vault: Vault, id: str) -> None:
    await vault.write(id, 1, VALUES)
    await vault.write(id, 2, {"secretText": "new"})
    assert await vault.read(id) == StoredSecret(2, {"secretText": "new"})


async def test_a_deleted_secret_is_gone(vault: Vault, id: str) -> None:
    await vault.write(id, 1, VALUES)
    await vault.delete(id)
    assert await vault.read(id) is None


async def test_deleting_twice_is_fine(vault: Vault, id: str) -> None:
    await vault.delete(id)
    await vault.delete(id)
    assert await vault.read(id) is None


async def test_a_megabyte_fits(vault: Vault, id: str) -> None:
    values = {"secretText": "x" * 1_000_000}
    await vault.write(id, 1, values)
    assert await vault.read(id) == StoredSecret(1, values)
    await vault.delete(id)


async def test_callers_at_once_each_get_their_own(vault: Vault) -> None:
    ids = [str(uuid.uuid4()) for _ in range(8)]
    await asyncio.gather(*(vault.write(each, 1, {"secretText": each}) for each in ids))
    found = await asyncio.gather(*(vault.read(each) for each in ids))
    assert [secret.values["secretText"] for secret in found if secret] == ids


async def test_nothing_is_asked_before_it_is_needed(vault: Vault) -> None:
    await vault.ensure()
    assert (await vault.status()).state == "open"


async def test_the_text_of_a_secret_shows_nothing() -> None:
    assert "sk-live" not in repr(StoredSecret(3, VALUES))
