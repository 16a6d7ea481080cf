"""What GitHub's actions send where it takes more than passing inputs on."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx
import pytest

from tests.integrations.contexts import Recorder, answering, requests_of, run, token
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.github import integration
from weavz_tui.model.http import Request

HERE = {"repository": "octocat/tea"}
FILE = {**HERE, "path": "docs/tea.md", "message": "Write", "content": "Grüße"}


async def sent(action: str, **inputs: Any) -> Request:
    """The one request of an action."""
    (request,) = await requests_of(integration, action, inputs, credential=token())
    return request


async def answered(action: str, answer: httpx.Response, **inputs: Any) -> Any:
    transport = answering(lambda _: answer)
    return await run(integration, action, inputs, transport=transport, credential=token())


async def test_every_request_names_the_version_of_the_api() -> None:
    request = await sent("get_authenticated_user")
    assert request.headers["X-GitHub-Api-Version"] == "2022-11-28"
    assert request.headers["Accept"].startswith("application/vnd.github+json")
    assert request.headers["Authorization"] == "Bearer secret-token"


async def test_labels_and_assignees_become_lists() -> None:
    request = await sent(
        "create_issue", **HERE, title="T", labels="bug, help wanted,", assignees=" a ,b"
    )
    body = {"title": "T", "labels": ["bug", "help wanted"], "assignees": ["a", "b"]}
    assert json.loads(request.content) == body


async def test_empty_labels_remove_them_all_and_absent_ones_stay() -> None:
    cleared = await sent("update_issue", **HERE, issue_number=1, labels="")
    untouched = await sent("update_issue", **HERE, issue_number=1, title="T")
    assert json.loads(cleared.content) == {"labels": []}
    assert json.loads(untouched.content) == {"title": "T"}


@pytest.mark.parametrize("repository", ["tea", "octocat/tea/x", "../user", "octocat/..", "a b/c"])
async def test_a_repository_is_owner_and_name(repository: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await sent("get_repository", repository=repository)
    assert "repository" in caught.value.fields


@pytest.mark.parametrize("path", ["../../user", "docs/../..", "", "/"])
async def test_a_path_leads_nowhere_else(path: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await sent("get_file_contents", **HERE, path=path)
    assert "path" in caught.value.fields


async def test_a_branch_with_slashes_is_one_part_of_the_address() -> None:
    request = await sent("delete_branch", **HERE, branch="feature/ä?")
    assert request.url.endswith("/repos/octocat/tea/git/refs/heads%2Ffeature%2F%C3%A4%3F")


async def test_a_new_branch_starts_where_its_source_is() -> None:
    recorder = Recorder(answering(lambda _: httpx.Response(200, json={"object": {"sha": "abc"}})))
    inputs = {**HERE, "source_branch": "main", "new_branch_name": "feature/x"}
    await run(integration, "create_branch", inputs, transport=recorder, credential=token())
    _, created = recorder.requests
    assert json.loads(created.content) == {"ref": "refs/heads/feature/x", "sha": "abc"}


async def test_a_tag_gets_an_object_and_a_reference_to_it() -> None:
    recorder = Recorder(answering(lambda _: httpx.Response(201, json={"sha": "tag-object"})))
    inputs = {**HERE, "tag": "v1", "message": "First", "sha": "commit"}
    await run(integration, "create_tag", inputs, transport=recorder, credential=token())
    tag, reference = (json.loads(each.content) for each in recorder.requests)
    assert tag == {"tag": "v1", "message": "First", "object": "commit", "type": "commit"}
    assert reference == {"ref": "refs/tags/v1", "sha": "tag-object"}


async def test_content_is_written_in_base64_with_one_request() -> None:
    request = await sent("create_or_update_file", **FILE, branch="main")
    body = json.loads(request.content)
    assert base64.b64decode(body.pop("content")).decode() == "Grüße"
    assert body == {"message": "Write", "branch": "main"}


def existing(request: httpx.Request) -> httpx.Response:
    """A GitHub that has the file already."""
    if request.method == "GET":
        return httpx.Response(200, json={"sha": "old"})
    if "sha" in json.loads(request.content):
        return httpx.Response(200, json={"commit": {"sha": "new"}})
    message = 'Invalid request.\n\n"sha" wasn\'t supplied.'
    return httpx.Response(422, json={"message": message})


async def test_a_file_that_is_there_is_looked_up_only_then() -> None:
    recorder = Recorder(answering(existing))
    found = await run(
        integration, "create_or_update_file", FILE, transport=recorder, credential=token()
    )
    assert found == {"commit": {"sha": "new"}}
    assert [each.method for each in recorder.requests] == ["PUT", "GET", "PUT"]
    assert json.loads(recorder.requests[-1].content)["sha"] == "old"


async def test_a_given_sha_is_never_replaced_by_the_current_one() -> None:
    conflict = httpx.Response(409, json={"message": "docs/tea.md does not match old"})
    with pytest.raises(ActionFailed) as caught:
        await answered("create_or_update_file", conflict, **FILE, sha="old")
    assert caught.value.details["statusCode"] == 409


async def test_a_text_file_is_read_as_text_beside_the_raw() -> None:
    content = base64.encodebytes("Grüße".encode()).decode()
    raw = {"type": "file", "encoding": "base64", "content": content}
    found = await answered(
        "get_file_contents", httpx.Response(200, json=raw), **HERE, path="tea.md"
    )
    assert found == {**raw, "text": "Grüße"}


async def test_a_file_that_is_no_text_stays_as_it_is() -> None:
    raw = {"encoding": "base64", "content": base64.b64encode(b"\x89PNG\xff").decode()}
    found = await answered(
        "get_file_contents", httpx.Response(200, json=raw), **HERE, path="tea.png"
    )
    assert found == raw


async def test_a_folder_is_a_list() -> None:
    listing = [{"name": "tea.md"}]
    found = await answered(
        "get_file_contents", httpx.Response(200, json=listing), **HERE, path="docs"
    )
    assert found == listing


async def test_a_large_file_is_asked_for_bare() -> None:
    def large(request: httpx.Request) -> httpx.Response:
        if "raw" in request.headers["accept"]:
            return httpx.Response(200, content="Grüße".encode())
        return httpx.Response(200, json={"encoding": "none", "content": "", "size": 2_000_000})

    inputs = {**HERE, "path": "big.md"}
    found = await run(
        integration,
        "get_file_contents",
        inputs,
        transport=answering(large),
        credential=token(),
    )
    assert found["text"] == "Grüße"


async def test_a_review_that_is_more_than_an_approval_needs_text() -> None:
    with pytest.raises(ValidationError) as caught:
        await sent("create_pull_request_review", **HERE, pull_number=1, event="COMMENT")
    assert "body" in caught.value.fields


@pytest.mark.parametrize(
    "query", ['{"state": "open", "page": 2}', "state=open&page=2", "?state=open&page=2"]
)
async def test_a_custom_call_takes_a_query_in_either_form(query: str) -> None:
    request = await sent("custom_api_call", method="GET", path="/user/repos", query_params=query)
    assert request.url == "https://api.github.com/user/repos?state=open&page=2"
    assert request.content == b""


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({"path": "https://example.com/"}, "path"),
        ({"path": "/user", "body": "{"}, "body"),
        ({"path": "/user", "query_params": '{"a"'}, "query_params"),
    ],
)
async def test_a_custom_call_says_what_is_wrong(inputs: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await sent("custom_api_call", method="POST", **inputs)
    assert field in caught.value.fields
