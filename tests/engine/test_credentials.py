"""A connection's secret and its row, together."""

from __future__ import annotations

import asyncio
import contextlib
import time
import traceback
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from tests.vault.doomed import ORG, connection, insert_organisation
from weavz_tui.engine.connections.credentials import Credentials
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.errors import (
    ConnectionNotFound,
    ConnectionRequired,
    Duplicate,
    VaultLocked,
    WeavzError,
)
from weavz_tui.store import connections
from weavz_tui.store.sqlite import SqliteStore
from weavz_tui.vault.protocol import StoredSecret
from weavz_tui.vault.select import HomeVault

SECRET = {"secretText": "canary-88ab"}
READS = 5000


@pytest.fixture
async def store(home_path: Path) -> AsyncIterator[SqliteStore]:
    found = SqliteStore(home_path / "weavz.db")
    await found.write(insert_organisation)
    yield found
    await found.close()


@pytest.fixture
async def vault(home_path: Path, passphrase_file: Path) -> AsyncIterator[HomeVault]:
    found = HomeVault(home_path)
    yield found
    await found.close()


@pytest.fixture
async def credentials(store: SqliteStore, vault: HomeVault) -> AsyncIterator[Credentials]:
    found = Credentials(store, vault)
    yield found
    await found.close()


@pytest.fixture
async def made(credentials: Credentials) -> Connection:
    new = connection("").model_copy(update={"base_url": "http://127.0.0.1:4010"})
    return await credentials.create(new, SECRET)


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


async def row(store: SqliteStore, id: str) -> Connection | None:
    return await store.read(partial(connections.get, org_id=ORG, id=id))


async def test_a_credential_carries_type_values_and_address(
    credentials: Credentials, made: Connection
) -> None:
    credential = await credentials.read(made)
    assert credential.type is ConnectionType.SECRET_TEXT
    assert dict(credential.values) == SECRET
    assert credential.base_url == "http://127.0.0.1:4010"


async def test_what_is_created_is_in_row_and_vault(
    store: SqliteStore, vault: HomeVault, made: Connection
) -> None:
    assert await row(store, made.id) == made
    assert await vault.read(made.id) == StoredSecret(1, SECRET)


async def test_another_process_reads_what_was_rotated(
    store: SqliteStore, vault: HomeVault, credentials: Credentials, made: Connection
) -> None:
    other = Credentials(store, vault)
    await other.read(made)
    assert await credentials.rotate(ORG, made.id, {"secretText": "new"}) == 2
    changed = await row(store, made.id)
    assert changed is not None
    assert (await other.read(changed)).token == "new"


async def test_deleting_takes_both(
    store: SqliteStore, vault: HomeVault, credentials: Credentials, made: Connection
) -> None:
    await credentials.delete(ORG, made.id)
    assert await row(store, made.id) is None
    assert await vault.read(made.id) is None


async def test_another_organisation_cannot_delete(
    vault: HomeVault, credentials: Credentials, made: Connection
) -> None:
    await credentials.delete("another", made.id)
    assert await vault.read(made.id) == StoredSecret(1, SECRET)


async def test_rotating_what_is_not_there_is_refused(
    credentials: Credentials, made: Connection
) -> None:
    with pytest.raises(ConnectionNotFound):
        await credentials.rotate(ORG, "unknown", SECRET)


async def test_a_second_connection_of_the_same_name_is_refused_and_leaves_nothing(
    store: SqliteStore, vault: HomeVault, credentials: Credentials, made: Connection
) -> None:
    twin = connection("").model_copy(update={"external_id": made.external_id})
    with pytest.raises(Duplicate):
        await credentials.create(twin, SECRET)
    assert await vault.read(twin.id) is None
    assert await store.read(connections.ids) == [made.id]


async def test_a_name_that_a_dead_process_held_can_be_taken(
    store: SqliteStore, credentials: Credentials
) -> None:
    dead, new = connection(""), connection("")
    await store.write(lambda rows: connections.insert_creating(rows, dead))
    new = new.model_copy(update={"external_id": dead.external_id})
    await credentials.create(new, SECRET)
    assert await store.read(connections.ids) == [new.id]


async def test_a_locked_vault_refuses_before_anything_begins(
    store: SqliteStore, vault: HomeVault, credentials: Credentials, made: Connection
) -> None:
    await vault.lock()
    attempts = (
        credentials.create(connection(""), SECRET),
        credentials.rotate(ORG, made.id, SECRET),
        credentials.delete(ORG, made.id),
    )
    for attempt in attempts:
        with pytest.raises(VaultLocked):
            await attempt
    assert await store.read(connections.unfinished) == []
    assert await store.read(connections.ids) == [made.id]


async def test_a_secret_that_is_gone_asks_for_a_new_one(
    vault: HomeVault, credentials: Credentials, made: Connection
) -> None:
    await vault.delete(made.id)
    credentials.forget()
    with pytest.raises(ConnectionRequired) as caught:
        await credentials.read(made)
    assert caught.value.details["reason"] == "REAUTHORISE"


async def test_a_caller_that_goes_away_does_not_stop_a_change(
    store: SqliteStore, vault: HomeVault, credentials: Credentials
) -> None:
    new = connection("")
    call = asyncio.create_task(credentials.create(new, SECRET))
    await asyncio.sleep(0)
    call.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await call
    await credentials.close()
    assert await row(store, new.id) is not None
    assert await vault.read(new.id) == StoredSecret(1, SECRET)


async def test_changes_at_once_end_in_agreement(
    store: SqliteStore, vault: HomeVault, credentials: Credentials, made: Connection
) -> None:
    rotations = [credentials.rotate(ORG, made.id, {"secretText": f"n{n}"}) for n in range(8)]
    assert sorted(await asyncio.gather(*rotations)) == list(range(2, 10))
    found, secret = await row(store, made.id), await vault.read(made.id)
    assert found is not None
    assert secret is not None
    assert found.generation == secret.generation == 9
    assert (await credentials.read(found)).values == secret.values


async def test_recovering_with_nothing_to_mend_leaves_the_vault_alone(
    home_path: Path, credentials: Credentials
) -> None:
    assert await credentials.recover() == 0
    assert not any(name.startswith("vault.") for name in names(home_path))


async def test_purging_removes_the_secrets(
    vault: HomeVault, credentials: Credentials, made: Connection
) -> None:
    assert await credentials.purge() == 1
    assert await vault.read(made.id) is None


async def test_a_read_from_memory_is_quick(credentials: Credentials, made: Connection) -> None:
    await credentials.read(made)
    best = float("inf")
    for _ in range(5):
        begun = time.perf_counter()
        for _ in range(READS):
            await credentials.read(made)
        best = min(best, (time.perf_counter() - begun) / READS)
    assert best < 20e-6


async def test_errors_show_no_secret(
    vault: HomeVault, credentials: Credentials, made: Connection
) -> None:
    await vault.lock()
    shown = ""
    for attempt in (
        credentials.create(connection(""), SECRET),
        credentials.rotate(ORG, made.id, SECRET),
    ):
        try:
            await attempt
        except WeavzError as error:
            shown += repr(error) + str(error.wire()) + "".join(traceback.format_exception(error))
    assert "VAULT_LOCKED" in shown
    assert "canary" not in shown
