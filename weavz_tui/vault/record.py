"""Which vault a home uses, written down in the home."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, get_args

from weavz_tui.model.errors import VaultUnavailable
from weavz_tui.vault.files import read_private, write_private
from weavz_tui.vault.protocol import Kind

VERSION = 1


@dataclass(frozen=True, slots=True)
class Record:
    """`kind` and, of a keyring, which `backend`. `other` is a vault that may hold copies, because
    secrets are being moved to or from it."""

    kind: Kind
    backend: str = ""
    other: Kind | None = None
    other_backend: str = ""


class RecordFile:
    """`vault.json`; read again whenever another process has replaced it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._record: Record | None = None

    def read(self) -> Record | None:
        """What is recorded, None before the first secret; raises VaultUnavailable if damaged."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise VaultUnavailable(f"{self._path} cannot be read: {error.strerror}") from None
        seen = (found.st_mtime_ns, found.st_ino)
        if seen != self._seen:
            self._record = _parsed(self._path)
            self._seen = seen
        return self._record

    def write(self, record: Record) -> None:
        """Record it, in one step."""
        fields = {"v": VERSION, **{key: value for key, value in asdict(record).items() if value}}
        write_private(self._path, json.dumps(fields).encode())


def _parsed(path: Path) -> Record:
    fields: Any = None
    with contextlib.suppress(ValueError):
        fields = json.loads(read_private(path))
    kinds = get_args(Kind)
    if (
        not isinstance(fields, dict)
        or fields.get("v") != VERSION
        or fields.get("kind") not in kinds
        or fields.get("other") not in {None, *kinds}
    ):
        raise VaultUnavailable(
            f"{path} is damaged, or was written by a newer version",
            hint="Restore it from a copy: it says where the secrets are",
        )
    return Record(
        fields["kind"],
        str(fields.get("backend", "")),
        fields.get("other"),
        str(fields.get("other_backend", "")),
    )
