"""The operating system's keyring as a vault."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from weavz_tui.model.errors import ValidationError, VaultUnavailable
from weavz_tui.model.status import VaultStatus
from weavz_tui.vault.base import EntryVault
from weavz_tui.vault.protocol import DOCTOR, UNLOCK
from weavz_tui.vault.worker import DeadlineWorker

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

    from weavz_tui.vault.backends import Allowed

Result = TypeVar("Result")

WINDOWS_PART_SIZE = 1200
PROMPT_SECONDS = 60.0


class KeyringVault(EntryVault):
    """Service `weavz-tui`, user name = connection id (the architecture's rule).

    `recorded` is the keyring that the home has used so far: no other one is taken in its place.
    `deadline` is in seconds a call; a broken session bus would else hang for ever.
    """

    kind = "keyring"

    def __init__(
        self,
        recorded: str | None = None,
        *,
        deadline: float = 5.0,
        part_size: int | None = WINDOWS_PART_SIZE if sys.platform == "win32" else None,
    ) -> None:
        hint = "The session bus or its keyring hangs: log in again, or see weavz-tui doctor"
        super().__init__(
            DeadlineWorker("keyring", deadline=deadline, hint=hint), part_size=part_size
        )
        self._recorded = recorded
        self._found: tuple[Allowed, KeyringBackend] | None = None

    @property
    def backend(self) -> str:
        """The name of the keyring in use, as a home records it; empty before the first use."""
        return self._found[0].name if self._found else self._recorded or ""

    async def unlock(self, passphrase: str) -> VaultStatus:
        """Let the keyring ask at its own prompt: it has its own password, so none is passed."""
        await self._worker.run(lambda job: self._prompt(), deadline=PROMPT_SECONDS)
        return await self.status(check=True)

    async def lock(self) -> VaultStatus:
        """Keep nothing of it; the keyring itself is other programs' too and stays open."""
        self._note("not checked")
        return await self.status()

    async def change_passphrase(self, old: str, new: str) -> None:
        raise ValidationError(
            "The passphrase of a keyring is changed where the keyring is managed",
            hint="Use the keyring's own program, for example Seahorse or the system settings",
        )

    def _open(self) -> KeyringBackend:
        from weavz_tui.vault import backends  # noqa: PLC0415

        try:
            if self._found is None:
                self._found = backends.choose(self._recorded)
            allowed, backend = self._found
            backends.require_unlocked(allowed)
        except VaultUnavailable:
            # Looked for anew at the next call: a bus may have come back under another address.
            self._found = None
            raise
        return backend

    def _translated(self, work: Callable[[], Result]) -> Result:
        from weavz_tui.vault import backends  # noqa: PLC0415

        return backends.translated(work)

    def _prompt(self) -> None:
        from weavz_tui.vault import backends  # noqa: PLC0415

        allowed, _ = self._found = backends.choose(self._recorded)
        backends.prompt(allowed)

    def _describe(self) -> VaultStatus:
        remedies = {"locked": UNLOCK, "missing": DOCTOR, "unreachable": DOCTOR}
        return VaultStatus(
            kind="keyring",
            state=self._state,
            backend=self.backend,
            remedy=remedies.get(self._state, ""),
            unlockable=self._state == "locked",
        )
