"""The state of actions in the real store: scopes, and changes that lose nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.store import made
from weavz_tui.catalog import FileContent, State
from weavz_tui.engine.calls.state import StoreState, scope_of
from weavz_tui.model.errors import ValidationError
from weavz_tui.store.sqlite import SqliteStore


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """A store with an organisation and the workspace `w`."""
    opened = SqliteStore(tmp_path / "weavz.db")
    await opened.write(made.home)
    yield opened
    await opened.close()


def _state(store: SqliteStore, settings: dict[str, Any], end_user: str | None) -> State:
    return StoreState(store, made.ORG, lambda: scope_of(settings, "w", end_user))


WORKSPACE = {"persistence": {"scope": "workspace"}}
EXTERNAL = {"persistence": {"scope": "external", "externalId": "e"}}


def test_every_scope_is_another() -> None:
    scopes = {
        scope_of({}, "w", "u"),
        scope_of({}, "w", "v"),
        scope_of({}, "x", "u"),
        scope_of(WORKSPACE, "w", "u"),
        scope_of(EXTERNAL, "w", "u"),
        scope_of({"persistence": {"scope": "external", "externalId": "u"}}, "w", "u"),
    }
    assert len(scopes) == 6


@pytest.mark.parametrize("end_user", [None, "u", "v"])
def test_workspace_and_external_scopes_are_the_same_for_every_end_user(
    end_user: str | None,
) -> None:
    assert scope_of(WORKSPACE, "w", end_user) == scope_of(WORKSPACE, "w", None)
    assert scope_of(EXTERNAL, "w", end_user) == scope_of(EXTERNAL, "w", None)


def test_without_an_end_user_it_says_what_mends_it() -> None:
    with pytest.raises(ValidationError) as caught:
        scope_of({}, "w", None)
    assert "endUserId" in caught.value.fields
    assert "workspace" in caught.value.hint


def test_an_external_scope_needs_its_id() -> None:
    with pytest.raises(ValidationError) as caught:
        scope_of({"persistence": {"scope": "external"}}, "w", "u")
    assert set(caught.value.fields) == {"settings.persistence.externalId"}


async def test_values_of_one_end_user_are_not_anothers(store: SqliteStore) -> None:
    mine, theirs = _state(store, {}, "u"), _state(store, {}, "v")
    await mine.put("k", {"a": [1, None]})
    assert await mine.get("k") == {"a": [1, None]}
    assert (await theirs.get("k"), await theirs.keys()) == (None, [])


async def test_concurrent_appends_all_arrive(store: SqliteStore) -> None:
    state = _state(store, WORKSPACE, None)
    await asyncio.gather(*(state.change("k", "append", number) for number in range(40)))
    assert sorted(await state.get("k")) == list(range(40))


async def test_a_value_that_is_no_list_stays_what_it_is(store: SqliteStore) -> None:
    state = _state(store, WORKSPACE, None)
    await state.put("k", "text")
    with pytest.raises(ValidationError):
        await state.change("k", "append", 1)
    assert await state.get("k") == "text"


async def test_prefixes_are_texts_not_patterns(store: SqliteStore) -> None:
    state = _state(store, WORKSPACE, None)
    for key in ("a%", "ab", "a_c"):
        await state.put(key, 1)
    assert await state.keys("a%") == ["a%"]
    assert [await state.delete("a%"), await state.delete("a%")] == [True, False]


async def test_files_come_back_byte_for_byte(store: SqliteStore) -> None:
    state = _state(store, EXTERNAL, None)
    file = FileContent("b.bin", bytes(range(256)), "application/x-test")
    await state.write_file("a/b.bin", file)
    assert await state.read_file("a/b.bin") == file
    (listed,) = await state.list_files("a/")
    assert (listed["path"], listed["size"], listed["contentType"]) == (
        "a/b.bin",
        256,
        "application/x-test",
    )
    assert [await state.delete_file("a/b.bin") for _ in range(2)] == [True, False]


async def test_a_missing_end_user_is_told_at_the_first_use(store: SqliteStore) -> None:
    state = _state(store, {}, None)
    with pytest.raises(ValidationError):
        await state.get("k")
