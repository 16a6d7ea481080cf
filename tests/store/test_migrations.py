"""Opening homes of other versions, and homes that are broken."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from tests.store import made
from tests.store.test_processes import next_change
from weavz_tui.model.entities import Organisation
from weavz_tui.model.errors import Duplicate, StoreError
from weavz_tui.model.lists import ActivityQuery
from weavz_tui.model.status import Change
from weavz_tui.store import executions, migrations, organisations, usage, workspaces
from weavz_tui.store.protocol import Rows
from weavz_tui.store.sqlite import SqliteStore

SECOND = "alter table workspace add column colour text;\nupdate workspace set colour = 'red';\n"


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next version, with one migration more."""
    known = {1: first_script(), 2: ("0002_colour.sql", SECOND)}
    monkeypatch.setattr(migrations, "NEWEST", 2)
    monkeypatch.setattr(migrations, "scripts", lambda: known)


async def make(path: Path) -> None:
    store = SqliteStore(path)
    await store.write(lambda rows: workspaces.insert(rows, made.workspace()))
    await store.close()


def look(path: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    found = connection.execute(sql).fetchall()
    connection.close()
    return found


def test_the_newest_version_is_the_last_file() -> None:
    assert list(migrations.scripts()) == list(range(1, migrations.NEWEST + 1))


async def test_a_new_home_notes_how_it_was_made_and_has_no_copy(path: Path) -> None:
    await make(path)

    taken = [(number, name) for number, (name, _) in migrations.scripts().items()]
    assert look(path, "select version, name from schema_version order by version") == taken
    assert list(path.parent.glob("*.backup*")) == []


async def test_an_older_home_is_upgraded_and_a_copy_kept(
    path: Path, second: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(migrations, "NEWEST", 1)
        before.setattr(migrations, "scripts", lambda: {1: first_script()})
        await make(path)

    await SqliteStore(path).close()

    copy = path.with_name("weavz.db.backup-v1")
    assert look(path, "select slug, colour from workspace") == [("w", "red")]
    assert look(path, "select version from schema_version order by version") == [(1,), (2,)]
    assert look(copy, "select slug from workspace") == [("w",)]
    assert look(copy, "pragma user_version") == [(1,)]
    assert copy.stat().st_mode & 0o777 == 0o600


def first_script() -> tuple[str, str]:
    folder = Path(migrations.__file__).parent
    return "0001_initial.sql", (folder / "0001_initial.sql").read_text("utf-8")


async def test_usage_of_an_older_home_is_kept_and_told_by_workspace(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = migrations.scripts()
    with monkeypatch.context() as before:
        before.setattr(migrations, "NEWEST", 6)
        before.setattr(migrations, "scripts", lambda: {n: every[n] for n in range(1, 7)})
        await make(path)
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "insert into usage values (?, '2026-03', '2026-03-01', ?, ?, ?, ?)",
            [("org", "rest", "slack.send", 5, 5), ("org", "playground", "slack.send", 1, 0)],
        )
        for id, status, source in (
            ("1", "success", "rest"),
            ("2", "success", "playground"),
            ("3", "error", "rest"),
            ("4", "canceled", "rest"),
        ):
            connection.execute(
                "insert into execution values ('org', ?, 'w', 'slack', null, 'send', ?, ?, null, "
                "null, null, null, 200, 1, 1.0, 1, '', '2026-03-01T09:10:00.000Z', '{}')",
                (id, status, source),
            )
    connection.close()

    store = SqliteStore(path)
    report = await store.read(lambda rows: usage.report(rows, "org", "2026-03"))
    hours = await store.read(lambda rows: usage.hours(rows, "org", made.AT - timedelta(days=1)))
    await store.close()

    assert (report.all, report.counted, report.failed) == (6, 5, 1)
    assert report.by_source == [("rest", 5, 1), ("playground", 1, 0)]
    assert report.by_action == [("slack.send", 6, 1)]
    assert report.by_workspace == [("(not recorded)", 4, 0), ("w", 2, 1)]
    assert hours == [("2026-03-01T09", 2, 1)]


async def test_executions_of_an_older_home_came_through_no_known_server(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = migrations.scripts()
    with monkeypatch.context() as before:
        before.setattr(migrations, "NEWEST", 7)
        before.setattr(migrations, "scripts", lambda: {n: every[n] for n in range(1, 8)})
        await make(path)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "insert into execution values ('org', 'old', 'w', 'slack', null, 'send', 'success', "
            "'mcp_tools', null, null, null, null, 200, 1, 1.0, 1, '', "
            "'2026-03-01T09:10:00.000Z', '{}')"
        )
    connection.close()

    store = SqliteStore(path)
    called = made.execution("new", server_id="s")
    await store.write(lambda rows: executions.insert(rows, made.ORG, called))
    page = await store.read(lambda rows: executions.page(rows, made.ORG, ActivityQuery()))
    await store.close()

    assert [(each.id, each.server_id) for each in page.items] == [("new", "s"), ("old", None)]


async def test_slugs_of_an_older_home_are_taken(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = migrations.scripts()
    with monkeypatch.context() as before:
        before.setattr(migrations, "NEWEST", 8)
        before.setattr(migrations, "scripts", lambda: {n: every[n] for n in range(1, 9)})
        await SqliteStore(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(
            "insert into organisation (org_id, name, slug, rate_limit, created_at, updated_at) "
            "values ('org', 'Org', 'org', 600, ?, ?)",
            (made.AT.isoformat(), made.AT.isoformat()),
        )
    connection.close()

    store = SqliteStore(path)
    late = Organisation(id="late", name="Org", slug="org", created_at=made.AT, updated_at=made.AT)
    with pytest.raises(Duplicate):
        await store.write(lambda rows: organisations.insert(rows, late))
    await store.close()

    assert look(path, "select slug, org_id from organisation_slug") == [("org", "org")]
    assert look(path, "select org_id from organisation") == [("org",)]


async def test_an_earlier_copy_is_not_overwritten(path: Path) -> None:
    await make(path)
    connection = sqlite3.connect(path)
    copies = [migrations.back_up(connection, path, 1) for _ in range(3)]
    connection.close()

    assert [copy.name for copy in copies] == [
        "weavz.db.backup-v1",
        "weavz.db.backup-v1.2",
        "weavz.db.backup-v1.3",
    ]
    assert all(copy.exists() for copy in copies)


async def test_without_a_copy_there_is_no_upgrade(path: Path, second: None) -> None:
    connection = sqlite3.connect(path)
    connection.execute("pragma user_version = 1")
    path.with_name("weavz.db.backup-v1.unfinished").mkdir()

    with pytest.raises(StoreError, match="not upgraded"):
        migrations.migrate(connection, path)

    assert migrations.version_of(connection) == 1
    connection.close()


async def test_a_migration_that_fails_leaves_the_home_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make(path)
    broken = "alter table workspace add column colour text;\nselect * from nowhere;\n"
    known, newest = migrations.scripts(), migrations.NEWEST
    monkeypatch.setattr(migrations, "NEWEST", newest + 1)
    monkeypatch.setattr(
        migrations, "scripts", lambda: {**known, newest + 1: ("9999_broken.sql", broken)}
    )

    with pytest.raises(StoreError, match="nowhere"):
        SqliteStore(path)

    assert look(path, "pragma user_version") == [(newest,)]
    assert "colour" not in str(look(path, "select sql from sqlite_schema"))


async def test_a_home_of_a_newer_version_is_refused(path: Path) -> None:
    await make(path)
    look(path, "pragma user_version = 99")

    with pytest.raises(StoreError, match="newer version") as caught:
        SqliteStore(path)

    assert "Upgrade" in caught.value.hint


async def test_an_open_store_notices_that_it_was_upgraded(store: SqliteStore) -> None:
    changes = store.changes()
    look(store.path, "pragma user_version = 99")

    told = await next_change(changes)
    while told != Change(kind="schema"):
        told = await next_change(changes)

    with pytest.raises(StoreError, match="upgraded"):
        await store.write(lambda rows: workspaces.insert(rows, made.workspace("late")))


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.write_bytes(b"this is a letter to my aunt " * 200)

    with pytest.raises(StoreError, match="not a database") as caught:
        SqliteStore(path)

    assert str(path) in caught.value.hint
    assert path.read_bytes().startswith(b"this is a letter")


def many(rows: Rows) -> None:
    for number in range(2000):
        workspaces.insert(rows, made.workspace(f"w{number}"))


async def fill(path: Path) -> None:
    store = SqliteStore(path)
    await store.write(made.home)
    await store.write(many)
    await store.close()


async def read_all(path: Path) -> None:
    store = SqliteStore(path)
    try:
        await store.read(lambda rows: rows.all("select * from workspace order by name"))
    finally:
        await store.close()


def test_a_damaged_file_is_told_where_it_is_met(path: Path) -> None:
    asyncio.run(fill(path))
    whole = path.read_bytes()
    healthy = 4096 * 60
    path.write_bytes(whole[:healthy] + b"\xff" * (len(whole) - healthy))

    with pytest.raises(StoreError, match="damaged") as caught:
        asyncio.run(read_all(path))

    assert str(path) in caught.value.hint


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StoreError, match="cannot be opened"):
        SqliteStore(tmp_path / "file" / "weavz.db")


def test_statements_are_split_at_their_own_ends() -> None:
    script = (
        "-- a remark\ncreate table a (b text default ';');\n\ninsert into a values ('x;\ny');\n"
    )

    assert list(migrations.statements(script)) == [
        "create table a (b text default ';');",
        "insert into a values ('x;\ny');",
    ]
