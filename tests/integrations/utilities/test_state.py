"""storage and kv-store on a State in memory, and on the engine's own in the engine's tests."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.integrations.contexts import MemoryState, run
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.kv_store import integration as kv
from weavz_tui.integrations.storage import integration as storage


async def test_a_text_file_comes_back_as_it_was_written() -> None:
    state = MemoryState()
    written = await run(storage, "write_file", {"path": "/a/b.csv", "content": "é;1"}, state=state)
    read = await run(storage, "read_file", {"path": "a/b.csv"}, state=state)
    assert written == {"path": "a/b.csv", "size": 4, "contentType": "text/csv"}
    assert (read["content"], read["contentType"], read["size"]) == ("é;1", "text/csv", 4)


async def test_bytes_go_and_come_as_base64() -> None:
    state, encoded = MemoryState(), base64.b64encode(b"\xff\x00").decode()
    inputs = {"path": "x", "content": encoded, "contentEncoding": "base64"}
    written = await run(storage, "write_file", inputs, state=state)
    read = await run(storage, "read_file", {"path": "x", "outputEncoding": "base64"}, state=state)
    assert (written["contentType"], read["content"]) == ("application/octet-stream", encoded)
    with pytest.raises(ValidationError) as caught:
        await run(storage, "read_file", {"path": "x"}, state=state)
    assert set(caught.value.fields) == {"outputEncoding"}


async def test_a_given_content_type_wins_over_the_paths_ending() -> None:
    state = MemoryState()
    inputs = {"path": "a.csv", "content": "x", "contentType": "text/special"}
    assert (await run(storage, "write_file", inputs, state=state))["contentType"] == "text/special"


async def test_content_that_is_not_base64_is_refused() -> None:
    inputs = {"path": "x", "content": "%%", "contentEncoding": "base64"}
    with pytest.raises(ValidationError) as caught:
        await run(storage, "write_file", inputs)
    assert set(caught.value.fields) == {"content"}


@pytest.mark.parametrize("path", ["", "/", "a/", "../a", "a/../b", "a//b", ".", "a\nb", "x" * 1025])
async def test_a_path_that_names_no_file_is_refused(path: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await run(storage, "write_file", {"path": path, "content": "x"})
    assert set(caught.value.fields) == {"path"}


async def test_a_missing_file_is_an_upstream_404() -> None:
    with pytest.raises(ActionFailed) as caught:
        await run(storage, "read_file", {"path": "none"})
    assert caught.value.details["statusCode"] == 404


async def test_files_are_listed_under_a_prefix_and_deleted_once() -> None:
    state = MemoryState()
    for path in ("a/1", "a/2", "b/1"):
        await run(storage, "write_file", {"path": path, "content": "x"}, state=state)
    listed = await run(storage, "list_files", {"prefix": "/a/"}, state=state)
    assert ([each["path"] for each in listed["files"]], listed["count"]) == (["a/1", "a/2"], 2)
    assert (await run(storage, "list_files", {}, state=state))["count"] == 3
    gone = [await run(storage, "delete_file", {"path": "a/1"}, state=state) for _ in range(2)]
    assert [each["deleted"] for each in gone] == [True, False]


async def test_a_download_url_is_asked_of_the_state() -> None:
    state = MemoryState(url="https://files.test")
    await run(storage, "write_file", {"path": "a", "content": "x"}, state=state)
    inputs = {"path": "a", "expiresInSeconds": 60}
    found = await run(storage, "get_download_url", inputs, state=state)
    assert found["url"] == "https://files.test/a?expires=60"


async def test_without_a_server_there_is_no_download_url_and_it_says_so() -> None:
    state = MemoryState()
    await run(storage, "write_file", {"path": "a", "content": "x"}, state=state)
    with pytest.raises(ActionFailed, match="failed") as caught:
        await run(storage, "get_download_url", {"path": "a"}, state=state)
    assert "needs a server" in caught.value.details["message"]


@pytest.mark.parametrize("value", [0, "", None, [], {"a": [1, None]}, "text"])
async def test_any_json_comes_back_and_null_is_told_from_nothing(value: Any) -> None:
    state = MemoryState()
    await run(kv, "put", {"key": "k", "value": value}, state=state)
    found = await run(kv, "get", {"key": "k"}, state=state)
    assert found == {"key": "k", "value": value, "found": True}


async def test_nothing_is_not_found() -> None:
    assert await run(kv, "get", {"key": "k"}) == {"key": "k", "value": None, "found": False}


async def test_a_value_is_deleted_once() -> None:
    state = MemoryState()
    await run(kv, "put", {"key": "k", "value": 1}, state=state)
    gone = [await run(kv, "delete", {"key": "k"}, state=state) for _ in range(2)]
    assert [each["deleted"] for each in gone] == [True, False]


async def test_lists_grow_and_lose_every_equal_item() -> None:
    state = MemoryState()
    for value in (1, {"a": 1}, 1):
        await run(kv, "add_to_list", {"key": "k", "value": value}, state=state)
    left = await run(kv, "remove_from_list", {"key": "k", "value": 1}, state=state)
    assert left == {"key": "k", "list": [{"a": 1}], "count": 1}


async def test_a_value_that_is_no_list_does_not_become_one() -> None:
    state = MemoryState()
    await run(kv, "put", {"key": "k", "value": "text"}, state=state)
    with pytest.raises(ValidationError):
        await run(kv, "add_to_list", {"key": "k", "value": 1}, state=state)


@pytest.mark.parametrize("key", ["", "x" * 513])
async def test_a_key_has_a_length(key: str) -> None:
    with pytest.raises(ValidationError):
        await run(kv, "put", {"key": key, "value": 1})
