"""What Linear's actions send, give back, offer, refuse and say."""

from __future__ import annotations

import json
import time
from typing import Any

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
from tests.integrations.linear.service import (
    ISSUE,
    ONE_TEAM,
    PROJECT,
    STATE,
    TEAM,
    USER,
    WORKSPACE,
    answer,
    connection,
)
from weavz_tui.catalog import Options, Response, ValidationError
from weavz_tui.integrations.linear import integration
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType


async def variables(action: str, **inputs: Any) -> Any:
    """The variables of the last request of an action."""
    requests = await requests_of(integration, action, inputs, transport=answering(answer))
    return json.loads(requests[-1].content)["variables"]


async def result(action: str, workspace: dict[str, Any] | None = None, **inputs: Any) -> Any:
    """What an action returns from a workspace, the usual one but for what is given."""
    transport = answering(lambda request: answer(request, {**WORKSPACE, **(workspace or {})}))
    return await run(integration, action, inputs, transport=transport)


@pytest.mark.parametrize(
    ("credential", "sent"),
    [
        (token("lin_api_1"), "lin_api_1"),
        (token("lin_oauth_1"), "Bearer lin_oauth_1"),
        (Credential(ConnectionType.OAUTH2, {"accessToken": "a"}), "Bearer a"),
    ],
)
async def test_a_personal_key_goes_bare_and_other_tokens_as_a_bearers(
    credential: Credential, sent: str
) -> None:
    (request,) = await requests_of(
        integration,
        "get_issue",
        {"issue_id": "ENG-1"},
        transport=answering(answer),
        credential=credential,
    )
    assert request.headers["Authorization"] == sent


async def test_an_issue_comes_with_its_comments() -> None:
    found = await result("get_issue", issue_id="ENG-1")
    assert (found["identifier"], found["comments"]["nodes"][0]["body"]) == ("ENG-1", "Me too")


async def test_a_person_and_a_status_are_found_by_name() -> None:
    sent = await variables("update_issue", issue_id="ENG-1", assignee="Ada", status="TODO")
    assert sent == {"id": "ENG-1", "input": {"assigneeId": USER, "stateId": STATE}}


async def test_ids_are_taken_as_they_are() -> None:
    recorder = Recorder(answering(answer))
    inputs = {"issue_id": "ENG-1", "assignee": USER, "status": STATE}
    await run(integration, "update_issue", inputs, transport=recorder)
    assert len(recorder.requests) == 1


async def test_words_win_over_choices() -> None:
    sent = await variables(
        "update_issue", issue_id="ENG-1", assignee=USER, assignee_dropdown="somebody"
    )
    assert sent["input"] == {"assigneeId": USER}


async def test_a_label_is_added_to_the_others() -> None:
    sent = await variables("update_issue", issue_id="ENG-1", label_dropdown="l")
    assert sent["input"] == {"addedLabelIds": ["l"]}


@pytest.mark.parametrize(("state", "id"), [("started", "s1"), ("cancelled", "s2")])
async def test_a_state_is_the_workspaces_own_status(state: str, id: str) -> None:
    sent = await variables("update_project", project_id=PROJECT, state=state)
    assert sent == {"id": PROJECT, "input": {"statusId": id}}


async def test_the_only_team_is_taken() -> None:
    assert (await variables("create_project", name="Tea"))["input"]["teamIds"] == [TEAM]


async def test_a_search_goes_on_to_the_limit() -> None:
    def endless(request: httpx.Request) -> httpx.Response:
        first = json.loads(request.content)["variables"]["first"]
        page = connection(*[ISSUE] * first, after="more")
        return answer(request, {"searchIssues": page})

    recorder = Recorder(answering(endless))
    inputs = {"query": "broken", "limit": 150}
    found = await run(integration, "search_issues", inputs, transport=recorder)
    asked = [json.loads(each.content)["variables"] for each in recorder.requests]
    assert found["count"] == 150
    assert [(each["first"], each["after"]) for each in asked] == [(100, None), (50, "more")]


SEVERAL = {"teams": connection(ONE_TEAM, {**ONE_TEAM, "id": "t2"})}


@pytest.mark.parametrize(
    ("action", "workspace", "inputs", "field"),
    [
        ("update_issue", {}, {"issue_id": "ENG-1"}, "title"),
        ("update_issue", {}, {"issue_id": " ", "title": "a"}, "issue_id"),
        ("update_issue", {}, {"issue_id": "ENG-1", "status": "Nowhere"}, "status"),
        (
            "update_issue",
            {"users": connection()},
            {"issue_id": "ENG-1", "assignee": "Bob"},
            "assignee",
        ),
        ("create_project", SEVERAL, {"name": "Tea"}, "team"),
        ("create_project", {}, {"team": TEAM, "name": "Tea", "state": "paused"}, "state"),
        ("update_project", {}, {"name": "Tea"}, "project"),
        ("update_project", {}, {"project": PROJECT}, "name"),
        ("search_issues", {}, {"query": " "}, "query"),
        ("custom_api_call", {}, {"query": "{ viewer { id } }", "variables": [1]}, "variables"),
    ],
)
async def test_wrong_inputs_are_refused(
    action: str, workspace: dict[str, Any], inputs: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        await result(action, workspace, **inputs)
    assert field in caught.value.fields


async def choices(action: str, key: str, **inputs: Any) -> list[str]:
    """The labels of a select."""
    found = await options_of(integration, action, key, inputs, transport=answering(answer))
    return [each.label for each in found.options]


async def test_choices_say_what_is_meant() -> None:
    assert await choices("create_issue", "team") == ["Engineering (ENG)"]
    assert await choices("create_issue", "label", team=TEAM) == ["Kind / Bug"]
    assert await choices("create_issue", "assignee", team=TEAM) == ["Ada (ada@example.org)"]
    assert await choices("create_issue", "status", team=TEAM) == ["Backlog", "Todo"]


async def test_states_wait_for_a_team_or_an_issue() -> None:
    recorder = Recorder()
    found = await options_of(integration, "create_issue", "status", transport=recorder)
    assert found == Options(disabled=True, placeholder="Choose a team first")
    assert recorder.requests == []
    assert await choices("update_issue", "status_dropdown", issue_id="ENG-1")


@pytest.mark.parametrize(
    ("status", "data", "said"),
    [
        (200, {"data": {"viewer": {}}}, None),
        (
            200,
            {"data": None, "errors": [{"message": "Entity not found: Issue"}]},
            "Entity not found: Issue",
        ),
        (
            400,
            {
                "errors": [
                    {
                        "message": "Argument Validation Error",
                        "extensions": {
                            "code": "INVALID_INPUT",
                            "userPresentableMessage": "teamId must be a UUID.",
                        },
                    }
                ]
            },
            "teamId must be a UUID. (INVALID_INPUT)",
        ),
        (502, None, "HTTP 502"),
    ],
)
def test_what_is_meant_for_people_is_told(status: int, data: Any, said: str | None) -> None:
    content = json.dumps(data).encode() if data else b"<html></html>"
    assert integration.failure(Response(status, {}, content)) == said


def test_a_limit_lasts_as_long_as_linear_says() -> None:
    assert integration.throttled is not None
    body = b'{"errors":[{"message":"Rate limit","extensions":{"code":"RATELIMITED"}}]}'
    until = str(int((time.time() + 60) * 1000))
    wait = integration.throttled(Response(400, {"x-ratelimit-requests-reset": until}, body))
    assert wait is not None and 50 < wait <= 60
    assert integration.throttled(Response(400, {}, b'{"errors":[{"message":"a"}]}')) is None
