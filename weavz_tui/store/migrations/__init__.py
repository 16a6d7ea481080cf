"""Numbered SQL files, and bringing a database up to the newest of them.

`PRAGMA user_version` is what is looked at when a home is opened; the table `schema_version` says
when each step was taken, on either engine.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from weavz_tui.model.base import iso, now
from weavz_tui.model.errors import StoreError

VERSIONS = """
create table if not exists schema_version (
    version bigint not null,
    name text not null,
    applied_at text not null,
    primary key (version)
)
"""

# Kept beside the files so that opening a home that is up to date does not list a folder.
NEWEST = 10


def scripts() -> dict[int, tuple[str, str]]:
    """Name and text of every migration by its number, in order."""
    from importlib.resources import files  # noqa: PLC0415 - a home that is up to date needs none

    found = sorted(
        (entry for entry in files(__package__).iterdir() if entry.name.endswith(".sql")),
        key=lambda entry: entry.name,
    )
    return {int(entry.name[:4]): (entry.name, entry.read_text("utf-8")) for entry in found}


def statements(script: str) -> Iterator[str]:
    """The statements of a script; `executescript` would commit the transaction around them."""
    pending = ""
    for line in script.splitlines(keepends=True):
        if not pending and (not line.strip() or line.startswith("--")):
            continue
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending.strip()
            pending = ""
    if pending.strip():
        raise ValueError(f"A statement does not end: {pending[:80]}")


def version_of(connection: sqlite3.Connection) -> int:
    """The schema version of a database; 0 when it is empty."""
    version: int = connection.execute("pragma user_version").fetchone()[0]
    return version


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the database up to date; raises StoreError when a newer version made it.

    Before an existing home is changed, its file is copied beside it.
    """
    version = version_of(connection)
    if version == NEWEST:
        return
    if version > NEWEST:
        raise StoreError(
            f"The database was made by a newer version (schema {version}, known here: {NEWEST})",
            details={"found": version, "known": NEWEST},
            hint=f"Upgrade weavz-tui, or go back to a copy: {path}.backup-v{NEWEST}",
        )
    if version > 0:
        back_up(connection, path, version)
    for number, (name, script) in scripts().items():
        _apply(connection, number, name, script)


def _apply(connection: sqlite3.Connection, number: int, name: str, script: str) -> None:
    connection.execute("begin immediate")
    try:
        # Another process may have been here first; the lock makes this look the decisive one.
        if version_of(connection) < number:
            connection.execute(VERSIONS)
            for statement in statements(script):
                connection.execute(statement)
            values = (number, name, iso(now()))
            connection.execute("insert into schema_version values (?, ?, ?)", values)
            connection.execute(f"pragma user_version = {number}")
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise


def back_up(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """Copy the database to `<name>.backup-v<version>`; an earlier copy is never overwritten.
    Raises StoreError, with the database untouched, when there is no room or right to do so."""
    target = _free(path.with_name(f"{path.name}.backup-v{version}"))
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(unfinished)) as copy:
            connection.backup(copy)
        return unfinished.rename(target)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise StoreError(
            f"The database was not upgraded, because it could not be copied before: {error}",
            hint=f"Make room for {target.name} in {path.parent}, or give yourself write access.",
        ) from error


def _free(path: Path) -> Path:
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.name}.{number}")
    return candidate
