"""The vault for machines without a keyring: our own encrypted file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from weavz_tui.model.errors import VaultLocked, VaultUnavailable, WeavzError
from weavz_tui.model.status import VaultState, VaultStatus
from weavz_tui.vault.base import EntryVault
from weavz_tui.vault.kernel_keyring import KernelKeyring, name_for
from weavz_tui.vault.keyfile import KeyFile
from weavz_tui.vault.passphrase import unattended
from weavz_tui.vault.protocol import UNLOCK, VaultMissing
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

    def __repr__(self) -> str:
        return f"EncryptedVault({self._state})"

    async def exists(self) -> bool:
        """Whether there is one with something in it."""
        return await self._worker.run(lambda job: self._holds_something())

    async def create(self, passphrase: str | None = None) -> None:
        """Make an empty one, or open the one that already holds something, with `passphrase` or
        else an unattended one. Raises VaultLocked where there is neither."""
        await self._worker.run(lambda job: self._create(passphrase))
        self._state = "open"

    async def unlock(self, passphrase: str) -> VaultStatus:
        """Open it; until `lock` or for eight hours the kernel's keyring keeps it open for this
        user's next commands. Raises VaultLocked where the passphrase is wrong."""
        await self._worker.run(lambda job: self._unlock(passphrase))
        self._state = "open"
        return await self.status()

    async def lock(self) -> VaultStatus:
        """Forget the key, here and in the kernel's keyring."""
        await self._worker.run(lambda job: self._lock())
        self._state = "locked"
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
        if not self.key_path.exists() or not self.database.exists():
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
            passphrase = found.text
            file, self._key = KeyFile.create(self.key_path, passphrase)
        else:
            file, self._key = KeyFile.create(self.key_path, passphrase)
            self._kernel.put(name_for(file.id), self._key)
        encrypted_keyring.create(self.database)
        self._shut = False

    def _unlock(self, passphrase: str) -> None:
        file = KeyFile.read(self.key_path)
        self._key = file.open(passphrase)
        self._shut = False
        self._kernel.put(name_for(file.id), self._key)

    def _lock(self) -> None:
        self._key = None
        self._shut = True
        try:
            file = KeyFile.read(self.key_path)
        except VaultUnavailable:
            # Locked all the same: without its file no key of it can be found again.
            return
        self._kernel.forget(name_for(file.id))

    def _describe(self, state: VaultState, error: WeavzError | None) -> VaultStatus:
        remedies = {"locked": UNLOCK, "missing": "weavz-tui doctor"}
        message = error.message if error else ""
        if state == "missing" and isinstance(error, VaultMissing) and not self.key_path.exists():
            message = f"{self.key_path} is missing"
        return VaultStatus(
            kind="encrypted",
            state=state,
            backend=str(self.database),
            message=message,
            remedy=(error.hint if error else "") or remedies.get(state, ""),
            unlockable=state in {"locked", "not checked"},
        )
