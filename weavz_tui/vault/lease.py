"""One at a time over every process of a home."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator
from contextvars import ContextVar
from pathlib import Path

from weavz_tui.file_lock import try_lock
from weavz_tui.model.errors import VaultUnavailable

PAUSE = 0.01


class Lease:
    """A file lock that the operating system takes back from a process that dies.

    A task that holds it may take it again. Waits at most `patience` seconds, then raises
    VaultUnavailable.
    """

    def __init__(self, path: Path, *, patience: float = 30.0) -> None:
        self._path = path
        self._patience = patience
        self._turn = asyncio.Lock()
        self._held: ContextVar[bool] = ContextVar("held", default=False)

    @contextlib.asynccontextmanager
    async def hold(self) -> AsyncIterator[None]:
        """Be the only holder until the block ends."""
        if self._held.get():
            yield
            return
        async with self._turn:
            handle = await self._acquire()
            mark = self._held.set(True)
            try:
                yield
            finally:
                self._held.reset(mark)
                # Closing the file lets the lock go.
                os.close(handle)

    async def _acquire(self) -> int:
        handle = self._open()
        give_up = time.monotonic() + self._patience
        try:
            while not try_lock(handle):
                if time.monotonic() >= give_up:
                    raise VaultUnavailable(
                        "Another process of this home is still changing credentials",
                        hint="Wait for it, or end it",
                    )
                await asyncio.sleep(PAUSE)
        except BaseException:
            os.close(handle)
            raise
        return handle

    def _open(self) -> int:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            return os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise VaultUnavailable(
                f"{self._path} cannot be opened: {error.strerror}",
                hint="Give this user the right to write in the home folder",
            ) from None
