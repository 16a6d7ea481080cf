"""What is no description, or a hostile one, gets a reason and nothing else."""

from __future__ import annotations

import json
import time

import pytest

from weavz_tui.importers import reading
from weavz_tui.importers.documents import describe
from weavz_tui.importers.openapi import Wanted
from weavz_tui.importers.reading import parse
from weavz_tui.model.errors import ImportRefused


def reason_of(content: bytes) -> str:
    with pytest.raises(ImportRefused) as caught:
        describe(content, Wanted())
    assert caught.value.wire()["code"] == "IMPORT_REFUSED"
    reason: str = caught.value.details["reason"]
    return reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "UNKNOWN_FORMAT"),
        (b"hello", "UNKNOWN_FORMAT"),
        (b"[1, 2]", "UNKNOWN_FORMAT"),
        (b"\xff\xfe\x00", "INVALID"),
        (b"<html><body>no</body></html>", "UNKNOWN_FORMAT"),
        (b'{"openapi": "3.0.0", "paths"', "INVALID"),
        (b"a: b: c", "INVALID"),
        (b"a: !!python/object/apply:os.system ['true']", "INVALID"),
        (b"a: *nobody", "INVALID"),
        (b"a: &a [*a]", "INVALID"),
        (b"? [1, 2]\n: 3", "INVALID"),
        (b'{"openapi": "4.0.0", "paths": {}}', "UNKNOWN_FORMAT"),
        (b'{"swagger": "1.2"}', "UNKNOWN_FORMAT"),
        (b'{"openapi": "3.0.0", "info": {}}', "INVALID"),
        (b'{"openapi": "3.0.0", "paths": {}}', "NO_OPERATIONS"),
        (b'{"openapi": "3.0.0", "paths": []}', "INVALID"),
        (b'{"openapi": "3.0.0", "paths": {"/a": {"get": 7}}}', "NO_OPERATIONS"),
    ],
)
def test_what_is_no_description_says_why(content: bytes, reason: str) -> None:
    assert reason_of(content) == reason


def test_yaml_is_read_as_json_has_it() -> None:
    text = b"""
    on: yes
    date: 2020-01-01
    no: 012
    many: [1, 2.5, true, null, ~, '3']
    base: &base {a: 1}
    more: {<<: *base, b: 2}
    """
    assert parse(text) == {
        "on": "yes",
        "date": "2020-01-01",
        "no": "012",
        "many": [1, 2.5, True, None, None, "3"],
        "base": {"a": 1},
        "more": {"a": 1, "b": 2},
    }


def test_a_bomb_of_aliases_is_too_large() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    started = time.process_time()
    assert reason_of("\n".join(lines).encode()) == "TOO_LARGE"
    assert time.process_time() - started < 5


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b"- "])
def test_what_is_nested_without_end_is_too_deep(opening: bytes) -> None:
    assert reason_of(opening * 200_000) in {"TOO_DEEP", "INVALID"}


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    assert reason_of(b" " * 101) == "TOO_LARGE"


@pytest.mark.parametrize(
    "ref",
    ["https://elsewhere.example/a.json#/Pet", "file:///etc/passwd", "../other.yaml", "//host/x"],
)
def test_references_out_of_the_document_are_refused(ref: str) -> None:
    schema = {"content": {"application/json": {"schema": {"$ref": ref}}}}
    root = {"openapi": "3.0.0", "paths": {"/a": {"post": {"requestBody": schema}}}}
    assert reason_of(json.dumps(root).encode()) == "REMOTE_REFERENCE"


def test_a_reference_in_an_example_is_data() -> None:
    media = {"schema": {"type": "object"}, "example": {"$ref": "https://elsewhere.example/a"}}
    node = {"requestBody": {"content": {"application/json": media}}}
    root = {"openapi": "3.0.0", "paths": {"/a": {"post": node}}}
    assert len(describe(json.dumps(root).encode(), Wanted()).operations) == 1


def test_a_pattern_is_never_run() -> None:
    schema = {"type": "string", "pattern": "^(a+)+$", "default": "a" * 40 + "!"}
    parameter = {"name": "q", "in": "query", "schema": schema}
    root = {"openapi": "3.0.0", "paths": {"/a": {"get": {"parameters": [parameter]}}}}
    started = time.process_time()
    describe(json.dumps(root).encode(), Wanted())
    assert time.process_time() - started < 1
