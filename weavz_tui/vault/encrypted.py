"""The vault for machines without a keyring: our own encrypted file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from weavz_tui.model.errors import VaultLocked, VaultUnavailable
from weavz_tui.model.status import VaultStatus
from weavz_tui.vault.base import EntryVault
from weavz_tui.vault.kernel_keyring import KernelKeyring, name_for
from weavz_tui.vault.keyfile import KeyFile
from weavz_tui.vault.passphrase import unattended
from weavz_tui.vault.protocol import DOCTOR, UNLOCK
from weavz_tui.vault.worker import DeadlineWorker

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend


class EncryptedVault(EntryVault):
    """`vault.db` with AES-256-GCM rows and `vault.key` with their wrapped key, both 0600 in
    `folder`.

    The first use opens it by what is there without a person: systemd's credential, the file that
    WEAVZ_TUI_PASSPHRASE_FILE names, the key that an earlier `unlock` left in the kernel's keyring.
    """

    kind = "encrypted"

    def __init__(
        self,
        folder: Path,
        *,
        environment: Mapping[str, str] = os.environ,
        kernel: KernelKeyring | None = None,
        deadline: float = 30.0,
    ) -> None:
        hint = "The disk that holds it is very slow, or hangs"
        super().__init__(DeadlineWorker("encrypted vault", deadline=deadline, hint=hint))
        self.database = folder / "vault.db"
        self.key_path = folder / "vault.key"
        self._environment = environment
        self._kernel = kernel or KernelKeyring()
        self._key: bytes | None = None
        self._shut = False
        self._kept_as: str | None = None

    def __repr__(self) -> str:
        return f"EncryptedVault({self._state})"

    async def exists(self) -> bool:
        """Whether there is one with something in it."""
        return await self._worker.run(lambda job: self._holds_something())

    async def create(self, passphrase: str | None = None) -> None:
        """Make an empty one, or open the one that already holds something, with `passphrase` or
        else an unattended one. Raises VaultLocked where there is neither."""
        await self._worker.run(lambda job: self._create(passphrase))
        self._note("open")

    async def unlock(self, passphrase: str) -> VaultStatus:
        """Open it; until `lock` or for eight hours the kernel's keyring keeps it open for this
        user's next commands. Raises VaultLocked where the passphrase is wrong."""
        await self._worker.run(lambda job: self._unlock(passphrase))
        self._note("open")
        return await self.status()

    async def lock(self) -> VaultStatus:
        """Forget the key, here and in the kernel's keyring. Another process that has the vault
        open already keeps it open until it ends."""
        await self._worker.run(lambda job: self._lock())
        self._note("locked")
        return await self.status()

    async def change_passphrase(self, old: str, new: str) -> None:
        """Wrap the master key anew, in one step; what is unlocked stays so. Raises VaultLocked
        where `old` is wrong."""
        await self._worker.run(lambda job: KeyFile.read(self.key_path).rewrap(old, new))

    def _open(self) -> KeyringBackend:
        from weavz_tui.vault.encrypted_keyring import EncryptedKeyring  # noqa: PLC0415

        if self._key is None:
            self._key = self._found_key()
        return EncryptedKeyring(self.database, self._key)

    def _found_key(self) -> bytes:
        file = KeyFile.read(self.key_path)
        if not self._shut:
            if passphrase := unattended(self._environment):
                return file.open(passphrase.text, passphrase.source)
            if key := self._kernel.get(name_for(file.id)):
                return key
        raise VaultLocked("The vault is locked", hint=f"Unlock it: {UNLOCK}")

    def _holds_something(self) -> bool:
        if not self.database.exists():
            return False
        from weavz_tui.vault.encrypted_keyring import is_empty  # noqa: PLC0415

        return not is_empty(self.database)

    def _create(self, passphrase: str | None) -> None:
        from weavz_tui.vault import encrypted_keyring  # noqa: PLC0415

        if self._holds_something():
            if passphrase is not None:
                self._unlock(passphrase)
            self._open()
            return
        if passphrase is None:
            found = unattended(self._environment)
            if found is None:
                raise VaultLocked(
                    "There is no keyring here, and the encrypted vault needs a passphrase",
                    hint=f"Choose one: {UNLOCK}",
                )
            _, self._key = KeyFile.create(self.key_path, found.text)
            self._shut = False
        else:
            self._keep(*KeyFile.create(self.key_path, passphrase))
        encrypted_keyring.create(self.database)

    def _unlock(self, passphrase: str) -> None:
        file = KeyFile.read(self.key_path)
        self._keep(file, file.open(passphrase))

    def _lock(self) -> None:
        self._key = None
        self._shut = True
        # Its file may be damaged or gone by now: locked it is all the same.
        with suppress(VaultUnavailable):
            self._kernel.forget(name_for(KeyFile.read(self.key_path).id))
        if self._kept_as is not None:
            self._kernel.forget(self._kept_as)

    def _keep(self, file: KeyFile, key: bytes) -> None:
        self._key = key
        self._shut = False
        self._kept_as = name_for(file.id)
        self._kernel.put(self._kept_as, key)

    def _describe(self) -> VaultStatus:
        remedies = {"locked": UNLOCK, "missing": DOCTOR, "unreachable": DOCTOR}
        return VaultStatus(
            kind="encrypted",
            state=self._state,
            backend=str(self.database),
            remedy=remedies.get(self._state, ""),
            unlockable=self._state in {"locked", "not checked"},
        )
