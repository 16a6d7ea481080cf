"""What the engine asks of the place where secrets live, whichever it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from weavz_tui.model.errors import VaultUnavailable
from weavz_tui.model.status import VaultStatus

SERVICE = "weavz-tui"
UNLOCK = "weavz-tui vault unlock"
DOCTOR = "weavz-tui doctor"

Kind = Literal["keyring", "encrypted"]


@dataclass(frozen=True, slots=True, repr=False)
class StoredSecret:
    """The values of a credential and the generation they were written as."""

    generation: int
    values: Mapping[str, Any]

    def __repr__(self) -> str:
        return f"StoredSecret(generation {self.generation})"


class VaultMissing(VaultUnavailable):
    """There is no vault of this kind here at all."""


class Vault(Protocol):
    """Credentials by connection id. Every method may raise VaultLocked (its hint names the command
    that unlocks) or VaultUnavailable (it cannot be reached, is damaged, or did not answer)."""

    async def read(self, id: str) -> StoredSecret | None:
        """The credential of a connection, or None where there is none."""
        ...

    async def write(self, id: str, generation: int, values: Mapping[str, Any]) -> None:
        """Keep `values` (JSON types) as the only credential of the connection, durably."""
        ...

    async def delete(self, id: str) -> None:
        """Let the credential go; that there is none is fine."""
        ...

    async def ensure(self) -> None:
        """Raise unless a secret could be read and written now."""
        ...

    async def status(self, *, check: bool = False) -> VaultStatus:
        """What is known; with `check` the vault is really asked. Raises nothing."""
        ...

    async def unlock(self, passphrase: str) -> VaultStatus: ...

    async def lock(self) -> VaultStatus:
        """Forget every key; this process stays locked until `unlock`."""
        ...

    async def change_passphrase(self, old: str, new: str) -> None: ...

    async def close(self) -> None: ...


class SharedVault(Vault, Protocol):
    """The vault of a home, which several processes use at once."""

    def exclusive(self) -> AbstractAsyncContextManager[None]:
        """Be the only one, over all processes, that changes secrets and their rows. Whoever dies
        lets go of it, so an unfinished intent seen inside belongs to nobody alive."""
        ...

    async def move(
        self, target: Kind, ids: Collection[str], *, passphrase: str | None = None
    ) -> int:
        """Bring the secrets of all connections into the other vault; how many were moved."""
        ...

    async def purge(self, ids: Collection[str]) -> None:
        """Remove the secrets of these connections."""
        ...
