"""Records whose secret is in the vault, kept together with it over crashes: an intent is in the row
before the vault is touched, and whoever finds an old intent carries it to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Generic, Protocol, Self, TypeVar

from weavz_tui.model.errors import Duplicate, VaultUnavailable
from weavz_tui.store.connections import UnfinishedConnection
from weavz_tui.store.protocol import Lane, Rows, Store
from weavz_tui.vault.cache import SecretCache
from weavz_tui.vault.protocol import SharedVault, StoredSecret

Result = TypeVar("Result")
Kept = TypeVar("Kept", bound="SecretRecord")
Values = Mapping[str, Any]
Also = Callable[[Rows], None]


class SecretRecord(Protocol):
    """A record whose secret is in the vault, a connection being one."""

    id: str
    org_id: str
    generation: int

    def model_copy(
        self, *, update: Mapping[str, Any] | None = None, deep: bool = False
    ) -> Self: ...


class Records(Protocol[Kept]):
    """The store's module of such records, `store.connections` being one."""

    def insert_creating(self, rows: Rows, record: Kept, /) -> None: ...
    def activate(self, rows: Rows, org_id: str, id: str, generation: int, /) -> None: ...
    def begin_rotate(self, rows: Rows, org_id: str, id: str, /) -> int: ...
    def finish_rotate(self, rows: Rows, org_id: str, id: str, generation: int, /) -> None: ...
    def begin_delete(self, rows: Rows, org_id: str, id: str, /) -> None: ...
    def remove(self, rows: Rows, org_id: str, id: str, /) -> None: ...
    def unfinished(self, rows: Rows, /) -> list[UnfinishedConnection]: ...
    def get(self, rows: Rows, org_id: str, id: str, /) -> Kept | None: ...


class Outdated(Exception):
    """A secret was to replace one of a generation that is not in force any more."""


class SecretRecords(Generic[Kept]):
    """Creates, replaces, removes and reads the secrets of records.

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
        self,
        store: Store,
        vault: SharedVault,
        records: Records[Kept],
        *,
        cache: SecretCache | None = None,
    ) -> None:
        self._store = store
        self._vault = vault
        self._records = records
        self._cache = cache or SecretCache()
        self._changes: set[asyncio.Task[Any]] = set()

    async def values(self, record: Kept) -> Values | None:
        """The secret of a record, None where it is gone; see Credentials.read."""
        secret = await self._vault.read(record.id)
        return secret.values if secret is not None else None

    async def create(self, record: Kept, values: Values, *, also: Also | None = None) -> Kept:
        """Add the record with its first secret; as it was stored. `also` is written together with
        its end. Raises Duplicate."""
        return await self._to_its_end(self._create(record, values, also))

    async def rotate(
        self,
        org_id: str,
        id: str,
        values: Values,
        *,
        expected: int | None = None,
        also: Also | None = None,
    ) -> int:
        """Replace the secret; its new generation. `also` is written together with the end of it.
        Raises the error of a record that is not there, and Outdated where the generation is not
        the `expected` one."""
        return await self._to_its_end(self._rotate(org_id, id, values, expected, also))

    async def delete(self, org_id: str, id: str) -> None:
        """Remove the secret and the record; that it is gone already is fine."""
        await self._to_its_end(self._delete(org_id, id))

    async def recover(self) -> int:
        """Mend what others left unfinished when they died; how many. Touches the vault only if
        there is something to mend."""
        if not await self._store.read(self._records.unfinished):
            return 0
        return await self._to_its_end(self._recover())

    async def ensure(self) -> None:
        """Raise unless a secret could be kept now."""
        await self._vault.ensure()

    def forget(self) -> None:
        """Keep no secret in memory, as when the vault is locked."""
        self._cache.clear()

    async def close(self) -> None:
        """Wait for the changes under way and forget every secret."""
        await asyncio.gather(*self._changes, return_exceptions=True)
        self._cache.clear()

    async def _create(self, record: Kept, values: Values, also: Also | None) -> Kept:
        await self._vault.ensure()
        new = record.model_copy(update={"generation": 0})

        def end(rows: Rows) -> None:
            self._records.activate(rows, new.org_id, new.id, 1)
            if also is not None:
                also(rows)

        async with self._vault.exclusive():
            try:
                await self._write(lambda rows: self._records.insert_creating(rows, new))
            except Duplicate:
                # The name may be held by what a dead process began.
                if not await self._mend():
                    raise
                await self._write(lambda rows: self._records.insert_creating(rows, new))
            await self._vault.write(new.id, 1, values)
            await self._write(end)
        self._cache.put(new.id, 1, values)
        return new.model_copy(update={"generation": 1})

    async def _rotate(
        self, org_id: str, id: str, values: Values, expected: int | None, also: Also | None
    ) -> int:
        await self._vault.ensure()

        def begin(rows: Rows) -> int:
            generation = self._records.begin_rotate(rows, org_id, id)
            if expected is not None and generation != expected + 1:
                raise Outdated
            return generation

        async with self._vault.exclusive():
            generation = await self._write(begin)
            await self._vault.write(id, generation, values)

            def end(rows: Rows) -> None:
                self._records.finish_rotate(rows, org_id, id, generation)
                if also is not None:
                    also(rows)

            await self._write(end)
        self._cache.forget(id)
        self._cache.put(id, generation, values)
        return generation

    async def _delete(self, org_id: str, id: str) -> None:
        await self._vault.ensure()

        def begin(rows: Rows) -> bool:
            # Only what the organisation has: ids of others must not reach the vault.
            if self._records.get(rows, org_id, id) is None:
                return False
            self._records.begin_delete(rows, org_id, id)
            return True

        async with self._vault.exclusive():
            if not await self._write(begin):
                await self._mend()
                return
            self._cache.forget(id)
            await self._vault.delete(id)
            await self._write(lambda rows: self._records.remove(rows, org_id, id))

    async def _recover(self) -> int:
        async with self._vault.exclusive():
            return await self._mend()

    async def _mend(self) -> int:
        """Every unfinished row; with the lease held, none of them has an owner alive. One damaged
        secret does not keep the others waiting: its error is raised at the end."""
        mended, failure = 0, None
        for row in await self._store.read(self._records.unfinished):
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
            secret: StoredSecret | None = await self._vault.read(id)
            generation = secret.generation if secret else row.generation
            await self._write(
                lambda rows: self._records.finish_rotate(rows, org_id, id, generation)
            )
        else:
            await self._vault.delete(id)
            await self._write(lambda rows: self._records.remove(rows, org_id, id))

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
