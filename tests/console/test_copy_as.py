"""A call written for other doors."""

from __future__ import annotations

import ast
import json
import shlex

import pytest

from weavz_tui.console.screens.playground.copy_as import forms, from_curl
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.execution import ExecuteRequest

REQUEST = ExecuteRequest(
    integration_name="slack",
    integration_alias="slack_bot",
    action_name="send_channel_message",
    workspace_id="w1",
    end_user_id="user_42",
    partial_ids=[],
    input={"channel": "C1", "text": "it's\n$HOME", "unfurl_links": False},
)
KNOWN = forms(REQUEST, workspace="acme", tool_name="slack_bot__send_channel_message")


def test_curl_comes_back_as_the_same_call() -> None:
    assert from_curl(KNOWN["curl"]()) == REQUEST


def test_python_is_python() -> None:
    (call,) = [
        node
        for node in ast.walk(ast.parse(KNOWN["Python SDK"]()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "client.actions.execute"
    ]
    given = {each.arg: ast.literal_eval(each.value) for each in call.keywords}
    assert given["input"] == REQUEST.input
    assert (given["end_user_id"], given["partial_ids"]) == ("user_42", [])


def test_mcp_is_a_tool_call() -> None:
    message = json.loads(KNOWN["MCP tools/call"]())
    assert message["params"] == {
        "name": "slack_bot__send_channel_message",
        "arguments": REQUEST.input,
    }


def test_the_command_line_survives_the_shell() -> None:
    words = shlex.split(KNOWN["Command line"]())
    assert words[:5] == [
        "weavz-tui",
        "run",
        "slack_bot.send_channel_message",
        "--workspace",
        "acme",
    ]
    assert "text=it's\n$HOME" in words
    assert "unfurl_links=false" in words
    assert "--no-partials" in words


@pytest.mark.parametrize(
    "text",
    [
        "ls",
        "curl 'unclosed",
        "curl http://x/api/v1/actions/execute",
        "curl http://x/api/v1/actions/execute -d '{'",
        "curl http://x/api/v1/actions/execute -d '{}'",
    ],
)
def test_what_is_no_call_is_told(text: str) -> None:
    with pytest.raises(ValidationError):
        from_curl(text)
