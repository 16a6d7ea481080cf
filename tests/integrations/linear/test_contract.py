"""Every query and mutation is one that Linear's schema allows, with variables that fit it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integrations.contexts import Recorder, answering, options_of, requests_of, token
from tests.integrations.linear.description import broken, violations
from tests.integrations.linear.service import LABEL, PROJECT, STATE, TEAM, USER, answer
from tests.integrations.static import Checked
from weavz_tui.integrations.linear import integration
from weavz_tui.model.http import Request

CASES: list[tuple[str, dict[str, Any]]] = [
    ("create_issue", {"team": TEAM, "title": "Broken"}),
    (
        "create_issue",
        {
            "team": TEAM,
            "title": "Broken",
            "description": "It is",
            "assignee": USER,
            "label": LABEL,
            "priority": "1",
            "status": STATE,
            "project": PROJECT,
        },
    ),
    (
        "update_issue",
        {
            "issue_id": "ENG-1",
            "team": TEAM,
            "title": "Mended",
            "description": "It was",
            "assignee_dropdown": USER,
            "status_dropdown": STATE,
            "label_dropdown": LABEL,
            "priority": "0",
        },
    ),
    ("update_issue", {"issue_id": "ENG-1", "assignee": "ada@example.org", "status": "todo"}),
    ("get_issue", {"issue_id": "ENG-1"}),
    ("search_issues", {"query": "broken"}),
    ("search_issues", {"query": "broken", "team": TEAM, "limit": 5.0}),
    ("create_comment", {"issue_id": "ENG-1", "body": "Me too"}),
    ("create_project", {"name": "Tea"}),
    (
        "create_project",
        {"team": TEAM, "name": "Tea", "description": "Leaves", "state": "started"},
    ),
    (
        "update_project",
        {"project": PROJECT, "name": "Tea", "description": "Bags", "state": "cancelled"},
    ),
    ("custom_api_call", {"query": "{ viewer { id name } }"}),
    (
        "custom_api_call",
        {"query": "query One($id: String!) { issue(id: $id) { id } }", "variables": {"id": "i1"}},
    ),
]
CHOICES = [
    ("create_issue", "team", {}),
    ("create_issue", "assignee", {}),
    ("create_issue", "assignee", {"team": TEAM}),
    ("create_issue", "label", {"team": TEAM}),
    ("create_issue", "label", {}),
    ("create_issue", "status", {"team": TEAM}),
    ("create_issue", "project", {}),
    ("create_issue", "project", {"team": TEAM}),
    ("update_issue", "status_dropdown", {"issue_id": "ENG-1"}),
]


async def seen() -> list[tuple[str, Request]]:
    """The requests of every case."""
    found = []
    for action, inputs in CASES:
        requests = await requests_of(
            integration, action, inputs, transport=answering(answer), credential=token("t")
        )
        assert all(each.headers["Authorization"] == "Bearer t" for each in requests), action
        found += [(action, each) for each in requests]
    return found


async def checked() -> Checked:
    """What the description says of every case, for the table of all integrations."""
    requests = await seen()
    found = [f"{action}: {each}" for action, request in requests for each in violations(request)]
    return Checked("@linear/sdk", frozenset(action for action, _ in requests), tuple(found))


async def test_every_action_is_covered_without_a_violation() -> None:
    requests = await seen()
    assert {action for action, _ in requests} == set(integration.actions)
    found = [f"{action}: {each}" for action, request in requests for each in violations(request)]
    assert found == []


async def test_every_kind_of_wrong_request_is_noticed() -> None:
    unnoticed = [
        f"{action}: {what}"
        for action, request in await seen()
        for what, wrong in broken(request)
        if not violations(wrong)
    ]
    assert unnoticed == []


@pytest.mark.parametrize("search", [None, "tea"])
@pytest.mark.parametrize(("action", "key", "inputs"), CHOICES)
async def test_choices_are_asked_for_as_the_schema_says(
    action: str, key: str, inputs: dict[str, str], search: str | None
) -> None:
    recorder = Recorder(answering(answer))
    found = await options_of(integration, action, key, inputs, transport=recorder, search=search)
    assert found.options
    for each in recorder.requests:
        assert violations(each) == []
