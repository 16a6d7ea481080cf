"""The path syntax of --set and its kin."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weavz_tui.cli import inputs
from weavz_tui.cli.inputs import read_input
from weavz_tui.model.errors import ValidationError
from weavz_tui.stored_file import StoredFile

KEYS = st.text(st.characters(codec="utf-8", exclude_characters="=\\"), min_size=1).filter(
    lambda key: not key.isdecimal()
)
LEAVES = st.none() | st.booleans() | st.integers() | st.text()
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        LEAVES,
        lambda inner: st.lists(inner, min_size=1) | st.dictionaries(KEYS, inner, min_size=1),
        max_leaves=12,
    ),
)


def assignments(value: Any, path: tuple[str, ...] = ()) -> list[str]:
    """A --set-json for each leaf."""
    if isinstance(value, dict):
        parts = [(key.replace(".", "\\."), each) for key, each in value.items()]
    elif isinstance(value, list):
        parts = [(str(index), each) for index, each in enumerate(value)]
    else:
        return [f"{'.'.join(path)}={json.dumps(value)}"]
    return [line for key, each in parts for line in assignments(each, (*path, key))]


@given(TREES)
def test_any_input_can_be_written_leaf_by_leaf(tree: dict[str, Any]) -> None:
    assert read_input(None, (), assignments(tree)) == tree


@pytest.mark.parametrize(
    ("sets", "expected"),
    [
        (["a=1"], {"a": "1"}),
        (["a="], {"a": ""}),
        (["a=b=c"], {"a": "b=c"}),
        (["a.b.c=x"], {"a": {"b": {"c": "x"}}}),
        (["a.0=x", "a.1=y"], {"a": ["x", "y"]}),
        (["a.0.b=x", "a.0.c=y"], {"a": [{"b": "x", "c": "y"}]}),
        ([r"a\.b=x"], {"a.b": "x"}),
        (["a=1", "a=2"], {"a": "2"}),
    ],
)
def test_paths(sets: list[str], expected: dict[str, Any]) -> None:
    assert read_input(None, sets) == expected


@pytest.mark.parametrize(
    ("sets", "message"),
    [
        (["a"], "PATH=VALUE"),
        (["=x"], "PATH=VALUE"),
        (["a..b=x"], "PATH=VALUE"),
        (["a.1=x"], "position up to 0"),
        (["a.0=x", "a.b=y"], "a is a list"),
        (["a=x", "a.b=y"], "already has a single value"),
    ],
)
def test_bad_paths_are_told(sets: list[str], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        read_input(None, sets)


def test_a_base_is_left_as_it_is() -> None:
    base = {"a": {"b": 1}}
    assert read_input(None, ["a.c=2"], base=base) == {"a": {"b": 1, "c": "2"}}
    assert base == {"a": {"b": 1}}


def test_a_file_goes_in_unread_with_name_and_type(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_bytes(b"\x00hello")
    found = read_input(None, (), (), [f"file={file}"])["file"]
    assert found.summary == {"filename": "note.txt", "mimeType": "text/plain", "size": 6}
    assert isinstance(found.body, StoredFile)
    assert found.content == b"\x00hello"


def test_a_pipe_is_read_at_once_and_only_so_far(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "WHOLE_LIMIT", 1 << 20)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for size, fits in ((4, True), ((1 << 20) + 1, False)):
        with ThreadPoolExecutor(1) as pool:
            writing = pool.submit(pipe.write_bytes, bytes(size))
            if fits:
                assert read_input(None, (), (), [f"file={pipe}"])["file"].body == bytes(size)
            else:
                with pytest.raises(ValidationError, match="larger than 1 MB"):
                    read_input(None, (), (), [f"file={pipe}"])
            writing.exception()


def test_json_that_is_too_deep_is_not_a_crash() -> None:
    with pytest.raises(ValidationError, match="not JSON"):
        read_input("[" * 100_000)
