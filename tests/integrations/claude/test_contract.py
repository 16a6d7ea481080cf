"""Every message that is asked for is one that Anthropic's own client could send."""

from __future__ import annotations

from typing import Any

from tests.integrations.claude.description import broken, violations
from tests.integrations.claude.service import answer
from tests.integrations.contexts import answering, requests_of, token
from weavz_tui.catalog import FileContent
from weavz_tui.integrations.claude import integration
from weavz_tui.model.http import Request

MODEL = {"model": "claude-haiku-4-5-20251001"}
ASK = {**MODEL, "prompt": "Six times seven"}
PERSON = {
    "fields": [
        {"name": "name", "description": "In full", "isRequired": True},
        {"name": "age", "type": "integer"},
    ]
}

CASES: list[tuple[str, dict[str, Any]]] = [
    ("ask_claude", ASK),
    (
        "ask_claude",
        {
            **ASK,
            "systemPrompt": "Be brief",
            "temperature": 0.5,
            "maxTokens": 100.0,
            "image": FileContent("a.png", b"PNG", "image/png"),
            "roles": [
                {"role": "system", "content": "Be kind"},
                {"role": "user", "content": "Hello"},
                {"role": "assistant", "content": [{"type": "text", "text": "Hi"}]},
            ],
        },
    ),
    ("ask_claude", {**ASK, "image": FileContent("a.pdf", b"%PDF", "application/pdf")}),
    (
        "ask_claude",
        {**ASK, "thinkingMode": True, "thinkingModeParams": {"budgetTokens": 2000}},
    ),
    ("extract-structured-data", {**MODEL, "text": "Ada, 36", "schema": PERSON}),
    (
        "extract-structured-data",
        {
            **MODEL,
            "image": "https://files.example/card.png",
            "mode": "advanced",
            "schema": {"fields": {"type": "object", "properties": {"age": {"type": "integer"}}}},
            "maxTokens": 50,
        },
    ),
    ("custom_api_call", {"url": "/models", "method": "GET"}),
]


async def seen() -> list[tuple[str, Request]]:
    """The requests to Anthropic of every case."""
    found = []
    for action, inputs in CASES:
        requests = await requests_of(
            integration, action, inputs, transport=answering(answer), credential=token("k")
        )
        own = [each for each in requests if "//api.anthropic.com/" in each.url]
        assert all(each.headers["x-api-key"] == "k" for each in own), action
        assert all(each.headers["anthropic-version"] == "2023-06-01" for each in own), action
        found += [(action, each) for each in own]
    return found


async def test_every_action_is_covered_without_a_violation() -> None:
    requests = await seen()
    assert {action for action, _ in requests} == set(integration.actions)
    found = [f"{action}: {each}" for action, request in requests for each in violations(request)]
    assert found == []


async def test_every_kind_of_wrong_request_is_noticed() -> None:
    unnoticed = [
        f"{action}: {what}"
        for action, request in await seen()
        for what, wrong in broken(request)
        if not violations(wrong)
    ]
    assert unnoticed == []
