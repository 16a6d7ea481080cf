"""What Drive's actions send, refuse and say."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.integrations.contexts import answering, requests_of, run
from tests.integrations.google_drive.service import PLACE, answer, parts
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.google_drive import IN_ONE_REQUEST, integration
from weavz_tui.model.http import Request


async def sent(action: str, **inputs: Any) -> list[Request]:
    """The requests of an action."""
    return await requests_of(integration, action, inputs, transport=answering(answer))


async def query(action: str, **inputs: Any) -> dict[str, list[str]]:
    """The query parameters of the one request of an action."""
    (request,) = await sent(action, **inputs)
    return parse_qs(urlsplit(request.url).query)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("tea plan", "fullText contains 'tea plan' and trashed = false"),
        ("it's", "fullText contains 'it\\'s' and trashed = false"),
        ("name contains 'tea'", "name contains 'tea'"),
        ("'root' in parents", "'root' in parents"),
        ("trashed=true", "trashed=true"),
        ("sharedWithMe", "sharedWithMe"),
    ],
)
async def test_words_are_searched_and_queries_are_left_alone(typed: str, asked: str) -> None:
    assert (await query("search_files", query=typed))["q"] == [asked]


async def test_a_folder_may_be_given_by_its_address() -> None:
    address = "https://drive.google.com/drive/folders/d-1_x?usp=sharing"
    found = await query("list_files", folderId=address)
    assert found["q"] == ["'d-1_x' in parents and trashed = false"]


async def test_shared_drives_are_not_left_out() -> None:
    found = await query("list_files")
    assert found["supportsAllDrives"] == found["includeItemsFromAllDrives"] == ["true"]


async def test_an_upload_carries_the_file_beside_what_is_said_of_it() -> None:
    picture = b"\x89PNG\r\n\x00"
    url = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    (request,) = await sent("upload_file", name="a.png", content=url, folderId="d1")
    about, media = parts(request)
    assert json.loads(about.get_content()) == {
        "name": "a.png",
        "mimeType": "image/png",
        "parents": ["d1"],
    }
    assert media.get_content_type() == "image/png"
    assert picture in request.content


async def test_the_type_of_a_file_is_told_by_its_name() -> None:
    (request,) = await sent("upload_file", name="a.csv", content="a,b")
    assert [each.get_content_type() for each in parts(request)] == ["application/json", "text/csv"]


async def test_a_large_file_is_announced_and_then_sent() -> None:
    text = "x" * (IN_ONE_REQUEST + 1)
    opened, stored = await sent("upload_file", name="a.txt", content=text)
    assert parse_qs(urlsplit(opened.url).query)["uploadType"] == ["resumable"]
    assert opened.headers["X-Upload-Content-Length"] == str(len(text))
    assert (stored.method, stored.url) == ("PUT", PLACE)
    assert stored.body is not None
    assert b"".join(stored.body.chunks()) == text.encode()


async def test_a_data_url_that_is_not_base64_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        await sent("upload_file", name="a.png", content="data:image/png;base64,*")
    assert "content" in caught.value.fields


async def test_a_deletion_says_what_is_gone() -> None:
    gone = await run(integration, "delete_file", {"fileId": "f1"}, transport=answering(answer))
    assert gone == {"deleted": True, "fileId": "f1"}


async def test_googles_message_and_reason_are_told() -> None:
    with pytest.raises(ActionFailed) as caught:
        await sent("custom_api_call", url="/drive/v3/nothing", method="GET")
    assert caught.value.details["message"] == "File not found: x. (notFound)"
