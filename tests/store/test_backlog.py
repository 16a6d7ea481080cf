"""Entries in a backlog, and taking one over from a process that is no more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.store import made
from weavz_tui.model.errors import StoreError
from weavz_tui.store.backlog import Backlog
from weavz_tui.store.entries import Entry, entries_of, write
from weavz_tui.store.lines import line_of
from weavz_tui.store.sqlite import SqliteStore


def entry(id: str = "e") -> Entry:
    line = line_of(made.ORG, made.execution(id, output={"text": 'two\nlines, "ü"\u2028'}))
    return Entry(line, counted=True, reserved=False, success=True, connection_id="c")


def orphan(path: Path, text: str) -> Path:
    """What a killed process leaves: a file that nobody has locked."""
    left = path.with_name(f"{path.name}-calls-0123.0")
    left.write_text(text)
    return left


async def counts(path: Path) -> tuple[int, int]:
    """Executions and counted runs after opening the database again."""
    store = SqliteStore(path)
    rows = await store.read(lambda rows: rows.one("select count(*) as n from execution"))
    runs = await store.read(lambda rows: rows.one("select sum(runs) as n from usage"))
    await store.close()
    assert rows is not None
    assert runs is not None
    return rows["n"], runs["n"] or 0


def test_an_entry_comes_back_as_it_was() -> None:
    assert entries_of(entry("a").text() + entry("b").text()) == [entry("a"), entry("b")]


def test_an_entry_of_a_version_that_knew_no_servers_is_taken_over() -> None:
    head, payload, _ = entry("a").text().split("\n")
    columns, *rest = json.loads(head)
    older = json.dumps([columns[:-1], *rest])

    (found,) = entries_of(f"{older}\n{payload}\n")

    assert found == entry("a")
    assert found.line.server_id is None


@pytest.mark.parametrize("lost", [1, 2, 40, 200])
def test_what_was_not_written_to_its_end_is_passed_over(lost: int) -> None:
    assert entries_of((entry("a").text() + entry("b").text())[:-lost]) == [entry("a")]


async def test_what_a_dead_process_left_is_taken_over_once(store: SqliteStore, path: Path) -> None:
    await store.close()
    left = orphan(path, entry("a").text() + entry("b").text())
    assert await counts(path) == (2, 2)
    assert not left.exists()


async def test_what_was_committed_before_its_death_is_not_counted_again(
    store: SqliteStore, path: Path
) -> None:
    await store.write(lambda rows: write(rows, [entry("a")], {}))
    await store.close()
    orphan(path, entry("a").text() + entry("b").text())
    assert await counts(path) == (2, 2)


async def test_what_cannot_be_read_stays_and_hinders_nobody(store: SqliteStore, path: Path) -> None:
    await store.close()
    left = orphan(path, "not JSON\nnot JSON\n")
    assert await counts(path) == (0, 0)
    assert left.exists()


def test_two_files_take_turns_and_go_when_they_are_empty(path: Path) -> None:
    backlog = Backlog(path)
    backlog.add("one")
    backlog.turn()
    backlog.add("two")
    assert sorted(each.read_text() for each in path.parent.iterdir()) == ["one", "two"]
    backlog.forget()
    assert sorted(each.read_text() for each in path.parent.iterdir()) == ["", "two"]
    assert all(each.stat().st_mode & 0o777 == 0o600 for each in path.parent.iterdir())
    backlog.close()
    assert [each.read_text() for each in path.parent.iterdir()] == ["two"]
    with pytest.raises(StoreError):
        backlog.add("three")


def test_a_folder_that_takes_nothing_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Backlog(tmp_path / "missing" / "weavz.db").add("one")
    assert "missing" in caught.value.message
    assert caught.value.hint
