"""The checker of Google's requests sees each kind of fault."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.integrations.discovery import Discovery
from weavz_tui.model.http import Request

MAIL = "https://gmail.googleapis.com/gmail/v1/users/me"
SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
PEOPLE = "https://people.googleapis.com/v1"
RANGE = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}


@pytest.fixture(scope="module")
def discovery() -> Discovery:
    return Discovery("gmail.v1", "sheets.v4", "people.v1")


def deletion(**changes: Any) -> dict[str, Any]:
    """The body that deletes a row, changed."""
    return {"requests": [{"deleteDimension": {"range": {**RANGE, **changes}}}]}


def request(method: str, url: str, body: Any = None) -> Request:
    """A request as the Context would send it."""
    if body is None:
        return Request(method, url)
    return Request(method, url, {"Content-Type": "application/json"}, json.dumps(body).encode())


@pytest.mark.parametrize(
    ("method", "url", "body"),
    [
        ("GET", f"{MAIL}/messages?q=a&labelIds=X&labelIds=Y&maxResults=5", None),
        ("POST", f"{MAIL}/messages/send", {"raw": "YQ=="}),
        ("POST", f"{SHEETS}/s1:batchUpdate", deletion()),
        ("PUT", f"{SHEETS}/s1/values/A1?valueInputOption=RAW", {"values": [["a", 1, None]]}),
        ("GET", f"{PEOPLE}/people:searchContacts?query=a&readMask=names", None),
        ("GET", f"{PEOPLE}/people/c1?personFields=names", None),
    ],
)
def test_a_right_request_passes(discovery: Discovery, method: str, url: str, body: Any) -> None:
    assert discovery.violations(request(method, url, body)) == []


@pytest.mark.parametrize(
    ("method", "url", "body", "fault"),
    [
        ("GET", f"{MAIL}/mails", None, "no method is"),
        ("DELETE", f"{MAIL}/messages", None, "no method is"),
        ("GET", "https://gmail.example/gmail/v1/users/me/messages", None, "no method is"),
        ("GET", f"{MAIL}/messages?query=a", None, "unknown query parameter query"),
        ("GET", f"{MAIL}/messages?q=a&q=b", None, "q is given twice"),
        ("GET", f"{MAIL}/messages?maxResults=many", None, "must be of type integer"),
        ("GET", f"{MAIL}/messages?includeSpamTrash=yes", None, "must be of type boolean"),
        ("GET", f"{MAIL}/messages/m1?format=whole", None, "must be one of"),
        ("POST", f"{MAIL}/messages/send", {}, "body.raw is missing"),
        ("POST", f"{MAIL}/messages/send", {"raw": "no base64!"}, "must be base64url"),
        ("POST", f"{MAIL}/messages/send", None, "the body is not JSON"),
        ("POST", f"{MAIL}/messages/m1/trash", {}, "none is described"),
        ("POST", f"{MAIL}/messages/m1/modify", {"addLabelIds": "X"}, "must be of type array"),
        ("POST", f"{MAIL}/messages/m1/modify", {"addLabelIds": [1]}, "addLabelIds.0 must be"),
        ("POST", f"{MAIL}/messages/m1/modify", {"labels": []}, "body.labels is unknown"),
        ("POST", f"{SHEETS}/s1:batchUpdate", deletion(startIndex="1"), "startIndex must be"),
        ("POST", f"{SHEETS}/s1:batchUpdate", deletion(dimension="ROW"), "must be one of"),
        ("POST", f"{SHEETS}/s1:batchUpdate", deletion(rows=1), "range.rows is unknown"),
        ("PUT", f"{SHEETS}/s1/values/A1", {"values": ["a"]}, "values.0 must be of type array"),
    ],
)
def test_each_kind_of_fault_is_seen(
    discovery: Discovery, method: str, url: str, body: Any, fault: str
) -> None:
    (violation,) = discovery.violations(request(method, url, body))
    assert fault in violation
