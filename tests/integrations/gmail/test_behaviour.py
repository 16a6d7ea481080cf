"""What Gmail's actions refuse, read and offer."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest

from tests.integrations.contexts import Recorder, answering, options_of, run, token
from tests.integrations.gmail.service import answer
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.gmail import integration

TARGETS: dict[str, dict[str, Any]] = {
    "batch_delete_messages": {"messageIds": ["m1"]},
    "delete_message": {"messageId": "m1"},
    "delete_thread": {"threadId": "t1"},
    "delete_label": {"labelId": "Label_1"},
    "delete_draft": {"draftId": "d1"},
}


@pytest.mark.parametrize("action", TARGETS)
async def test_nothing_is_deleted_for_good_without_a_yes(action: str) -> None:
    recorder = Recorder()
    with pytest.raises(ValidationError) as refused:
        await run(
            integration,
            action,
            {**TARGETS[action], "confirmPermanentDelete": False},
            transport=recorder,
        )
    assert "must be true" in refused.value.fields["confirmPermanentDelete"]
    assert recorder.requests == []


def test_every_deletion_for_good_asks() -> None:
    asking = {
        action.name
        for action in integration.actions.values()
        if action.parameter("confirmPermanentDelete")
    }
    assert asking == set(TARGETS)


@pytest.mark.parametrize(
    ("action", "inputs", "field"),
    [
        ("get_message", {"messageId": " "}, "messageId"),
        ("trash_thread", {"threadId": ".."}, "threadId"),
        ("send_draft", {"draftId": ""}, "draftId"),
        ("modify_labels", {"messageId": "m1"}, "addLabelIds"),
        ("add_label", {"messageId": "m1", "labelIds": []}, "labelIds"),
        ("batch_modify_messages", {"messageIds": [], "addLabelIds": ["X"]}, "messageIds"),
        ("create_label", {"name": "Work", "textColor": "#ffffff"}, "backgroundColor"),
        ("patch_label", {"labelId": "Label_1"}, "name"),
        ("update_label", {"labelId": "Label_1", "body": [1]}, "body"),
        ("list_history", {"startHistoryId": "1", "historyTypes": ["moved"]}, "historyTypes"),
        ("get_people", {"resourceName": "people/../me"}, "resourceName"),
        ("custom_api_call", {"url": " ", "method": "GET"}, "url"),
    ],
)
async def test_bad_input_is_refused_before_anything_is_sent(
    action: str, inputs: dict[str, Any], field: str
) -> None:
    recorder = Recorder()
    with pytest.raises(ValidationError) as refused:
        await run(integration, action, inputs, transport=recorder)
    assert list(refused.value.fields) == [field]
    assert recorder.requests == []


async def test_a_message_is_readable() -> None:
    found = await run(integration, "get_message", {"messageId": "m1"}, transport=answering(answer))
    assert found["headers"]["subject"] == "Fünf Käfer"
    assert (found["text"], found["html"]) == ("Plain wörds", "<p>Rich wörds</p>")
    assert found["attachments"] == [
        {
            "attachmentId": "a1",
            "filename": "käfer.pdf",
            "mimeType": "application/pdf",
            "size": 4,
        }
    ]
    assert found["threadId"] == "t1"


async def test_an_attachment_comes_as_base64() -> None:
    found = await run(
        integration,
        "get_attachment",
        {"messageId": "m1", "attachmentId": "a1"},
        transport=answering(answer),
    )
    assert base64.b64decode(found["base64"], validate=True) == b"\xfb\xff%P"
    assert found["size"] == 4


async def test_senders_are_offered_the_default_first_and_none_unverified() -> None:
    found = await options_of(integration, "send_email", "from", transport=answering(answer))
    assert [(each.label, each.value) for each in found.options] == [
        ("ada@example.org", "ada@example.org"),
        ("The team <team@example.org>", "team@example.org"),
    ]


@pytest.mark.parametrize("action", ["get_label", "list_history", "delete_label"])
async def test_labels_are_offered_the_accounts_own_first(action: str) -> None:
    found = await options_of(integration, action, "labelId", transport=answering(answer))
    assert [each.value for each in found.options] == ["Label_1", "Label_2", "INBOX"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            {"error": {"code": 403, "message": "No.", "status": "PERMISSION_DENIED"}},
            "No. (PERMISSION_DENIED)",
        ),
        (
            {"error": {"code": 403, "message": "No.", "errors": [{"reason": "rateLimit"}]}},
            "No. (rateLimit)",
        ),
        ({"error": "invalid_grant", "error_description": "Expired."}, "Expired."),
        ({}, "HTTP 403"),
    ],
)
async def test_a_failure_tells_googles_message_and_status(
    content: dict[str, Any], message: str
) -> None:
    transport = answering(lambda request: httpx.Response(403, json=content))
    with pytest.raises(ActionFailed) as failed:
        await run(integration, "get_profile", transport=transport)
    assert failed.value.details == {"message": message, "statusCode": 403}


async def test_a_connections_own_address_gets_mail_and_people_alike() -> None:
    recorder = Recorder()
    for action in ("get_profile", "get_contacts"):
        await run(
            integration,
            action,
            transport=recorder,
            credential=token(base_url="http://own.example:8000"),
        )
    assert [each.url.partition("?")[0] for each in recorder.requests] == [
        "http://own.example:8000/gmail/v1/users/me/profile",
        "http://own.example:8000/v1/people/me/connections",
    ]
