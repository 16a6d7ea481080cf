"""Files in calls: what is kept of them, where they end, and that a preview leaves them alone."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.engine.calls import latest
from tests.engine.conftest import Answers, World
from weavz_tui.engine.calls.encoding import body
from weavz_tui.engine.calls.files import laid_down, without_contents
from weavz_tui.engine.calls.plain import plain
from weavz_tui.engine.local import LocalService
from weavz_tui.model.errors import ActionFailed, Duplicate, ValidationError
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.files import WHOLE_LIMIT, Body, FileContent
from weavz_tui.stored_file import StoredFile, opened

PICTURE = b"\x89PNG" + bytes(range(256))
SHOWN = {"filename": "a.png", "mimeType": "image/png", "size": len(PICTURE)}


class Unread:
    """A source that nobody may read."""

    size = 300 * 1024 * 1024

    def read(self, start: int, size: int) -> bytes:
        raise AssertionError("nothing is to be read")


def fetching(world: World, **fields: Any) -> ExecuteRequest:
    """A call that fetches a picture."""
    given = {"url": "https://tea.example/a.png", "method": "GET", "response_is_binary": True}
    return ExecuteRequest(
        integration_name="http",
        action_name="send_request",
        workspace_id=world.workspace_id,
        input={**given, **fields},
    )


def sending(world: World, file: Any, **fields: Any) -> ExecuteRequest:
    """A call that sends a file as a field of a form."""
    row = {"fieldName": "file", "fieldType": "file", "fileFieldValue": file}
    return ExecuteRequest(
        integration_name="http",
        action_name="send_request",
        workspace_id=world.workspace_id,
        input={
            "url": "https://tea.example/",
            "method": "POST",
            "body_type": "form_data",
            "body": {"data": [row]},
        },
        **fields,
    )


@pytest.fixture
def pictures(answers: Answers) -> Answers:
    answers.answers = [httpx.Response(200, content=PICTURE, headers={"content-type": "image/png"})]
    return answers


@pytest.mark.usefixtures("pictures")
async def test_the_caller_gets_a_file_and_the_record_its_size(
    service: LocalService, world: World
) -> None:
    found = await service.actions.execute(fetching(world))
    assert found.output["body"] == {**SHOWN, "base64": base64.b64encode(PICTURE).decode()}
    assert (await latest(service)).output["body"] == SHOWN


@pytest.mark.usefixtures("pictures")
async def test_files_are_laid_down_where_a_caller_wants_them(
    service: LocalService, world: World, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    found = await service.actions.execute(fetching(world), folder)
    path = folder / "a.png"
    assert found.output["body"] == {**SHOWN, "path": str(path)}
    assert path.read_bytes() == PICTURE


async def test_a_file_for_json_has_a_limit_that_says_what_to_do(
    service: LocalService, world: World, answers: Answers
) -> None:
    answers.answers = [httpx.Response(200, content=bytes(WHOLE_LIMIT + 1))]
    with pytest.raises(ActionFailed) as caught:
        await service.actions.execute(fetching(world))
    assert "larger than 25 MB" in caught.value.details["message"]
    assert "--output FILE" in caught.value.hint


async def test_an_opened_file_is_sent_and_only_its_size_is_shown(
    service: LocalService, world: World, answers: Answers, tmp_path: Path
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(PICTURE)
    found = await service.actions.execute(sending(world, opened(path)))
    assert PICTURE in answers.requests[0].content
    assert found.explanation is not None
    record = await latest(service)
    for shown in (found.explanation.input, record.input):
        assert shown["body"]["data"][0]["fileFieldValue"] == SHOWN
    assert "PNG" not in record.model_dump_json()


async def test_a_file_given_as_base64_is_not_kept_either(
    service: LocalService, world: World
) -> None:
    content = base64.b64encode(PICTURE).decode()
    given = {"filename": "a.png", "mimeType": "image/png", "base64": content}
    await service.actions.execute(sending(world, given))
    record = await latest(service)
    assert record.input["body"]["data"][0]["fileFieldValue"] == SHOWN


async def test_a_preview_reads_nothing_of_a_file(service: LocalService, world: World) -> None:
    shown = await service.actions.preview(sending(world, FileContent("a.bin", Unread())))
    assert shown.request is not None
    assert shown.request.body_kind == "multipart"
    assert str(shown.request.body).startswith("3145")


async def test_another_file_under_the_same_key_is_another_call(
    service: LocalService, world: World, tmp_path: Path
) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_bytes(b"1")
    second.write_bytes(b"2")
    call = sending(world, opened(first), idempotency_key="k")
    assert not (await service.actions.execute(call)).replayed
    assert (await service.actions.execute(call)).replayed
    with pytest.raises(Duplicate):
        await service.actions.execute(sending(world, opened(second), idempotency_key="k"))


async def test_a_text_may_come_from_a_file(
    service: LocalService, world: World, tmp_path: Path
) -> None:
    path = tmp_path / "words.txt"
    path.write_text("hello")
    call = ExecuteRequest(
        integration_name="hash-encode",
        action_name="hash",
        workspace_id=world.workspace_id,
        input={"text": opened(path), "algorithm": "sha1", "encoding": "hex"},
    )
    found = await service.actions.execute(call)
    assert "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d" in str(found.output)
    path.write_bytes(b"\xff\xfe")
    again = call.model_copy(update={"input": {**call.input, "text": opened(path)}})
    with pytest.raises(ValidationError, match="not UTF-8"):
        await service.actions.execute(again)


def test_multipart_is_the_same_wherever_a_file_is(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(PICTURE)
    stored, kind = body(form={"n": 1}, files={"file": opened(path)})
    assert isinstance(stored, Body)
    whole, other = body(form={"n": 1}, files={"file": FileContent("a.png", PICTURE, "image/png")})
    assert isinstance(whole, bytes)
    marks = [str(each).partition("boundary=")[2].encode() for each in (kind, other)]
    assert b"".join(stored.chunks()) == whole.replace(marks[1], marks[0])
    assert stored.size == len(whole)


@pytest.mark.parametrize("name", ["../../up.txt", "/etc/up.txt", "..", "a\x00b", "", "x" * 400])
def test_a_file_cannot_choose_another_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    found = laid_down([FileContent(name, b"1"), FileContent(name, b"2")], folder)
    paths = [Path(each["path"]) for each in found]
    assert [each.read_bytes() for each in paths] == [b"1", b"2"]
    assert {each.resolve().parent for each in paths} == {folder.resolve()}
    assert [each.name for each in tmp_path.iterdir()] == ["files"]


def test_what_is_kept_of_data_with_files() -> None:
    data = {"files": [{"mimeType": "a/b", "base64": "AAAA", "filename": "f"}], "base64": "hello"}
    kept = {"files": [{"mimeType": "a/b", "filename": "f", "size": 3}], "base64": "hello"}
    assert without_contents(data) == kept


def test_json_carries_25_mb_of_a_file() -> None:
    with pytest.raises(ActionFailed) as caught:
        plain({"file": FileContent("large.bin", bytes(WHOLE_LIMIT + 1))})
    assert caught.value.details["message"].startswith("large.bin has 26 MB")
    assert "--output FILE" in caught.value.hint


def test_no_more_than_25_mb_are_held_at_once(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(WHOLE_LIMIT + 1)
    with pytest.raises(ValidationError, match="at most 25 MB"):
        _ = FileContent("large", StoredFile(path)).content
