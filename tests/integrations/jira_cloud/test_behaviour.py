"""What Jira's actions send, give back, offer, refuse and say."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.integrations.contexts import (
    Recorder,
    answering,
    options_of,
    requests_of,
    run,
    token,
)
from tests.integrations.jira_cloud.service import API, ISSUE, SITE, answer
from weavz_tui.catalog import Options, Response, ValidationError
from weavz_tui.integrations.jira_cloud import integration
from weavz_tui.integrations.jira_cloud.service import document
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.http import Request

ONE = {"issue_key": "ENG-1"}
KEYS = {"instanceUrl": "acme.atlassian.net/jira", "email": "a@b.c", "apiToken": "t"}
BASIC = "Basic " + base64.b64encode(b"a@b.c:t").decode()


async def sent(action: str, **inputs: Any) -> list[Request]:
    """The requests of an action."""
    return await requests_of(
        integration,
        action,
        inputs,
        transport=answering(answer),
        credential=token("t", base_url=SITE),
    )


async def result(action: str, **inputs: Any) -> Any:
    """What an action returns."""
    return await run(
        integration,
        action,
        inputs,
        transport=answering(answer),
        credential=token("t", base_url=SITE),
    )


@pytest.mark.parametrize(
    ("credential", "address", "authorization"),
    [
        (Credential(ConnectionType.CUSTOM_AUTH, KEYS), SITE, BASIC),
        (
            Credential(ConnectionType.BASIC_AUTH, {"username": "a@b.c", "password": "t"}, SITE),
            SITE,
            BASIC,
        ),
        (token("t", base_url=f"{SITE}/"), SITE, "Bearer t"),
        (
            Credential(ConnectionType.OAUTH2, {"accessToken": "t"}),
            "https://api.atlassian.com/ex/jira/cloud-1",
            "Bearer t",
        ),
        (
            Credential(ConnectionType.OAUTH2, {"accessToken": "t", "data": {"cloudId": "cloud-9"}}),
            "https://api.atlassian.com/ex/jira/cloud-9",
            "Bearer t",
        ),
    ],
)
async def test_the_site_comes_from_the_connection(
    credential: Credential, address: str, authorization: str
) -> None:
    requests = await requests_of(
        integration,
        "custom_api_call",
        {"method": "GET", "path": "/rest/api/3/myself"},
        transport=answering(answer),
        credential=credential,
    )
    assert requests[-1].url == f"{address}/rest/api/3/myself"
    assert requests[-1].headers["Authorization"] == authorization


@pytest.mark.parametrize(
    "credential", [None, Credential(ConnectionType.BASIC_AUTH, {"username": "a"})]
)
async def test_without_a_site_nothing_is_sent(credential: Credential | None) -> None:
    recorder = Recorder()
    with pytest.raises(ValidationError) as caught:
        await run(integration, "get_issue", ONE, transport=recorder, credential=credential)
    assert "base URL" in caught.value.hint
    assert recorder.requests == []


async def test_a_site_is_not_asked_in_the_clear() -> None:
    keys = {**KEYS, "instanceUrl": "http://acme.atlassian.net"}
    with pytest.raises(ValidationError):
        await requests_of(
            integration, "get_issue", ONE, credential=Credential(ConnectionType.CUSTOM_AUTH, keys)
        )


def test_a_text_is_a_document() -> None:
    found = document("One\ntwo\n\n\nThree")
    first, second = found["content"]
    assert [each["type"] for each in first["content"]] == ["text", "hardBreak", "text"]
    assert second["content"] == [{"type": "text", "text": "Three"}]
    assert document("")["content"] == []


@pytest.mark.parametrize("status", ["Done", "3", "31", " done "])
async def test_a_status_is_reached_by_name_or_id(status: str) -> None:
    requests = await sent("update_issue", **ONE, status=status)
    assert [f"{each.method} {urlsplit(each.url).path.removeprefix(API)}" for each in requests] == [
        "GET /issue/ENG-1/transitions",
        "POST /issue/ENG-1/transitions",
        "GET /issue/ENG-1",
    ]
    assert json.loads(requests[1].content) == {"transition": {"id": "31"}}


async def test_a_status_that_the_issue_has_takes_no_step() -> None:
    requests = await sent("update_issue", **ONE, status="to do")
    assert {each.method for each in requests} == {"GET"}


async def test_nothing_is_changed_where_a_status_cannot_be_reached() -> None:
    recorder = Recorder(answering(answer))
    inputs = {**ONE, "summary": "New", "status": "Frozen"}
    with pytest.raises(ValidationError) as caught:
        await run(
            integration,
            "update_issue",
            inputs,
            transport=recorder,
            credential=token("t", base_url=SITE),
        )
    assert "In Progress, Done" in caught.value.fields["status"]
    assert {each.method for each in recorder.requests} == {"GET"}


async def test_an_issue_is_assigned_to_nobody_when_nobody_is_given() -> None:
    (request,) = await sent("assign_issue", **ONE)
    assert json.loads(request.content) == {"accountId": None}


async def test_comments_are_read_to_the_last() -> None:
    found = await result("list_comments", **ONE)
    assert (found["count"], found["comments"][-1]) == (130, {"id": "129"})


async def test_attachments_are_listed() -> None:
    assert await result("get_attachments", **ONE) == {"attachments": [{"id": "a1"}], "count": 1}


async def test_a_search_goes_on_to_the_limit() -> None:
    def endless(request: httpx.Request) -> httpx.Response:
        size = json.loads(request.content)["maxResults"]
        return httpx.Response(200, json={"issues": [ISSUE] * size, "nextPageToken": "more"})

    recorder = Recorder(answering(endless))
    found = await run(
        integration,
        "search_issues",
        {"jql": "project = ENG", "max_results": 150},
        transport=recorder,
        credential=token("t", base_url=SITE),
    )
    assert (found["count"], found["isLast"]) == (150, False)
    asked = [json.loads(each.content) for each in recorder.requests]
    assert [(each["maxResults"], each.get("nextPageToken")) for each in asked] == [
        (100, None),
        (50, "more"),
    ]


@pytest.mark.parametrize(
    ("action", "inputs", "field"),
    [
        ("update_issue", ONE, "summary"),
        ("get_issue", {"issue_key": ".."}, "issue_key"),
        ("search_issues", {"jql": " "}, "jql"),
        ("add_watcher", {**ONE, "account_id": ""}, "account_id"),
        ("find_user", {"query": ""}, "query"),
        ("custom_api_call", {"method": "GET", "path": "https://a.b/c"}, "path"),
        ("custom_api_call", {"method": "POST", "path": "/a", "body": "{"}, "body"),
    ],
)
async def test_wrong_inputs_are_refused(action: str, inputs: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await sent(action, **inputs)
    assert field in caught.value.fields


async def choices(action: str, key: str, **inputs: Any) -> dict[str, Any]:
    """The choices of a select by label."""
    found = await options_of(
        integration,
        action,
        key,
        inputs,
        transport=answering(answer),
        credential=token("t", base_url=SITE),
    )
    return {each.label: each.value for each in found.options}


async def test_choices_say_what_is_meant() -> None:
    assert await choices("create_issue", "project") == {"Engineering (ENG)": "10000"}
    assert await choices("create_issue", "issue_type", project="10000") == {
        "Bug": "10",
        "Task": "11",
    }
    assert await choices("create_issue", "assignee", project="10000") == {"Ada": "5b10"}
    assert await choices("create_issue", "priority") == {"High": "1", "Low": "2"}
    assert await choices("update_issue", "status_dropdown", **ONE) == {
        "Start → In Progress": "21",
        "Done": "31",
    }
    assert await choices("list_issues", "status", project="10000") == {"Done": "3", "To Do": "1"}
    assert await choices("link_issues", "link_type") == {"Blocks (blocks)": "Blocks"}


@pytest.mark.parametrize(
    ("action", "key", "wanted"),
    [
        ("create_issue", "issue_type", "project"),
        ("create_issue", "assignee", "project"),
        ("list_issues", "status", "project"),
        ("update_issue", "status_dropdown", "issue"),
    ],
)
async def test_choices_wait_for_what_they_depend_on(action: str, key: str, wanted: str) -> None:
    recorder = Recorder()
    found = await options_of(integration, action, key, transport=recorder)
    assert found.disabled and wanted in found.placeholder
    assert found == Options(disabled=True, placeholder=found.placeholder)
    assert recorder.requests == []


@pytest.mark.parametrize(
    ("status", "data", "said"),
    [
        (204, None, None),
        (404, {"errorMessages": ["Issue does not exist."], "errors": {}}, "Issue does not exist."),
        (
            400,
            {"errorMessages": ["No."], "errors": {"priority": "is required", "labels": "too many"}},
            "No.; priority: is required; labels: too many",
        ),
        (
            401,
            {"code": 401, "message": "Unauthorized; scope does not match"},
            "Unauthorized; scope",
        ),
        (502, None, "HTTP 502"),
    ],
)
def test_every_message_is_told(status: int, data: Any, said: str | None) -> None:
    content = json.dumps(data).encode() if data else b"<html></html>"
    found = integration.failure(Response(status, {}, content))
    assert found is said or (said is not None and str(found).startswith(said))
