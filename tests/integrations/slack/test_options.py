"""The choices of Slack's selects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.integrations.contexts import answering, options_of, token
from weavz_tui.catalog import ActionFailed, Options
from weavz_tui.integrations.slack import integration
from weavz_tui.integrations.slack.service import MAX_PAGES, PAGE

Answer = Callable[[httpx.Request], dict[str, Any]]


async def choices(key: str, answer: Answer) -> Options:
    transport = answering(lambda request: httpx.Response(200, json=answer(request)))
    return await options_of(
        integration, "send_ephemeral_message", key, transport=transport, credential=token()
    )


def pairs(options: Options) -> list[tuple[str, Any]]:
    return [(each.label, each.value) for each in options.options]


async def test_channels_of_every_page_are_listed_by_name() -> None:
    pages: dict[str | None, dict[str, Any]] = {
        None: {
            "channels": [{"id": "C2", "name": "tea"}],
            "response_metadata": {"next_cursor": "two"},
        },
        "two": {
            "channels": [{"id": "C1", "name": "coffee", "is_private": True}],
            "response_metadata": {"next_cursor": ""},
        },
    }
    found = await choices(
        "channel", lambda request: {"ok": True, **pages[request.url.params.get("cursor")]}
    )
    assert pairs(found) == [("#coffee (private)", "C1"), ("#tea", "C2")]


async def test_paging_ends_after_a_bounded_number_of_pages_and_says_so() -> None:
    asked: list[httpx.Request] = []

    def endless(request: httpx.Request) -> dict[str, Any]:
        asked.append(request)
        channel = {"id": f"C{len(asked)}", "name": f"n{len(asked)}"}
        more = {"next_cursor": "more"}
        return {"ok": True, "channels": [channel], "response_metadata": more}

    found = await choices("channel", endless)
    assert len(asked) == len(found.options) == MAX_PAGES
    assert found.placeholder == "The first 10 are listed; the ID of another can be given"
    assert asked[0].url.params["limit"] == str(PAGE)
    assert asked[0].url.params["exclude_archived"] == "true"


async def test_a_token_without_private_channels_gets_the_public_ones() -> None:
    def answer(request: httpx.Request) -> dict[str, Any]:
        if "private_channel" in request.url.params["types"]:
            return {"ok": False, "error": "missing_scope", "needed": "groups:read"}
        return {"ok": True, "channels": [{"id": "C1", "name": "tea"}]}

    assert pairs(await choices("channel", answer)) == [("#tea", "C1")]


async def test_another_failure_is_passed_on() -> None:
    with pytest.raises(ActionFailed) as caught:
        await choices("channel", lambda _: {"ok": False, "error": "invalid_auth"})
    assert caught.value.details["message"] == "invalid_auth"


async def test_people_are_listed_without_the_deactivated() -> None:
    members = [
        {"id": "U1", "name": "egon", "real_name": "Egon Spengler"},
        {"id": "U2", "name": "gone", "deleted": True},
        {"id": "U3", "name": "bare"},
    ]
    found = await choices("user", lambda _: {"ok": True, "members": members})
    assert pairs(found) == [("@bare", "U3"), ("Egon Spengler (@egon)", "U1")]
