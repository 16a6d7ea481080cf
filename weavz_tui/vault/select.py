"""The vault of a home: chosen at the first secret, recorded, and never silently another."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

from weavz_tui.model.errors import VaultLocked, VaultUnavailable
from weavz_tui.model.status import VaultStatus
from weavz_tui.vault.encrypted import EncryptedVault
from weavz_tui.vault.kernel_keyring import KernelKeyring
from weavz_tui.vault.keyring_vault import KeyringVault
from weavz_tui.vault.lease import Lease
from weavz_tui.vault.passphrase import unattended
from weavz_tui.vault.protocol import UNLOCK, Kind, StoredSecret
from weavz_tui.vault.record import Record, RecordFile


class HomeVault:
    """A SharedVault over the keyring or the encrypted file, whichever `vault.json` in `folder`
    names.

    Nothing is touched before the first use. A process that cannot reach the recorded vault raises
    VaultUnavailable; it does not take another, whose secrets would be lost to the first.
    """

    def __init__(
        self,
        folder: Path,
        *,
        environment: Mapping[str, str] = os.environ,
        kernel: KernelKeyring | None = None,
        deadline: float = 5.0,
        part_size: int | None = None,
    ) -> None:
        self._file = RecordFile(folder / "vault.json")
        self._lease = Lease(folder / "vault.lock")
        self._environment = environment
        self._deadline = deadline
        self._part_size = part_size
        self._encrypted = EncryptedVault(folder, environment=environment, kernel=kernel)
        self._keyring = self._keyring_of("")
        self._keyring_recorded = ""

    def exclusive(self) -> AbstractAsyncContextManager[None]:
        """See SharedVault; a task inside may call everything here again."""
        return self._lease.hold()

    async def read(self, id: str) -> StoredSecret | None:
        record = self._file.read()
        if record is None:
            return None
        secret = await self._of(record.kind, record.backend).read(id)
        if secret is None and (later := self._file.read()) != record and later is not None:
            # Moved by another process meanwhile.
            return await self._of(later.kind, later.backend).read(id)
        return secret

    async def write(self, id: str, generation: int, values: Mapping[str, Any]) -> None:
        """Keep a secret, in the vault that is chosen now if it is the home's first."""
        await (await self._chosen()).write(id, generation, values)

    async def delete(self, id: str) -> None:
        record = self._file.read()
        if record is None:
            return
        await self._of(record.kind, record.backend).delete(id)
        if record.other is not None:
            await self._of(record.other, record.other_backend).delete(id)

    async def ensure(self) -> None:
        """Choose a vault if there is none yet; raise unless it can be used now."""
        await (await self._chosen()).ensure()

    async def status(self, *, check: bool = False) -> VaultStatus:
        try:
            record = self._file.read()
        except VaultUnavailable as error:
            return VaultStatus(state="unreachable", message=error.message, remedy=error.hint)
        if record is None:
            return VaultStatus(message="A vault is chosen when the first secret is stored")
        status = await self._of(record.kind, record.backend).status(check=check)
        if record.other is not None:
            status.message = f"A move was interrupted. {status.message}".rstrip()
            status.remedy = status.remedy or f"weavz-tui vault move {record.kind}"
        return status

    async def unlock(self, passphrase: str) -> VaultStatus:
        """Open the recorded vault; before the first secret of a home without a usable keyring,
        make the encrypted one with this passphrase."""
        async with self.exclusive():
            record = self._file.read()
            if record is not None:
                return await self._of(record.kind, record.backend).unlock(passphrase)
            if not await self._use_keyring():
                await self._use_encrypted(passphrase)
        return await self.status()

    async def lock(self) -> VaultStatus:
        record = self._file.read()
        if record is None:
            return await self.status()
        return await self._of(record.kind, record.backend).lock()

    async def change_passphrase(self, old: str, new: str) -> None:
        async with self.exclusive():
            record = self._required()
            await self._of(record.kind, record.backend).change_passphrase(old, new)

    async def move(
        self, target: Kind, ids: Collection[str], *, passphrase: str | None = None
    ) -> int:
        """Bring the secrets of these connections into the other vault: copied, compared, recorded,
        and only then removed; how many were moved. Repeating it finishes an interrupted one.
        `ids` must be all there are: hold `exclusive()` from before they are read.
        """
        async with self.exclusive():
            record = self._file.read()
            if record is not None and record.kind == target:
                await self._finish_move(record, ids)
                return 0
            if target == "encrypted":
                await self._encrypted.create(passphrase)
                backend = ""
            else:
                await self._keyring.ensure()
                backend = self._keyring.backend
            if record is None:
                self._file.write(Record(target, backend))
                return 0
            self._file.write(Record(record.kind, record.backend, target, backend))
            moved = await self._copy(record, self._of(target, backend), ids)
            switched = Record(target, backend, record.kind, record.backend)
            self._file.write(switched)
            await self._finish_move(switched, ids)
            return moved

    async def purge(self, ids: Collection[str]) -> None:
        """Remove the secrets of these connections wherever this home may have put them."""
        async with self.exclusive():
            for id in ids:
                await self.delete(id)

    async def close(self) -> None:
        await self._keyring.close()
        await self._encrypted.close()

    async def _chosen(self) -> KeyringVault | EncryptedVault:
        record = self._file.read()
        if record is None:
            async with self.exclusive():
                if self._file.read() is None:
                    await self._choose()
            record = self._required()
        return self._of(record.kind, record.backend)

    async def _choose(self) -> None:
        """An encrypted vault that holds something, else a keyring that answers, else an encrypted
        one. A keyring that is merely locked is passed over only for whoever has set up a
        passphrase for unattended use."""
        if await self._encrypted.exists():
            # Its record was lost, not its secrets.
            await self._use_encrypted(None)
        elif not await self._use_keyring():
            locked = (await self._keyring.status()).state == "locked"
            if locked and unattended(self._environment) is None:
                raise VaultLocked(
                    "The keyring of this machine is locked",
                    hint=f"Unlock it: {UNLOCK}, or choose the encrypted vault:"
                    " weavz-tui vault move encrypted",
                )
            await self._use_encrypted(None)

    async def _use_keyring(self) -> bool:
        """Record the keyring if it answers."""
        try:
            await self._keyring.ensure()
        except (VaultLocked, VaultUnavailable):
            return False
        self._file.write(Record("keyring", self._keyring.backend))
        return True

    async def _use_encrypted(self, passphrase: str | None) -> None:
        await self._encrypted.create(passphrase)
        self._file.write(Record("encrypted"))

    async def _copy(
        self, record: Record, target: KeyringVault | EncryptedVault, ids: Collection[str]
    ) -> int:
        source, moved = self._of(record.kind, record.backend), 0
        for id in ids:
            secret = await source.read(id)
            if secret is None:
                continue
            await target.write(id, secret.generation, secret.values)
            if await target.read(id) != secret:
                raise VaultUnavailable(
                    f"The secret of connection {id} did not arrive in the {target.kind} vault",
                    hint="Nothing was removed; see weavz-tui doctor",
                )
            moved += 1
        return moved

    async def _finish_move(self, record: Record, ids: Collection[str]) -> None:
        if record.other is None:
            return
        left = self._of(record.other, record.other_backend)
        for id in ids:
            await left.delete(id)
        self._file.write(Record(record.kind, record.backend))

    def _required(self) -> Record:
        record = self._file.read()
        if record is None:
            raise VaultUnavailable(
                "This home has no vault yet", hint=f"Store a secret, or choose one: {UNLOCK}"
            )
        return record

    def _of(self, kind: Kind, backend: str) -> KeyringVault | EncryptedVault:
        if kind == "encrypted":
            return self._encrypted
        if backend not in {self._keyring_recorded, self._keyring.backend}:
            self._keyring = self._keyring_of(backend)
            self._keyring_recorded = backend
        return self._keyring

    def _keyring_of(self, backend: str) -> KeyringVault:
        if self._part_size is None:
            return KeyringVault(backend or None, deadline=self._deadline)
        return KeyringVault(backend or None, deadline=self._deadline, part_size=self._part_size)
