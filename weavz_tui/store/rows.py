"""Rows over a SQLite connection."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from weavz_tui.store.failures import explained
from weavz_tui.store.protocol import Row, Values

ChangeKey = tuple[str, str]


class SqliteRows:
    """One transaction's view of a SQLite database; `changes` collects what it says it changed."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self.changes: dict[ChangeKey, None] = {}

    def all(self, sql: str, values: Values = ()) -> list[Row]:
        try:
            cursor = self._connection.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]
        except sqlite3.Error as error:
            raise explained(error, self._path) from error

    def one(self, sql: str, values: Values = ()) -> Row | None:
        try:
            cursor = self._connection.execute(sql, values)
            row = cursor.fetchone()
            if row is None:
                return None
            names = [column[0] for column in cursor.description]
            cursor.close()
            return dict(zip(names, row, strict=True))
        except sqlite3.Error as error:
            raise explained(error, self._path) from error

    def run(self, sql: str, values: Values = ()) -> int:
        try:
            return self._connection.execute(sql, values).rowcount
        except sqlite3.Error as error:
            raise explained(error, self._path) from error

    def changed(self, kind: str, workspace_id: str | None = None) -> None:
        self.changes[(workspace_id or "", kind)] = None
