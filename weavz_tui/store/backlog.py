"""What calls left and the tables do not have yet, where a process that is killed cannot lose it."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

from weavz_tui.file_lock import try_lock
from weavz_tui.model.errors import StoreError, WeavzError
from weavz_tui.store.worker import closed

_log = logging.getLogger(__name__)


class _File:
    """One of the two files; locked for as long as its process lives."""

    def __init__(self, path: Path) -> None:
        self.path = path
        # It has its name when it has its lock: nobody can take it for one of a dead process.
        unnamed = path.with_name(f"{path.name}.new")
        self.handle = os.open(unnamed, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        try_lock(self.handle)
        os.rename(unnamed, path)
        self.size = 0

    def add(self, data: bytes) -> None:
        written = os.write(self.handle, data)
        if written != len(data):
            os.ftruncate(self.handle, self.size)
            raise OSError("only a part could be written")
        self.size += written

    def clear(self) -> None:
        os.ftruncate(self.handle, 0)
        self.size = 0

    def close(self) -> None:
        if not self.size:
            self.path.unlink(missing_ok=True)
        os.close(self.handle)


class Backlog:
    """Two files beside the database, used in turn: one takes what comes, while what is in the other
    is written to the tables.

    What `add` has returned from is with the operating system: it outlives a killed process and is
    found by whoever opens the database next, as a commit of the lane LOG would be. A power cut may
    take both. Adding is one short write that no lock and no sync can hold up, so that it is done
    where the call is, and a call need not wait for a commit. The files exist from the first call.
    """

    def __init__(self, database: Path) -> None:
        self._folder = database.parent
        self._name = f"{_prefix(database)}{token_hex(8)}"
        self._files: list[_File] = []
        self._is_closed = False

    def add(self, text: str) -> None:
        """Keep a text; raises StoreError, and then nothing of it is kept."""
        if self._is_closed:
            raise closed()
        try:
            if not self._files:
                self._files = [_File(self._folder / f"{self._name}.{n}") for n in range(2)]
            self._files[0].add(text.encode())
        except OSError as error:
            raise StoreError(
                f"{self._folder} cannot be written: {error.strerror or error}",
                hint="Free some space on its disk, or give this user the right to write there",
            ) from None

    def turn(self) -> None:
        """What comes from now on goes into the other file, which has to be empty."""
        self._files.reverse()

    def forget(self) -> None:
        """What was added before the turn is in the tables."""
        with contextlib.suppress(OSError):
            self._files[1].clear()

    def close(self) -> None:
        """Remove the files, unless something in them is not in the tables."""
        self._is_closed = True
        for file in self._files:
            file.close()
        self._files = []


def adopt(database: Path, take: Callable[[str], None]) -> None:
    """Have what processes left that are no more taken over, each text by `take`. What it raises
    ValueError, TypeError or WeavzError for stays where it is."""
    for path in sorted(database.parent.glob(f"{_prefix(database)}*.[01]")):
        try:
            handle = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            continue
        try:
            if try_lock(handle):
                take(path.read_text(errors="replace"))
                path.unlink(missing_ok=True)
        except (ValueError, TypeError, WeavzError) as error:
            _log.warning("%s cannot be taken over: %s", path, type(error).__name__)
        finally:
            os.close(handle)


def _prefix(database: Path) -> str:
    return f"{database.name}-calls-"
