"""Private files: written whole or not at all, readable by their owner alone."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from weavz_tui.model.errors import VaultUnavailable
from weavz_tui.vault.protocol import VaultMissing

POSIX = os.name == "posix"


def check_private(path: Path) -> None:
    """Raise VaultUnavailable unless the file exists, is ours, and nobody else may open it."""
    try:
        found = path.stat()
    except FileNotFoundError:
        raise VaultMissing(
            f"{path} is missing", hint="Restore it from a copy of the home folder"
        ) from None
    except OSError as error:
        raise VaultUnavailable(f"{path} cannot be read: {error.strerror}") from None
    if not stat.S_ISREG(found.st_mode):
        raise VaultUnavailable(f"{path} is not a file")
    if not POSIX:
        return
    if found.st_uid not in {os.geteuid(), 0}:
        raise VaultUnavailable(
            f"{path} belongs to another user", hint=f"Run as its owner, or: sudo chown $USER {path}"
        )
    if found.st_mode & 0o077:
        mode = stat.S_IMODE(found.st_mode)
        raise VaultUnavailable(
            f"{path} may be opened by other users (mode {mode:04o})", hint=f"chmod 600 {path}"
        )


def read_private(path: Path) -> bytes:
    """The bytes of a file that passes `check_private`."""
    check_private(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise VaultUnavailable(f"{path} cannot be read: {error.strerror}") from None


def write_private(path: Path, content: bytes) -> None:
    """Replace the file: a crash leaves the old content or the new, never a mixture."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp opens with mode 0600.
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except OSError as error:
        raise VaultUnavailable(
            f"{path} cannot be written: {error.strerror}",
            hint="Make room on the disk, or give this user the right to write there",
        ) from None


def _sync_folder(folder: Path) -> None:
    if not POSIX:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
