"""Every request of every action is one that Google's discovery file describes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integrations.contexts import answering, requests_of, token
from tests.integrations.discovery import Coverage
from tests.integrations.google_drive.service import ANSWERS, answer, discovery, without_media
from tests.integrations.static import Checked
from weavz_tui.integrations.google_drive import UPLOAD, integration

CASES: list[tuple[str, dict[str, Any]]] = [
    ("list_files", {}),
    (
        "list_files",
        {
            "pageSize": 5.0,
            "pageToken": "p2",
            "folderId": "root",
            "orderBy": "name",
            "fields": "files(id)",
        },
    ),
    ("get_file", {"fileId": "f1"}),
    ("get_file", {"fileId": "f1", "fields": "*"}),
    ("upload_file", {"name": "plan.txt", "content": "Tea"}),
    (
        "upload_file",
        {"name": "a.bin", "content": "Tea", "mimeType": "application/x-tea", "folderId": "d1"},
    ),
    ("create_folder", {"name": "Plans"}),
    ("create_folder", {"name": "Plans", "parentFolderId": "d1"}),
    ("search_files", {"query": "tea", "pageSize": 5, "pageToken": "p2"}),
    ("share_file", {"fileId": "f1", "email": "b@example.org", "role": "reader"}),
    (
        "share_file",
        {"fileId": "f1", "email": "b@c.d", "role": "commenter", "sendNotification": False},
    ),
    ("delete_file", {"fileId": "f1"}),
    ("custom_api_call", {"url": "/drive/v3/about?fields=user", "method": "GET"}),
]


async def seen() -> Coverage:
    """The requests of every case."""
    coverage = Coverage(discovery())
    for action, inputs in CASES:
        requests = await requests_of(
            integration, action, inputs, transport=answering(answer), credential=token("t")
        )
        assert all(each.headers["Authorization"] == "Bearer t" for each in requests), action
        coverage.add(action, [without_media(each) for each in requests])
    return coverage


async def checked() -> Checked:
    """What the description says of every case, for the table of all integrations."""
    return (await seen()).checked()


async def test_every_action_is_covered_without_a_violation() -> None:
    coverage = await seen()
    assert {action for action, each in coverage.requests.items() if each} == set(
        integration.actions
    )
    assert coverage.violations == []


async def test_every_kind_of_wrong_request_is_noticed() -> None:
    assert (await seen()).unnoticed == []


async def test_the_scopes_open_every_method() -> None:
    assert (await seen()).unpermitted(integration) == []


@pytest.mark.parametrize("protocol", ["simple", "resumable"])
def test_files_are_uploaded_where_the_description_says(protocol: str) -> None:
    (create,) = [each for each in discovery().methods if each.id == "drive.files.create"]
    described = create.description["mediaUpload"]["protocols"][protocol]
    assert described["path"] in {UPLOAD, f"/resumable{UPLOAD}"}
    assert described["multipart"] is True


@pytest.mark.parametrize(("method", "given"), ANSWERS.items())
def test_the_canned_answers_look_like_drive(method: str, given: Any) -> None:
    described = next(each for each in discovery().methods if each.id == method)
    assert discovery().answer_problems(described, given) == []
