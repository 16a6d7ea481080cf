"""A connection's secret and its row, kept together over crashes: an intent is in the row before
the vault is touched, and whoever finds an old intent carries it to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

from weavz_tui.model.credentials import Credential
from weavz_tui.model.entities import Connection
from weavz_tui.model.errors import ConnectionRequired, Duplicate, VaultUnavailable
from weavz_tui.store import connections
from weavz_tui.store.connections import UnfinishedConnection
from weavz_tui.store.protocol import Lane, Rows, Store
from weavz_tui.vault.cache import SecretCache
from weavz_tui.vault.protocol import Kind, SharedVault

Result = TypeVar("Result")
Values = Mapping[str, Any]


class Credentials:
    """Creates, replaces, removes and reads the secrets of connections.

    | operation | in the row before | in the vault | in the row after | mended by |
    | --- | --- | --- | --- | --- |
    | create | `creating` | generation 1 | `active`, 1 | removing both |
    | rotate | `next_gen` | generation + 1 | generation + 1 | taking what the vault holds |
    | delete | `deleting` | removed | removed | repeating it |

    Changes are made one at a time over all processes of the home, and go on to their end when the
    caller is cancelled. Every method may raise VaultLocked or VaultUnavailable; a change that was
    refused before it began has left nothing behind.
    """

    def __init__(
        self, store: Store, vault: SharedVault, *, cache: SecretCache | None = None
    ) -> None:
        self._store = store
        self._vault = vault
        self._cache = cache or SecretCache()
        self._changes: set[asyncio.Task[Any]] = set()

    async def read(self, connection: Connection) -> Credential:
        """What the connection authenticates with; from memory without waiting, if it was read
        within the last minute. Raises ConnectionRequired where its secret is gone."""
        id, generation = connection.id, connection.generation
        values = self._cache.get(id, generation)
        if values is None:
            values = await self._cache.fill(id, generation, lambda: self._load(connection))
        return Credential(connection.type, values, connection.base_url)

    async def create(self, connection: Connection, values: Values) -> Connection:
        """Add the connection with its first secret; as it was stored. Raises Duplicate."""
        return await self._to_its_end(self._create(connection, values))

    async def rotate(self, org_id: str, id: str, values: Values) -> int:
        """Replace the secret; its new generation. Raises ConnectionNotFound."""
        return await self._to_its_end(self._rotate(org_id, id, values))

    async def delete(self, org_id: str, id: str) -> None:
        """Remove the secret and the connection; that it is gone already is fine."""
        await self._to_its_end(self._delete(org_id, id))

    async def recover(self) -> int:
        """Mend what others left unfinished when they died; how many. Touches the vault only if
        there is something to mend."""
        if not await self._store.read(connections.unfinished):
            return 0
        return await self._to_its_end(self._recover())

    async def move(self, target: Kind, *, passphrase: str | None = None) -> int:
        """Bring every secret into the other vault; how many. Repeating it finishes an
        interrupted move."""
        return await self._to_its_end(self._move(target, passphrase))

    async def purge(self) -> int:
        """Remove every secret of this home from its vault; how many connections had one. The
        connections stay and ask for a new secret."""
        return await self._to_its_end(self._purge())

    def forget(self) -> None:
        """Keep no secret in memory, as when the vault is locked."""
        self._cache.clear()

    async def close(self) -> None:
        """Wait for the changes under way and forget every secret."""
        await asyncio.gather(*self._changes, return_exceptions=True)
        self._cache.clear()

    async def _load(self, connection: Connection) -> Values:
        # A later generation than asked for is in force already: the caller's row is the older one.
        secret = await self._vault.read(connection.id)
        if secret is None:
            raise ConnectionRequired(
                f"The secret of connection {connection.external_id} is not in the vault",
                details={"reason": "REAUTHORISE", "connectionId": connection.id},
                hint=f"Enter it again: weavz-tui connections update {connection.external_id}",
            )
        return secret.values

    async def _create(self, connection: Connection, values: Values) -> Connection:
        await self._vault.ensure()
        new = connection.model_copy(update={"generation": 0})
        async with self._vault.exclusive():
            try:
                await self._write(lambda rows: connections.insert_creating(rows, new))
            except Duplicate:
                # The name may be held by what a dead process began.
                if not await self._mend():
                    raise
                await self._write(lambda rows: connections.insert_creating(rows, new))
            await self._vault.write(new.id, 1, values)
            await self._write(lambda rows: connections.activate(rows, new.org_id, new.id, 1))
        self._cache.put(new.id, 1, values)
        return new.model_copy(update={"generation": 1})

    async def _rotate(self, org_id: str, id: str, values: Values) -> int:
        await self._vault.ensure()
        async with self._vault.exclusive():
            generation = await self._write(lambda rows: connections.begin_rotate(rows, org_id, id))
            await self._vault.write(id, generation, values)
            await self._write(lambda rows: connections.finish_rotate(rows, org_id, id, generation))
        self._cache.forget(id)
        self._cache.put(id, generation, values)
        return generation

    async def _delete(self, org_id: str, id: str) -> None:
        await self._vault.ensure()

        def begin(rows: Rows) -> bool:
            # Only what the organisation has: ids of others must not reach the vault.
            if connections.get(rows, org_id, id) is None:
                return False
            connections.begin_delete(rows, org_id, id)
            return True

        async with self._vault.exclusive():
            if not await self._write(begin):
                await self._mend()
                return
            self._cache.forget(id)
            await self._vault.delete(id)
            await self._write(lambda rows: connections.remove(rows, org_id, id))

    async def _recover(self) -> int:
        async with self._vault.exclusive():
            return await self._mend()

    async def _mend(self) -> int:
        """Every unfinished row; with the lease held, none of them has an owner alive. One damaged
        secret does not keep the others waiting: its error is raised at the end."""
        mended, failure = 0, None
        for row in await self._store.read(connections.unfinished):
            try:
                await self._mend_one(row)
                mended += 1
            except VaultUnavailable as error:
                failure = failure or error
                if (await self._vault.status(check=True)).state != "open":
                    break
        if failure is not None:
            raise failure
        return mended

    async def _mend_one(self, row: UnfinishedConnection) -> None:
        org_id, id = row.org_id, row.id
        self._cache.forget(id)
        if row.state == "active":
            secret = await self._vault.read(id)
            generation = secret.generation if secret else row.generation
            await self._write(lambda rows: connections.finish_rotate(rows, org_id, id, generation))
        else:
            await self._vault.delete(id)
            await self._write(lambda rows: connections.remove(rows, org_id, id))

    async def _move(self, target: Kind, passphrase: str | None) -> int:
        async with self._vault.exclusive():
            await self._mend()
            ids = await self._store.read(connections.ids)
            return await self._vault.move(target, ids, passphrase=passphrase)

    async def _purge(self) -> int:
        async with self._vault.exclusive():
            ids = await self._store.read(connections.ids)
            await self._vault.purge(ids)
        self._cache.clear()
        return len(ids)

    async def _write(self, work: Callable[[Rows], Result]) -> Result:
        return await self._store.write(work, lane=Lane.DURABLE)

    async def _to_its_end(self, change: Coroutine[Any, Any, Result]) -> Result:
        task = asyncio.create_task(change)
        self._changes.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._changes.discard(task)
        if not task.cancelled():
            # Looked at, so that it is not reported as lost where the caller went away.
            task.exception()
