"""Pages by key: whatever the keys, both directions give the same list."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store import made
from weavz_tui.model.enums import ExecutionStatus
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.lists import ActivityQuery, Page, PageQuery, WorkspaceRow
from weavz_tui.store import executions, workspaces
from weavz_tui.store.folding import fold, pattern, searchable
from weavz_tui.store.migrations import migrate
from weavz_tui.store.rows import SqliteRows

# A NUL ends a text for SQLite's functions; nothing that people type has one.
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=4)
NAMES = st.lists(TEXTS, max_size=25)
SORTS = st.sampled_from(["", "slug", "-slug", "name", "-name", "created_at", "-created_at"])


def rows_in_memory() -> SqliteRows:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, Path(":memory:"))
    return SqliteRows(connection, Path(":memory:"))


def walk(read: Callable[[str | None], Page[WorkspaceRow]], back: bool) -> list[str]:
    """The ids of a list, page after page, in the list's order."""
    found: list[str] = []
    cursor, has_more = None, True
    while has_more:
        page = read(cursor)
        ids = [item.id for item in page.items]
        found = ids + found if back else found + ids
        cursor = page.previous if back else page.next
        has_more = cursor is not None
    return found


@settings(max_examples=60)
@given(names=NAMES, sort=SORTS, limit=st.integers(1, 7))
def test_forward_and_backward_give_the_same_list(names: list[str], sort: str, limit: int) -> None:
    rows = rows_in_memory()
    for number, name in enumerate(names):
        moment = made.AT + timedelta(seconds=number % 3)
        new = made.workspace(f"{number}", name=name, slug=f"s{number}", created_at=moment)
        workspaces.insert(rows, new)

    def read(back: bool) -> list[str]:
        return walk(
            lambda cursor: workspaces.page(
                rows, made.ORG, PageQuery(limit=limit, cursor=cursor, backwards=back, sort=sort)
            ),
            back,
        )

    forward = read(False)
    assert forward == read(True)
    assert sorted(forward) == sorted(str(number) for number in range(len(names)))


@settings(max_examples=60)
@given(names=NAMES, search=TEXTS)
def test_search_finds_exactly_what_contains_the_text(names: list[str], search: str) -> None:
    rows = rows_in_memory()
    for number, name in enumerate(names):
        workspaces.insert(rows, made.workspace(str(number), name=name, slug=f"/{number}"))

    page = workspaces.page(rows, made.ORG, PageQuery(search=search))

    wanted = fold(search.strip())
    assert {item.id for item in page.items} == {
        str(number) for number, name in enumerate(names) if wanted in searchable(name, f"/{number}")
    }
    assert page.total == len(page.items)


@pytest.mark.parametrize(
    ("text", "search", "is_found"),
    [
        ("Ångström", "angstrom", True),
        ("STRASSE", "straße", True),
        ("100%", "0%", True),
        ("100", "0%", False),
        ("a_b", "a_b", True),
        ("axb", "a_b", False),
        ("wow!", "w!", True),
    ],
)
def test_search_is_folded_and_literal(text: str, search: str, is_found: bool) -> None:
    rows = rows_in_memory()
    found = rows.one("select ? like ? escape '!' as found", (fold(text), pattern(search)))

    assert found == {"found": int(is_found)}


def test_rows_that_come_and_go_do_not_shift_the_pages() -> None:
    rows = rows_in_memory()
    for name in "abcdef":
        workspaces.insert(rows, made.workspace(name))
    first = workspaces.page(rows, made.ORG, PageQuery(limit=3))
    workspaces.delete(rows, made.ORG, "a")
    workspaces.insert(rows, made.workspace("bb"))

    second = workspaces.page(rows, made.ORG, PageQuery(limit=3, cursor=first.next))

    assert [item.id for item in second.items] == ["d", "e", "f"]
    assert second.next is None
    assert second.previous is not None


def test_total_counts_under_the_filter_whatever_the_page() -> None:
    rows = rows_in_memory()
    for number in range(30):
        status = ExecutionStatus.ERROR if number % 3 == 0 else ExecutionStatus.SUCCESS
        record = made.execution(
            f"{number:02}", status=status, created_at=made.AT + timedelta(seconds=number)
        )
        executions.insert(rows, made.ORG, record)

    query = ActivityQuery(limit=4, status=ExecutionStatus.ERROR)
    page = executions.page(rows, made.ORG, query)

    assert [item.id for item in page.items] == ["27", "24", "21", "18"]
    assert page.total == 10


def cursor(*parts: Any) -> str:
    """A cursor that this list has not given."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


@pytest.mark.parametrize(
    "query",
    [
        PageQuery(sort="colour"),
        PageQuery(cursor="nonsense"),
        PageQuery(cursor="ÿ"),
        PageQuery(cursor="WzEsMiwzLDRd"),
        PageQuery(cursor=cursor("slug", 10**30, "w")),
        PageQuery(cursor=cursor("slug", "\ud800", "w")),
        PageQuery(cursor=cursor("slug", "a", "\ud800")),
        PageQuery(cursor=cursor("slug", True, "w")),
        PageQuery(cursor=base64.urlsafe_b64encode(b"[" * 5000).decode()),
        PageQuery(sort="name; drop table workspace"),
    ],
)
def test_a_sort_or_cursor_of_nowhere_is_refused(query: PageQuery) -> None:
    with pytest.raises(ValidationError):
        workspaces.page(rows_in_memory(), made.ORG, query)


def test_a_cursor_belongs_to_its_sort() -> None:
    rows = rows_in_memory()
    for name in "abc":
        workspaces.insert(rows, made.workspace(name))
    cursor = workspaces.page(rows, made.ORG, PageQuery(limit=1)).next

    with pytest.raises(ValidationError):
        workspaces.page(rows, made.ORG, PageQuery(limit=1, cursor=cursor, sort="name"))
