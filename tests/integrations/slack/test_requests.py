"""What Slack's actions send where no description can check it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from tests.integrations.contexts import Recorder, answering, requests_of, run, token
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.slack import integration
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.http import Request

BOT = token("xoxb-bot")
INSTALLED = Credential(
    ConnectionType.OAUTH2,
    {"accessToken": "xoxb-bot", "data": {"authed_user": {"access_token": "xoxp-person"}}},
)


def form(request: Request) -> dict[str, str]:
    return dict(parse_qsl(request.content.decode(), keep_blank_values=True))


async def sent(action: str, credential: Credential = BOT, **inputs: Any) -> Request:
    """The one request of an action."""
    (request,) = await requests_of(integration, action, inputs, credential=credential)
    return request


@pytest.mark.parametrize(
    ("action", "inputs", "method", "fields"),
    [
        (
            "create_canvas",
            {"title": "Tea", "markdown": "# Tea"},
            "canvases.create",
            {"title": "Tea", "document_content": {"type": "markdown", "markdown": "# Tea"}},
        ),
        (
            "create_channel_canvas",
            {"channel": "C1", "markdown": "# Tea"},
            "conversations.canvases.create",
            {"channel_id": "C1", "document_content": {"type": "markdown", "markdown": "# Tea"}},
        ),
        ("delete_canvas", {"canvas_id": "F1"}, "canvases.delete", {"canvas_id": "F1"}),
        ("list_bookmarks", {"channel": "C1"}, "bookmarks.list", {"channel_id": "C1"}),
        (
            "add_bookmark",
            {"channel": "C1", "title": "T", "link": "https://example.com", "emoji": ":tea:"},
            "bookmarks.add",
            {
                "channel_id": "C1",
                "title": "T",
                "type": "link",
                "link": "https://example.com",
                "emoji": ":tea:",
            },
        ),
        (
            "edit_bookmark",
            {"channel": "C1", "bookmark_id": "Bk1", "title": "T"},
            "bookmarks.edit",
            {"channel_id": "C1", "bookmark_id": "Bk1", "title": "T"},
        ),
        (
            "remove_bookmark",
            {"channel": "C1", "bookmark_id": "Bk1"},
            "bookmarks.remove",
            {"channel_id": "C1", "bookmark_id": "Bk1"},
        ),
    ],
)
async def test_methods_that_the_description_lacks(
    action: str, inputs: Mapping[str, Any], method: str, fields: Mapping[str, Any]
) -> None:
    request = await sent(action, **inputs)
    assert (request.method, request.url) == ("POST", f"https://slack.com/api/{method}")
    as_text = {
        key: json.dumps(value) if isinstance(value, dict) else value
        for key, value in fields.items()
    }
    assert form(request) == as_text


@pytest.mark.parametrize(
    ("inputs", "change"),
    [
        (
            {"operation": "insert_at_end", "markdown": "x", "section_id": "ignored"},
            {"document_content": {"type": "markdown", "markdown": "x"}},
        ),
        (
            {"operation": "insert_after", "markdown": "x", "section_id": "temp:C:1"},
            {
                "section_id": "temp:C:1",
                "document_content": {"type": "markdown", "markdown": "x"},
            },
        ),
        ({"operation": "delete", "section_id": "temp:C:1"}, {"section_id": "temp:C:1"}),
        (
            {"operation": "rename", "title": "New"},
            {"title_content": {"type": "markdown", "markdown": "New"}},
        ),
    ],
)
async def test_a_change_of_a_canvas_carries_what_its_operation_takes(
    inputs: dict[str, Any], change: dict[str, Any]
) -> None:
    fields = form(await sent("edit_canvas", canvas_id="F1", **inputs))
    assert json.loads(fields["changes"]) == [{"operation": inputs["operation"], **change}]


async def test_a_change_of_a_canvas_names_what_it_lacks() -> None:
    with pytest.raises(ValidationError) as caught:
        await sent("edit_canvas", canvas_id="F1", operation="insert_before")
    assert set(caught.value.fields) == {"section_id", "markdown"}


async def test_blocks_go_as_one_json_text() -> None:
    blocks = [{"type": "divider"}, {"type": "divider"}]
    request = await sent("send_channel_message", channel="C1", text="Hi", blocks=blocks)
    assert request.content.count(b"blocks=") == 1
    assert json.loads(form(request)["blocks"]) == blocks


async def test_ids_separated_by_commas_are_cleaned() -> None:
    request = await sent("update_usergroup_users", usergroup="S1", users=" U1, U2 ,,U3")
    assert form(request)["users"] == "U1,U2,U3"


async def test_a_search_runs_as_the_person_who_installed_the_app() -> None:
    request = await sent("search_messages", INSTALLED, query="tea")
    assert request.headers["Authorization"] == "Bearer xoxp-person"


async def test_a_custom_call_runs_as_the_bot_unless_told_otherwise() -> None:
    as_bot = await sent("custom_api_call", INSTALLED, method_name="auth.test")
    as_person = await sent(
        "custom_api_call", INSTALLED, method_name="auth.test", use_user_token=True
    )
    assert as_bot.headers["Authorization"] == "Bearer xoxb-bot"
    assert as_person.headers["Authorization"] == "Bearer xoxp-person"


async def test_a_custom_call_as_a_person_needs_a_persons_token() -> None:
    with pytest.raises(ValidationError) as caught:
        await sent("custom_api_call", method_name="auth.test", use_user_token=True)
    assert "use_user_token" in caught.value.fields


@pytest.mark.parametrize("name", ["https://example.com/x", "../x", "chat.postMessage?x=1", ""])
async def test_a_custom_call_takes_the_name_of_a_method_alone(name: str) -> None:
    with pytest.raises(ValidationError):
        await sent("custom_api_call", method_name=name)


async def test_a_message_inside_a_thread_is_found_there() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        inside = request.url.path.endswith("conversations.replies")
        found = [{"ts": "1.2", "text": "Hi"}] if inside else []
        return httpx.Response(200, json={"ok": True, "messages": found})

    inputs = {"channel": "C1", "timestamp": "1.2"}
    found = await run(
        integration, "get_message", inputs, transport=answering(answer), credential=BOT
    )
    assert found == {"ok": True, "message": {"ts": "1.2", "text": "Hi"}}


async def test_a_message_that_is_nowhere_is_a_failure() -> None:
    transport = answering(lambda _: httpx.Response(200, json={"ok": True, "messages": []}))
    inputs = {"channel": "C1", "timestamp": "1.2"}
    with pytest.raises(ActionFailed) as caught:
        await run(integration, "get_message", inputs, transport=transport, credential=BOT)
    assert caught.value.details["message"] == "message_not_found"


async def test_a_long_list_is_collected_over_pages_up_to_its_limit() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        start = int(request.url.params.get("cursor", 0))
        size = int(request.url.params["limit"])
        page = [{"ts": str(number)} for number in range(start, start + size)]
        more = {"next_cursor": str(start + size)}
        return httpx.Response(200, json={"ok": True, "messages": page, "response_metadata": more})

    recorder = Recorder(answering(answer))
    inputs = {"channel": "C1", "limit": 1500}
    found = await run(
        integration, "get_channel_history", inputs, transport=recorder, credential=BOT
    )
    assert [each["ts"] for each in found["messages"]] == [str(number) for number in range(1500)]
    assert len(recorder.requests) == 2


async def test_people_are_listed_without_bots_unless_asked_for() -> None:
    members = [{"id": "U1"}, {"id": "U2", "is_bot": True}, {"id": "USLACKBOT"}]
    transport = answering(lambda _: httpx.Response(200, json={"ok": True, "members": members}))
    people = await run(integration, "list_users", transport=transport, credential=BOT)
    everyone = await run(
        integration, "list_users", {"include_bots": True}, transport=transport, credential=BOT
    )
    assert [each["id"] for each in people["members"]] == ["U1"]
    assert everyone["members"] == members
