"""Opening a SQLite file the way this store needs it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from weavz_tui.store.failures import explained

BUSY_TIMEOUT_MS = 5000
CHECKPOINT_PAGES = 8000
LOG_BYTES = 64 * 1024 * 1024


def connect(path: Path) -> sqlite3.Connection:
    """A connection without implicit transactions; raises StoreError.

    It may be handed to another thread, which then is the only one to use it.
    """
    try:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        connection.execute(f"pragma busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute("pragma foreign_keys = on")
        return connection
    except sqlite3.Error as error:
        raise explained(error, path) from error


def connect_writer(path: Path) -> sqlite3.Connection:
    """The one connection that writes.

    It leaves checkpoints to another thread, unless the log of writes has grown very long.
    """
    connection = connect(path)
    try:
        connection.execute("pragma journal_mode = wal")
        connection.execute(f"pragma wal_autocheckpoint = {CHECKPOINT_PAGES}")
        connection.execute(f"pragma journal_size_limit = {LOG_BYTES}")
    except sqlite3.Error as error:
        connection.close()
        raise explained(error, path) from error
    return connection


def connect_reader(path: Path) -> sqlite3.Connection:
    """A connection that refuses to write."""
    connection = connect(path)
    connection.execute("pragma query_only = on")
    return connection


def create_private(path: Path) -> None:
    """Make the file, for its owner alone, if it is missing; SQLite's side files follow its mode."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except PermissionError:
        return  # opening it tells what is allowed
    except OSError as error:
        raise explained(_cannot_open(error), path) from error


def _cannot_open(error: OSError) -> sqlite3.Error:
    found = sqlite3.OperationalError(str(error))
    found.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    return found
