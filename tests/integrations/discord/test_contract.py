"""Every request of every action is one that Discord's description allows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integrations.contexts import Recorder, answering, options_of, token
from tests.integrations.discord.description import BASE, description
from tests.integrations.discord.service import GUILD, answer, plain
from tests.integrations.static import Checked, Seen
from weavz_tui.integrations.discord import integration

HERE = {"guild_id": GUILD}
CHANNEL = {**HERE, "channel_id": "2"}
HOOK = "https://discord.com/api/webhooks/11/abc-DEF_1"
EMBEDS = [{"title": "Build 7", "color": 5763719}]

CASES: list[tuple[str, dict[str, Any]]] = [
    ("send_channel_message", {**CHANNEL, "content": "Tea is ready"}),
    ("send_channel_message", {**CHANNEL, "thread_id": "22", "embeds": EMBEDS}),
    (
        "send_channel_message",
        {**CHANNEL, "content": "Look", "file_urls": ["https://files.example/a.png"]},
    ),
    ("send_webhook_message", {"webhook_url": HOOK, "content": "Tea"}),
    (
        "send_webhook_message",
        {
            "webhook_url": f"{HOOK}?thread_id=22",
            "embeds": EMBEDS,
            "username": "Tea",
            "avatar_url": "https://files.example/a.png",
        },
    ),
    ("find_channel", {**HERE, "name": "tea"}),
    ("create_channel", {**HERE, "name": "tea"}),
    (
        "create_channel",
        {
            **HERE,
            "name": "tea",
            "type": "5",
            "topic": "Leaves",
            "parent_id": "1",
            "nsfw": False,
            "reason": "Thirst",
        },
    ),
    ("rename_channel", {**CHANNEL, "name": "coffee", "topic": "Beans", "reason": "Taste"}),
    ("delete_channel", {**CHANNEL, "reason": "Empty"}),
    ("list_guild_members", {**HERE, "limit": 5.0}),
    ("list_guild_members", {**HERE, "query": "ada", "limit": 5}),
    ("add_role_to_member", {**HERE, "member_id": "5", "role_id": "7", "reason": "Merit"}),
    ("remove_role_from_member", {**HERE, "member_id": "5", "role_id": "7"}),
    ("ban_member", {**HERE, "user_id": "5", "delete_message_seconds": 60, "reason": "Spam"}),
    ("unban_member", {**HERE, "user_id": "5"}),
    ("create_role", {**HERE, "name": "Tea"}),
    (
        "create_role",
        {
            **HERE,
            "name": "Tea",
            "color": 255.0,
            "hoist": True,
            "mentionable": True,
            "permissions": "1024",
        },
    ),
    ("delete_role", {**HERE, "role_id": "7"}),
    ("custom_api_call", {"path": "/users/@me", "method": "GET"}),
]
CHOICES = [
    ("send_channel_message", "guild_id", None),
    ("send_channel_message", "channel_id", None),
    ("create_channel", "parent_id", None),
    ("add_role_to_member", "member_id", None),
    ("add_role_to_member", "member_id", "ad"),
    ("add_role_to_member", "role_id", None),
]


async def seen() -> Seen:
    """The requests of every case."""
    found = Seen(description(), BASE, plain)
    await found.run(integration, CASES, answer, token("t"))
    return found


async def checked() -> Checked:
    """What the description says of every case, for the table of all integrations."""
    return (await seen()).checked("discord-api-spec")


async def test_every_action_is_covered_without_a_violation() -> None:
    found = await seen()
    assert found.actions == set(integration.actions)
    assert found.violations == []


async def test_every_kind_of_wrong_request_is_noticed() -> None:
    assert (await seen()).unnoticed == []


@pytest.mark.parametrize(("action", "key", "search"), CHOICES)
async def test_choices_are_fetched_as_described(action: str, key: str, search: str | None) -> None:
    recorder = Recorder(answering(answer))
    await options_of(integration, action, key, HERE, transport=recorder, search=search)
    assert recorder.requests
    for each in recorder.requests:
        assert description().violations(each, BASE) == []


@pytest.mark.parametrize(
    ("action", "inputs"),
    [
        ("send_channel_message", {**CHANNEL, "embeds": [{"title": 7}]}),
        ("send_channel_message", {**HERE, "channel_id": "general", "content": "Tea"}),
        ("create_channel", {**HERE, "name": "x" * 101}),
    ],
)
async def test_the_check_sees_wrong_values(action: str, inputs: dict[str, Any]) -> None:
    found = Seen(description(), BASE)
    await found.run(integration, [(action, inputs)], answer, token("t"))
    assert len(found.violations) == 1
