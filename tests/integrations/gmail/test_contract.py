"""Every request of every action is one that Google's discovery files describe."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integrations.contexts import answering, requests_of, token
from tests.integrations.discovery import Coverage
from tests.integrations.gmail.service import ANSWERS, answer, discovery
from tests.integrations.static import Checked
from weavz_tui.integrations.gmail import integration
from weavz_tui.model.http import FileContent

WRITTEN = {
    "to": "Grace <grace@example.org>, b@example.org",
    "from": "team@example.org",
    "subject": "Hello",
    "body": "Text",
    "cc": "c@example.org",
    "bcc": "d@example.org",
    "isHtml": True,
    "attachments": [{"file": FileContent("a.txt", b"abc", "text/plain"), "filename": "b.txt"}],
}
LABELS = {"addLabelIds": ["STARRED"], "removeLabelIds": ["UNREAD", "INBOX"]}
PAGE = {"maxResults": 10, "pageToken": "p2"}
FOUND = {"query": "is:unread from:a&b", "labelIds": ["INBOX", "Label_1"], **PAGE}
CONFIRMED = {"confirmPermanentDelete": True}
LABEL = {
    "name": "Work/Ü",
    "labelListVisibility": "labelShowIfUnread",
    "messageListVisibility": "hide",
    "textColor": "#ffffff",
    "backgroundColor": "#16a766",
}
WHOLE_LABEL = {"name": "Work", "labelListVisibility": "labelHide", "messageListVisibility": "show"}
FIELDS = {"personFields": "names,photos", "pageSize": 5}

CASES: list[tuple[str, dict[str, Any]]] = [
    ("list_messages", {}),
    ("list_messages", FOUND),
    *(("get_message", {"messageId": "m1", "format": f}) for f in ("full", "metadata", "minimal")),
    ("get_message", {"messageId": "m1", "format": "raw"}),
    ("send_email", {"to": "a@example.org", "subject": "", "body": ""}),
    ("send_email", WRITTEN),
    ("reply_to_email", {"messageId": "m1", "body": "Thanks"}),
    (
        "reply_to_email",
        {"messageId": "m1", **{key: WRITTEN[key] for key in ("body", "from", "isHtml")}},
    ),
    ("forward_email", {"messageId": "m1", "to": "a@example.org"}),
    (
        "forward_email",
        {
            "messageId": "m1",
            "additionalMessage": "See below",
            **{key: WRITTEN[key] for key in ("to", "from", "cc", "bcc", "isHtml")},
        },
    ),
    ("modify_labels", {"messageId": "m1", **LABELS}),
    ("batch_modify_messages", {"messageIds": ["m1", "m2"], **LABELS}),
    ("batch_delete_messages", {"messageIds": ["m1", "m2"], **CONFIRMED}),
    ("trash_message", {"messageId": "m1"}),
    ("untrash_message", {"messageId": "m1"}),
    ("delete_message", {"messageId": "m1", **CONFIRMED}),
    ("get_attachment", {"messageId": "m1", "attachmentId": "a/1?x"}),
    ("list_threads", {}),
    ("list_threads", FOUND),
    ("get_thread", {"threadId": "t1", "format": "metadata"}),
    ("modify_thread_labels", {"threadId": "t1", **LABELS}),
    ("trash_thread", {"threadId": "t1"}),
    ("untrash_thread", {"threadId": "t1"}),
    ("delete_thread", {"threadId": "t1", **CONFIRMED}),
    ("add_label", {"messageId": "m1", "labelIds": ["STARRED"]}),
    ("remove_label", {"messageId": "m1", "labelIds": ["STARRED"]}),
    ("list_labels", {}),
    ("create_label", {"name": "Work"}),
    ("create_label", LABEL),
    ("get_label", {"labelId": "Label_1"}),
    ("patch_label", {"labelId": "Label_1", **LABEL}),
    ("update_label", {"labelId": "Label_1", "body": WHOLE_LABEL}),
    ("delete_label", {"labelId": "Label_1", **CONFIRMED}),
    ("create_draft", WRITTEN),
    ("list_drafts", {}),
    ("list_drafts", PAGE),
    ("get_draft", {"draftId": "d1", "format": "raw"}),
    ("update_draft", {"draftId": "d1", **WRITTEN}),
    ("send_draft", {"draftId": "d1"}),
    ("delete_draft", {"draftId": "d1", **CONFIRMED}),
    ("get_profile", {}),
    ("list_history", {"startHistoryId": "42"}),
    (
        "list_history",
        {
            "startHistoryId": "42",
            "historyTypes": ["messageAdded", "labelRemoved"],
            "labelId": "INBOX",
            **PAGE,
        },
    ),
    ("list_send_as_aliases", {}),
    ("get_send_as_alias", {"sendAsEmail": "team@example.org"}),
    ("get_contacts", {}),
    ("get_contacts", {**FIELDS, "pageToken": "p2", "sortOrder": "LAST_NAME_ASCENDING"}),
    ("get_people", {}),
    ("get_people", {"resourceName": "people/c1", "personFields": "names"}),
    ("get_people", {"otherContacts": True, "pageToken": "p2", **FIELDS}),
    ("search_people", {"query": "gra", **FIELDS}),
    ("custom_api_call", {"url": "/gmail/v1/users/me/profile", "method": "GET"}),
    (
        "custom_api_call",
        {
            "url": "https://gmail.googleapis.com/gmail/v1/users/me/labels",
            "method": "POST",
            "headers": {"X-Goog-User-Project": "p"},
            "body": WHOLE_LABEL,
        },
    ),
]
NOT_DESCRIBED: dict[str, str] = {}
"""Actions whose requests the description lacks, with the reason."""


async def seen() -> Coverage:
    """The requests of every case."""
    coverage = Coverage(discovery())
    for action, inputs in CASES:
        requests = await requests_of(
            integration, action, inputs, transport=answering(answer), credential=token("t")
        )
        assert all(each.headers["Authorization"] == "Bearer t" for each in requests), action
        coverage.add(action, requests)
    return coverage


async def checked() -> Checked:
    """What the description says of every case, for the table of all integrations."""
    return (await seen()).checked()


async def test_every_action_is_covered_without_a_violation() -> None:
    coverage = await seen()
    covered = {action for action, requests in coverage.requests.items() if requests}
    assert covered == set(integration.actions) - set(NOT_DESCRIBED)
    assert coverage.violations == []


async def test_every_kind_of_wrong_request_is_noticed() -> None:
    assert (await seen()).unnoticed == []


async def test_the_scopes_open_every_method() -> None:
    assert (await seen()).unpermitted(integration) == []


@pytest.mark.parametrize("method", ANSWERS)
def test_the_canned_answers_look_like_gmails(method: str) -> None:
    described = next(each for each in discovery().methods if each.id == method)
    assert discovery().answer_problems(described, ANSWERS[method]) == []
