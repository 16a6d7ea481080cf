"""What a database's own errors mean to a person."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from weavz_tui.model.errors import Duplicate, NotFound, StoreError, WeavzError


@dataclass(frozen=True, slots=True)
class Unique:
    """A uniqueness rule of the schema: its index, SQLite's words for it, what is duplicated."""

    index: str
    columns: str
    field: str
    message: str

    def is_meant_by(self, text: str) -> bool:
        """Whether a driver's message is about this rule; expression indexes go by their name."""
        return text.endswith((f": {self.columns}", f"index '{self.index}'"))


def _unique(index: str, table: str, columns: str, field: str, message: str) -> Unique:
    named = ", ".join(f"{table}.{column}" for column in columns.split())
    return Unique(index, named, field, message)


UNIQUES = (
    _unique(
        "workspace_slug",
        "workspace",
        "org_id slug",
        "slug",
        "There is a workspace with this slug already",
    ),
    _unique(
        "workspace_integration_alias",
        "workspace_integration",
        "org_id workspace_id integration_alias",
        "integrationAlias",
        "This alias is taken in the workspace",
    ),
    _unique(
        "connection_external_id",
        "connection",
        "",
        "externalId",
        "There is a connection with this external id already",
    ),
    _unique(
        "end_user_external_id",
        "end_user",
        "org_id workspace_id external_id",
        "externalId",
        "There is an end user with this external id in the workspace already",
    ),
    _unique(
        "partial_name",
        "partial",
        "",
        "name",
        "There is a partial with this name for the same action already",
    ),
    _unique(
        "oauth_app_label",
        "oauth_app",
        "org_id integration_name label",
        "label",
        "There is an OAuth app with this label for the integration already",
    ),
)

# By primary result code: what happened, what mends it; `{path}` is the database file.
FAILURES: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_FULL: (
        "The disk is full: nothing of this change was saved",
        "Free some space on the disk that holds {path}, then try again.",
    ),
    sqlite3.SQLITE_IOERR: (
        "The disk that holds the database does not answer properly",
        "Check the disk that holds {path}.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "The database is damaged",
        "Move {path} away, then copy a backup of it (`{path}.backup-v...`) to its place.",
    ),
    sqlite3.SQLITE_NOTADB: (
        "The database file is not a database",
        "Move {path} away, then copy a backup of it (`{path}.backup-v...`) to its place.",
    ),
    sqlite3.SQLITE_READONLY: (
        "The database can be read but not written",
        "Give yourself write access to {path} and to its folder.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The database cannot be opened",
        "Check that {path} can be read and written by you.",
    ),
    sqlite3.SQLITE_PERM: (
        "The database cannot be opened",
        "Check that {path} can be read and written by you.",
    ),
    sqlite3.SQLITE_BUSY: (
        "The database is locked by another program",
        "Wait until the other program is done with {path}, or end it.",
    ),
}


def explained(error: sqlite3.Error, path: Path | str) -> WeavzError:
    """The error of ours for an error of SQLite's: Duplicate, NotFound or StoreError with a hint."""
    text = str(error)
    code = getattr(error, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return NotFound("The workspace does not exist any more", hint="Choose another workspace.")
    if code in (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY):
        return duplicate(text)
    message, hint = FAILURES.get(code & 0xFF, (f"The database reports: {text}", ""))
    return StoreError(message, details={"database": text}, hint=hint.format(path=path))


def duplicate(text: str) -> Duplicate:
    """The Duplicate that names what is there already, from a driver's message."""
    for rule in UNIQUES:
        if rule.is_meant_by(text):
            return Duplicate(
                rule.message,
                details={"constraint": rule.index, "fields": {rule.field: rule.message}},
                hint="Choose another one.",
            )
    return Duplicate("This record exists already", details={"constraint": text.rpartition(": ")[2]})
