"""Files of one call that are too large for memory, on disk until it ends."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from weakref import finalize

from weavz_tui.model.files import Source
from weavz_tui.stored_file import StoredFile

IN_MEMORY = 1024 * 1024
LARGEST = 5 * 1024**3


class Spool:
    """Makes sinks. Its files are in a folder of their own that only this user can read, below
    `parent` or where temporary files belong; it goes with `close`, or with the last file."""

    def __init__(self, parent: Path | None = None) -> None:
        self._parent = parent
        self._folder: Path | None = None
        self._count = 0
        self._end: finalize[..., Spool] | None = None

    def sink(self, limit: int) -> SpoolSink:
        """A place for one file of at most so many bytes."""
        return SpoolSink(self, limit)

    def new_path(self) -> Path:
        """Where another file may be written; raises OSError."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="weavz-tui-", dir=self._parent))
            self._end = finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._count += 1
        return self._folder / str(self._count)

    def close(self) -> None:
        """Take the files away."""
        if self._end is not None:
            self._end()


class SpoolSink:
    """Up to 1 MB stays in memory; then it is a file."""

    def __init__(self, spool: Spool, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._spool = spool
        self._begun = bytearray()
        self._path: Path | None = None

    def write(self, data: bytes) -> None:
        """Go on; raises OSError."""
        if self._path is None and self.size + len(data) <= IN_MEMORY:
            self._begun += data
        else:
            if self._path is None:
                self._path = self._spool.new_path()
                self._path.write_bytes(self._begun)
                self._begun.clear()
            with self._path.open("ab") as file:
                file.write(data)
        self.size += len(data)

    def truncate(self, size: int) -> None:
        """Forget what came after so many bytes."""
        self.size = size
        if self._path is None:
            del self._begun[size:]
        else:
            with self._path.open("r+b") as file:
                file.truncate(size)

    @property
    def body(self) -> bytes | Source:
        """What has come."""
        return bytes(self._begun) if self._path is None else StoredFile(self._path, self._spool)
