"""What both vaults have in common: entries of a keyring backend, reached through one worker."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from weavz_tui.model.errors import VaultLocked, VaultUnavailable, WeavzError
from weavz_tui.model.status import VaultState, VaultStatus
from weavz_tui.vault.entries import Entries
from weavz_tui.vault.protocol import Kind, StoredSecret, VaultMissing
from weavz_tui.vault.worker import DeadlineWorker, Job

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

Result = TypeVar("Result")


class EntryVault(ABC):
    """A Vault over any keyring backend; a kind of vault says how its backend is opened."""

    kind: ClassVar[Kind]

    def __init__(self, worker: DeadlineWorker, *, part_size: int | None = None) -> None:
        self._worker = worker
        self._part_size = part_size
        self._state: VaultState = "not checked"
        # Texts, not the error itself: its traceback would keep what was to be written.
        self._message = ""
        self._hint = ""

    @abstractmethod
    def _open(self) -> KeyringBackend:
        """The backend, ready for use; in the worker's thread. Raises VaultLocked,
        VaultUnavailable."""

    @abstractmethod
    def _describe(self) -> VaultStatus:
        """The status that goes with the state, before a refusal's own words are added."""

    def _translated(self, work: Callable[[], Result]) -> Result:
        """The outcome of work on the backend, whose own errors become ours."""
        return work()

    async def read(self, id: str) -> StoredSecret | None:
        return await self._run(lambda entries: entries.read(id))

    async def write(self, id: str, generation: int, values: Mapping[str, Any]) -> None:
        await self._run(lambda entries: entries.write(id, generation, values))

    async def delete(self, id: str) -> None:
        await self._run(lambda entries: entries.delete(id))

    async def ensure(self) -> None:
        await self._run(lambda entries: None)

    async def status(self, *, check: bool = False) -> VaultStatus:
        if check:
            with suppress(VaultLocked, VaultUnavailable):
                await self.ensure()
        status = self._describe()
        status.message = self._message
        status.remedy = self._hint or status.remedy
        return status

    async def close(self) -> None:
        self._worker.close()

    async def _run(
        self, work: Callable[[Entries], Result], *, deadline: float | None = None
    ) -> Result:
        def steps(job: Job[Result]) -> Result:
            backend = self._open()
            job.check()
            return self._translated(lambda: work(Entries(backend, self._part_size)))

        try:
            result = await self._worker.run(steps, deadline=deadline)
        except (VaultLocked, VaultUnavailable) as error:
            self._note(_state_after(error), error)
            raise
        self._note("open")
        return result

    def _note(self, state: VaultState, error: WeavzError | None = None) -> None:
        self._state = state
        self._message, self._hint = (error.message, error.hint) if error else ("", "")


def _state_after(error: WeavzError) -> VaultState:
    if isinstance(error, VaultLocked):
        return "locked"
    return "missing" if isinstance(error, VaultMissing) else "unreachable"
