"""A Linear that answers what it is asked, out of its own schema and a small workspace."""

from __future__ import annotations

import json
from typing import Any

import httpx
from graphql import graphql_sync

from tests.integrations.linear.description import schema

TEAM = "11111111-1111-4111-8111-111111111111"
USER = "22222222-2222-4222-8222-222222222222"
STATE = "33333333-3333-4333-8333-333333333333"
LABEL = "44444444-4444-4444-8444-444444444444"
PROJECT = "55555555-5555-4555-8555-555555555555"
NOW = "2026-12-01T09:30:00.000Z"


def connection(*nodes: Any, after: str | None = None) -> dict[str, Any]:
    """A page with these nodes; with `after` there is a next one."""
    return {
        "nodes": list(nodes),
        "pageInfo": {"hasNextPage": after is not None, "endCursor": after},
    }


ONE_TEAM = {"id": TEAM, "key": "ENG", "name": "Engineering"}
ADA = {"id": USER, "name": "Ada", "displayName": "ada", "email": "ada@example.org"}
TODO = {"id": STATE, "name": "Todo", "type": "unstarted", "position": 2.0, "team": ONE_TEAM}
BACKLOG = {**TODO, "id": "b", "name": "Backlog", "position": 1.0}
BUG = {"id": LABEL, "name": "Bug", "parent": {"name": "Kind"}}
ISSUE = {
    "id": "i1",
    "identifier": "ENG-1",
    "title": "Broken",
    "description": "It is",
    "priority": 2.0,
    "priorityLabel": "High",
    "url": "https://linear.app/acme/issue/ENG-1",
    "createdAt": NOW,
    "updatedAt": NOW,
    "state": TODO,
    "team": ONE_TEAM,
    "assignee": ADA,
    "labels": connection(BUG),
    "comments": connection({"id": "c1", "body": "Me too", "createdAt": NOW, "user": ADA}),
}
STATUSES = [
    {"id": "s1", "name": "Doing", "type": "started", "position": 2.0},
    {"id": "s2", "name": "Dropped", "type": "canceled", "position": 3.0},
]
ONE_PROJECT = {
    "id": PROJECT,
    "name": "Tea",
    "description": "Leaves",
    "url": "https://linear.app/acme/project/tea",
    "status": STATUSES[0],
    "teams": connection(ONE_TEAM),
}
COMMENT = {**ISSUE["comments"]["nodes"][0], "url": "https://linear.app/c1", "issue": ISSUE}  # type: ignore[index]
WORKSPACE: dict[str, Any] = {
    "viewer": ADA,
    "issue": ISSUE,
    "searchIssues": connection(ISSUE),
    "teams": connection(ONE_TEAM),
    "team": {"members": connection(ADA)},
    "users": connection(ADA),
    "issueLabels": connection(BUG),
    "workflowStates": connection(TODO, BACKLOG),
    "projects": connection(ONE_PROJECT),
    "projectStatuses": connection(*STATUSES),
    "issueCreate": {"success": True, "issue": ISSUE},
    "issueUpdate": {"success": True, "issue": ISSUE},
    "commentCreate": {"success": True, "comment": COMMENT},
    "projectCreate": {"success": True, "project": ONE_PROJECT},
    "projectUpdate": {"success": True, "project": ONE_PROJECT},
}


def answer(request: httpx.Request, workspace: dict[str, Any] | None = None) -> httpx.Response:
    """What Linear answers: the schema's own types, or its errors with HTTP 400."""
    body = json.loads(request.content)
    done = graphql_sync(
        schema(), body["query"], workspace or WORKSPACE, variable_values=body.get("variables")
    )
    if done.errors:
        code = {"code": "GRAPHQL_VALIDATION_FAILED"}
        errors = [{"message": each.message, "extensions": code} for each in done.errors]
        return httpx.Response(400, json={"errors": errors})
    return httpx.Response(200, json={"data": done.data})
