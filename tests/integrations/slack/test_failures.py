"""Slack answers failures with HTTP 200 and `ok: false`."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.integrations.contexts import answering, run, token
from weavz_tui.catalog import ActionFailed, Response
from weavz_tui.integrations.slack import integration


def failure(answer: Any, status: int = 200) -> str | None:
    headers = {"content-type": "application/json"}
    return integration.failure(Response(status, headers, json.dumps(answer).encode()))


def test_ok_is_a_success() -> None:
    assert failure({"ok": True}) is None


def test_ok_false_is_a_failure_with_slacks_own_word() -> None:
    assert failure({"ok": False, "error": "channel_not_found"}) == "channel_not_found"


def test_a_missing_scope_is_named() -> None:
    answer = {"ok": False, "error": "missing_scope", "needed": "chat:write", "provided": ""}
    assert failure(answer) == "missing_scope (needs the scope chat:write)"


def test_invalid_arguments_are_named() -> None:
    metadata = {"messages": ["[ERROR] missing required field: channel"]}
    answer = {"ok": False, "error": "invalid_arguments", "response_metadata": metadata}
    assert failure(answer) == "invalid_arguments: [ERROR] missing required field: channel"


def test_a_rate_limit_is_a_failure() -> None:
    assert failure({"ok": False, "error": "ratelimited"}, 429) == "ratelimited"


def test_an_answer_of_somebody_else_is_a_failure() -> None:
    page = Response(200, {"content-type": "text/html"}, b"<html>Sign in to the network</html>")
    assert integration.failure(page) == "The answer is not one of Slack's"


async def test_the_action_fails_with_the_message_and_the_status() -> None:
    transport = answering(lambda _: httpx.Response(200, json={"ok": False, "error": "not_authed"}))
    with pytest.raises(ActionFailed) as caught:
        await run(
            integration,
            "send_channel_message",
            {"channel": "C1", "text": "Hi"},
            transport=transport,
            credential=token(),
        )
    assert caught.value.details == {"message": "not_authed", "statusCode": 200}
