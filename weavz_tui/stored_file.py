"""A file of this machine whose bytes are read when they are wanted."""

from __future__ import annotations

import errno
import mimetypes
import os
import stat
from pathlib import Path

from weavz_tui.model.files import FileContent


class StoredFile:
    """A regular file as a `Source`, as it is now: one that changes afterwards is not read on.

    Raises OSError when it cannot be opened or is no regular file. `keeper` lives as long as this
    does: what would remove the file when it goes.
    """

    def __init__(self, path: Path, keeper: object = None) -> None:
        self.path = path
        self._keeper = keeper
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", str(path))
        self.size = found.st_size
        self._changed = found.st_mtime_ns

    def __repr__(self) -> str:
        return f"StoredFile({str(self.path)!r}, {self.size} bytes of {self._changed})"

    def read(self, start: int, size: int) -> bytes:
        """So many bytes from there; raises OSError where the file is another one than it was."""
        with self.path.open("rb", buffering=0) as file:
            found = os.fstat(file.fileno())
            if (found.st_size, found.st_mtime_ns) != (self.size, self._changed):
                raise OSError(errno.ESTALE, "it was changed meanwhile", str(self.path))
            file.seek(start)
            return file.read(size)


def opened(path: Path) -> FileContent:
    """A file as a FILE property takes it, its content unread; raises OSError."""
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return FileContent(path.name, StoredFile(path), kind)
