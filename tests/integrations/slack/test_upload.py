"""An upload is three requests: ask for a place, put the file there, share it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from tests.integrations.contexts import Recorder, answering, run, token
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.slack import integration
from weavz_tui.model.http import Request

PLACE = "https://files.slack.com/upload/v1/abc"


def slack(request: httpx.Request) -> httpx.Response:
    if request.url.path.endswith("files.getUploadURLExternal"):
        return httpx.Response(200, json={"ok": True, "upload_url": PLACE, "file_id": "F1"})
    if request.url.host == "files.slack.com":
        return httpx.Response(200, text="OK - 6")
    if request.url.host == "example.com":
        return httpx.Response(200, content=b"\x89PNG")
    return httpx.Response(200, json={"ok": True, "files": [{"id": "F1"}]})


async def upload(**inputs: Any) -> list[Request]:
    recorder = Recorder(answering(slack))
    given = {"channels": "C1", "filename": "tea.txt", **inputs}
    await run(integration, "upload_file", given, transport=recorder, credential=token())
    return recorder.requests


def form(request: Request) -> dict[str, str]:
    return dict(parse_qsl(request.content.decode()))


async def test_the_order_and_what_each_request_carries() -> None:
    asked, stored, shared = await upload(content="Grüße")
    assert asked.url == "https://slack.com/api/files.getUploadURLExternal"
    assert form(asked) == {"filename": "tea.txt", "length": "7"}
    assert (stored.method, stored.url) == ("POST", PLACE)
    assert stored.content == "Grüße".encode()
    assert shared.url == "https://slack.com/api/files.completeUploadExternal"
    assert json.loads(form(shared)["files"]) == [{"id": "F1", "title": "tea.txt"}]
    assert form(shared)["channel_id"] == "C1"


async def test_the_token_stays_with_slacks_api() -> None:
    asked, stored, shared = await upload(content="Hi")
    assert "Authorization" in asked.headers
    assert "Authorization" in shared.headers
    assert "Authorization" not in stored.headers


async def test_several_channels_are_shared_with_at_once() -> None:
    *_, shared = await upload(content="Hi", channels="C1, C2", title="Tea")
    assert form(shared)["channels"] == "C1,C2"
    assert json.loads(form(shared)["files"]) == [{"id": "F1", "title": "Tea"}]


async def test_a_file_is_fetched_from_its_address_without_the_token() -> None:
    fetched, asked, stored, _ = await upload(file_url="https://example.com/tea.png")
    assert fetched.url == "https://example.com/tea.png"
    assert "Authorization" not in fetched.headers
    assert form(asked)["length"] == "4"
    assert stored.content == b"\x89PNG"


@pytest.mark.parametrize(
    ("inputs", "field"),
    [({}, "content"), ({"content": "a", "file_url": "https://example.com/a"}, "file_url")],
)
async def test_exactly_one_source_is_needed(inputs: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await upload(**inputs)
    assert field in caught.value.fields


async def test_a_refused_file_is_a_failure_and_is_not_shared() -> None:
    def full(request: httpx.Request) -> httpx.Response:
        if request.url.host == "files.slack.com":
            return httpx.Response(413, text="too large")
        return slack(request)

    recorder = Recorder(answering(full))
    inputs = {"channels": "C1", "filename": "a", "content": "a"}
    with pytest.raises(ActionFailed) as caught:
        await run(integration, "upload_file", inputs, transport=recorder, credential=token())
    assert caught.value.details == {"message": "upload failed: too large", "statusCode": 413}
    assert len(recorder.requests) == 2
