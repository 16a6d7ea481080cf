"""What Discord's actions send, offer, refuse and say."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.integrations.contexts import (
    Recorder,
    answering,
    options_of,
    requests_of,
    run,
    token,
)
from tests.integrations.discord.service import GUILD, answer, parts
from weavz_tui.catalog import Options, Response, ValidationError
from weavz_tui.integrations.discord import integration
from weavz_tui.model.http import Request

HERE = {"guild_id": GUILD}
CHANNEL = {**HERE, "channel_id": "2"}
HOOK = "https://discord.com/api/v9/webhooks/11/abc-DEF_1?thread_id=22"


async def sent(action: str, **inputs: Any) -> list[Request]:
    """The requests of an action."""
    transport = answering(answer)
    return await requests_of(
        integration, action, inputs, transport=transport, credential=token("t")
    )


async def result(action: str, **inputs: Any) -> Any:
    """What an action returns."""
    return await run(
        integration, action, inputs, transport=answering(answer), credential=token("t")
    )


async def labels(action: str, key: str, search: str | None = None, **inputs: Any) -> list[str]:
    """The labels of a select."""
    found = await options_of(
        integration, action, key, inputs, transport=answering(answer), search=search
    )
    return [each.label for each in found.options]


async def test_the_bots_token_is_named_as_one() -> None:
    (request,) = await sent("custom_api_call", path="/users/@me", method="GET")
    assert request.headers["Authorization"] == "Bot t"


async def test_files_go_beside_the_message() -> None:
    fetched, posted = await sent(
        "send_channel_message",
        **CHANNEL,
        content="Grüße",
        file_urls=["https://files.example/a.png"],
    )
    assert "Authorization" not in fetched.headers
    found = parts(posted)
    assert found["files[0]"] == b"PNG"
    assert json.loads(found["payload_json"]) == {"content": "Grüße"}


async def test_a_webhook_is_called_as_given_and_without_the_bots_token() -> None:
    (request,) = await sent("send_webhook_message", webhook_url=HOOK, content="Tea")
    assert request.url == f"{HOOK}&wait=true"
    assert "Authorization" not in request.headers


@pytest.mark.parametrize(
    "url",
    [
        "https://discord.example/api/webhooks/11/abc",
        "http://discord.com/api/webhooks/11/abc",
        "https://discord.com/api/webhooks/11/abc/messages",
        " https://discord.com/api/webhooks/11/abc",
    ],
)
async def test_only_a_webhook_of_discords_is_called(url: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await sent("send_webhook_message", webhook_url=url, content="Tea")
    assert "webhook_url" in caught.value.fields


async def test_a_webhook_of_the_connections_own_server_is_called() -> None:
    url = "http://127.0.0.1:9/api/webhooks/11/abc"
    (request,) = await requests_of(
        integration,
        "send_webhook_message",
        {"webhook_url": url, "content": "Tea"},
        transport=answering(answer),
        base_url="http://127.0.0.1:9",
    )
    assert request.url == f"{url}?wait=true"


def test_a_webhook_needs_no_connection_and_its_address_is_a_secret() -> None:
    action = integration.actions["send_webhook_message"]
    assert not action.requires_auth
    assert action.properties[0].secret


async def test_a_reason_reaches_the_audit_log_escaped() -> None:
    (request,) = await sent("delete_channel", **CHANNEL, reason="Grüße & so")
    assert request.headers["X-Audit-Log-Reason"] == "Gr%C3%BC%C3%9Fe%20%26%20so"


@pytest.mark.parametrize(("exact", "names"), [(None, ["tea", "tea-talk"]), (True, ["tea"])])
async def test_channels_are_found_by_name(exact: bool | None, names: list[str]) -> None:
    more = {"exact_match": exact} if exact is not None else {}
    found = await result("find_channel", **HERE, name="#TEA", **more)
    assert [each["name"] for each in found["channels"]] == names
    assert found["channel"]["name"] == "tea"


async def test_a_channel_that_is_not_there_is_no_failure() -> None:
    found = await result("find_channel", **HERE, name="coffee")
    assert found == {"found": False, "channel": None, "channels": []}


async def test_members_come_page_by_page_up_to_the_limit() -> None:
    found = await result("list_guild_members", **HERE, limit=1200)
    assert [len(found), found[-1]["user"]["id"]] == [1200, "1200"]
    assert len(await sent("list_guild_members", **HERE, limit=9999)) == 2


@pytest.mark.parametrize(
    ("action", "inputs", "field"),
    [
        ("send_channel_message", CHANNEL, "content"),
        ("send_channel_message", {**CHANNEL, "embeds": "Tea"}, "embeds"),
        ("send_channel_message", {**CHANNEL, "file_urls": ["https://a.b"] * 11}, "file_urls"),
        ("send_channel_message", {**CHANNEL, "content": "a", "channel_id": ".."}, "channel_id"),
        ("send_webhook_message", {"webhook_url": "https://a.b/c", "content": "a"}, "webhook_url"),
        ("create_role", {**HERE, "name": "a", "permissions": "all"}, "permissions"),
        ("custom_api_call", {"path": "https://a.b", "method": "GET"}, "path"),
        ("custom_api_call", {"path": "/x", "method": "GET", "query_params": [1]}, "query_params"),
    ],
)
async def test_wrong_inputs_are_refused(action: str, inputs: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await sent(action, **inputs)
    assert field in caught.value.fields


async def test_choices_are_sorted_as_people_look_for_them() -> None:
    assert await labels("find_channel", "guild_id") == ["Alpha", "zeta"]
    assert await labels("delete_channel", "channel_id", **HERE) == ["tea", "tea-talk", "Voice"]
    assert await labels("create_channel", "parent_id", **HERE) == ["Rooms"]
    assert await labels("delete_role", "role_id", **HERE) == ["high", "low"]


async def test_members_are_searched_by_discord() -> None:
    found = await labels("add_role_to_member", "member_id", "ad", **HERE)
    assert found == ["Ada (user5)", "user6"]


async def test_many_members_say_that_there_are_more() -> None:
    found = await options_of(
        integration, "add_role_to_member", "member_id", HERE, transport=answering(answer)
    )
    assert len(found.options) == 1000
    assert "type to find" in found.placeholder


@pytest.mark.parametrize(
    ("action", "key"),
    [
        ("delete_channel", "channel_id"),
        ("create_channel", "parent_id"),
        ("delete_role", "role_id"),
        ("add_role_to_member", "member_id"),
    ],
)
async def test_choices_of_a_server_wait_for_it(action: str, key: str) -> None:
    recorder = Recorder()
    found = await options_of(integration, action, key, transport=recorder)
    assert found == Options(disabled=True, placeholder="Choose a server first")
    assert recorder.requests == []


async def test_servers_are_fetched_to_the_last_page() -> None:
    def servers(request: httpx.Request) -> httpx.Response:
        size = 3 if "after" in request.url.params else 200
        return httpx.Response(200, json=[{"id": str(n), "name": "s"} for n in range(size)])

    found = await options_of(integration, "find_channel", "guild_id", transport=answering(servers))
    assert len(found.options) == 203


@pytest.mark.parametrize(
    ("status", "data", "said"),
    [
        (204, None, None),
        (403, {"message": "Missing Permissions", "code": 50013}, "Missing Permissions (50013)"),
        (401, {"message": "401: Unauthorized", "code": 0}, "401: Unauthorized"),
        (
            400,
            {
                "code": 50035,
                "message": "Invalid Form Body",
                "errors": {
                    "embeds": {"0": {"title": {"_errors": [{"code": "A", "message": "Too long."}]}}}
                },
            },
            "Invalid Form Body (50035): embeds.0.title Too long.",
        ),
        (502, None, "HTTP 502"),
    ],
)
def test_the_message_code_and_first_detail_are_told(
    status: int, data: Any, said: str | None
) -> None:
    content = json.dumps(data).encode() if data else b"<html></html>" if status > 500 else b""
    assert integration.failure(Response(status, {}, content)) == said


@pytest.mark.parametrize(
    ("status", "data", "wait"),
    [
        (
            429,
            {"message": "You are being rate limited.", "retry_after": 0.75, "global": False},
            0.75,
        ),
        (429, None, None),
        (200, {"retry_after": 1}, None),
    ],
)
def test_discords_own_waiting_time_counts(status: int, data: Any, wait: float | None) -> None:
    assert integration.throttled is not None
    content = json.dumps(data).encode() if data else b""
    assert integration.throttled(Response(status, {}, content)) == wait
