"""A keyring backend over `cryptography`, for machines that have none. Imported on first use."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from keyring.backend import KeyringBackend
from keyring.compat import properties

from weavz_tui.model.errors import VaultUnavailable
from weavz_tui.vault.files import check_private

NONCE_SIZE = 12

SCHEMA = """
create table if not exists secret (
  service text not null,
  username text not null,
  generation integer not null,
  sealed blob not null,
  primary key (service, username)
) without rowid
"""


class EncryptedKeyring(KeyringBackend):
    """AES-256-GCM rows in a private SQLite file.

    Service, user name and generation (how often the row was written) are bound to each ciphertext,
    so that rows cannot be exchanged. A connection is opened for every call: threads and forks
    share nothing, and no journal is left behind.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._path = path
        self._cipher = AESGCM(key)

    @properties.classproperty
    def priority(cls) -> float:  # noqa: N805
        """Never chosen by `keyring` itself: weavz-tui hands the key over."""
        raise RuntimeError("used by weavz-tui alone")

    def get_password(self, service: str, username: str) -> str | None:
        with opened(self._path) as database:
            row = database.execute(
                "select generation, sealed from secret where service = ? and username = ?",
                (service, username),
            ).fetchone()
        if row is None:
            return None
        generation, sealed = row
        try:
            bound = _bound(service, username, generation)
            return self._cipher.decrypt(sealed[:NONCE_SIZE], sealed[NONCE_SIZE:], bound).decode()
        except (InvalidTag, ValueError, TypeError):
            raise VaultUnavailable(
                f"An entry of {self._path} is damaged or was sealed with another key",
                hint="Restore vault.db and vault.key from the same copy",
            ) from None

    def set_password(self, service: str, username: str, password: str) -> None:
        with opened(self._path) as database:
            row = database.execute(
                "select generation from secret where service = ? and username = ?",
                (service, username),
            ).fetchone()
            generation = row[0] + 1 if row else 1
            nonce = os.urandom(NONCE_SIZE)
            bound = _bound(service, username, generation)
            sealed = nonce + self._cipher.encrypt(nonce, password.encode(), bound)
            database.execute(
                "insert into secret (service, username, generation, sealed) values (?, ?, ?, ?)"
                " on conflict (service, username) do update"
                " set generation = excluded.generation, sealed = excluded.sealed",
                (service, username, generation, sealed),
            )

    def delete_password(self, service: str, username: str) -> None:
        with opened(self._path) as database:
            database.execute(
                "delete from secret where service = ? and username = ?", (service, username)
            )


def create(path: Path) -> None:
    """Make an empty file, 0600 from its first moment."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with opened(path) as database:
        database.execute(SCHEMA)


def is_empty(path: Path) -> bool:
    """Whether a vault file holds nothing."""
    if not path.exists():
        return True
    with opened(path) as database:
        tables = database.execute("select count(*) from sqlite_master").fetchone()
        return not tables[0] or database.execute("select 1 from secret").fetchone() is None


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """One durable transaction; raises VaultUnavailable for whatever is wrong with the file."""
    check_private(path)
    try:
        database = sqlite3.connect(path, timeout=5, isolation_level=None)
        try:
            database.execute("pragma synchronous = full")
            database.execute("pragma secure_delete = on")
            database.execute("begin immediate")
            yield database
            database.execute("commit")
        finally:
            database.close()
    except sqlite3.OperationalError as error:
        raise VaultUnavailable(
            f"{path} cannot be used: {error}",
            hint="Make room on the disk, or wait for the process that holds it",
        ) from None
    except sqlite3.DatabaseError:
        raise VaultUnavailable(
            f"{path} is damaged", hint="Restore vault.db and vault.key from the same copy"
        ) from None


def _bound(service: str, username: str, generation: int) -> bytes:
    # Lengths first, so that no two triples give the same bytes.
    return f"{len(service)}:{service}{len(username)}:{username}{generation}".encode()
