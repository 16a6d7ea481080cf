"""Rules that keep the schema open for PostgreSQL and what speaks its language."""

from __future__ import annotations

import re

import pytest

from weavz_tui.store import migrations, oauth_apps
from weavz_tui.store.failures import UNIQUES
from weavz_tui.store.sqlite import SqliteStore
from weavz_tui.store.tables import (
    CONNECTION,
    END_USER,
    INTEGRATION,
    ORGANISATION,
    PARTIAL,
    WORKSPACE,
)

TENANT = "org_id"

# Not a tenant's: how the database was made; the revisions, which a workspace is the tenant of; the
# hashes of tokens, which tell the tenant; and the slugs of the tenants themselves.
FIRST_COLUMNS = {
    "schema_version": "version",
    "revision": "workspace_id",
    "token_hash": "hash",
    "organisation_slug": "slug",
}

TEXT = "\n".join(text for _, text in migrations.scripts().values()).lower()
TYPES = {"text", "bigint", "bytea", "double precision"}


def keys(text: str) -> list[tuple[str, str]]:
    """Table and column list of every primary key and unique index or constraint."""
    found = []
    for table, body in re.findall(r"create table (\w+) \((.*?)\n\);", text, re.DOTALL):
        for columns in re.findall(r"(?:primary key|unique) \(([^)]*)\)", body):
            found.append((table, columns))
    for table, columns in re.findall(r"create unique index \w+\s+on (\w+) \(([^;]*)\);", text):
        found.append((table, columns))
    return found


@pytest.mark.parametrize(("table", "columns"), keys(TEXT))
def test_every_key_begins_with_the_tenant(table: str, columns: str) -> None:
    assert columns.split(",", maxsplit=1)[0].strip() == FIRST_COLUMNS.get(table, TENANT)


def test_every_table_has_a_key() -> None:
    tables = re.findall(r"create table (\w+)", TEXT)

    assert {table for table, _ in keys(TEXT)} == set(tables)


@pytest.mark.parametrize(
    "word", ["autoincrement", "serial", "sequence", "trigger", "rowid", "pragma", "identity"]
)
def test_the_schema_does_without(word: str) -> None:
    code = "\n".join(line for line in TEXT.splitlines() if not line.startswith("--"))

    assert not re.search(rf"\b{word}\b", code)


async def test_columns_have_types_that_both_engines_know(store: SqliteStore) -> None:
    tables = store.tables()
    found = {column.type.lower() for table in tables.tables for column in table.columns}
    tables.close()

    assert found <= TYPES


async def test_foreign_keys_carry_the_tenant(store: SqliteStore) -> None:
    found = await store.read(
        lambda rows: rows.all(
            'select m.name, f.id, f."from" from sqlite_schema m, pragma_foreign_key_list(m.name) f'
        )
    )
    columns: dict[tuple[str, int], set[str]] = {}
    for row in found:
        columns.setdefault((row["name"], row["id"]), set()).add(row["from"])

    assert columns
    assert all(TENANT in of_key for of_key in columns.values())


async def test_every_unique_index_has_words_for_a_person(store: SqliteStore) -> None:
    found = await store.read(
        lambda rows: rows.all("select name from sqlite_schema where sql like 'create unique%'")
    )

    assert {row["name"] for row in found} == {rule.index for rule in UNIQUES}


async def test_every_mapped_column_exists(store: SqliteStore) -> None:
    tables = store.tables()
    every = (CONNECTION, END_USER, INTEGRATION, ORGANISATION, PARTIAL, WORKSPACE, oauth_apps.TABLE)
    for mapped in every:
        columns = {column.name for column in tables[mapped.name].columns}
        assert set(mapped.columns) <= columns, mapped.name
    tables.close()
