"""What Claude's actions send, give back, refuse and say."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.integrations.claude.service import PNG, answer, message, text
from tests.integrations.contexts import (
    answering,
    properties_of,
    requests_of,
    run,
    token,
)
from weavz_tui.catalog import ActionFailed, FileContent, Response, ValidationError
from weavz_tui.integrations.claude import integration

MODEL = {"model": "claude-haiku-4-5-20251001"}
ASK = {**MODEL, "prompt": "Six times seven"}
READ = {**MODEL, "text": "Ada, 36"}


async def body(action: str, **inputs: Any) -> Any:
    """What the last request of an action carries."""
    requests = await requests_of(integration, action, inputs, transport=answering(answer))
    return json.loads(requests[-1].content)


async def result(action: str, given: Any = None, **inputs: Any) -> Any:
    """What an action returns, from a service that answers as given."""
    reply = answer if given is None else lambda _: httpx.Response(200, json=given)
    return await run(integration, action, inputs, transport=answering(reply))


async def test_the_text_of_an_answer_stands_beside_it() -> None:
    found = await result("ask_claude", **ASK)
    assert (found["text"], found["stop_reason"]) == ("Forty-two", "end_turn")


async def test_the_conversation_goes_before_the_question() -> None:
    roles = [{"role": "user", "content": "Hello"}, {"role": "system", "content": "Be kind"}]
    sent = await body("ask_claude", **ASK, roles=roles, systemPrompt="Be brief")
    assert sent["system"] == "Be brief\n\nBe kind"
    said = [each["content"] for each in sent["messages"]]
    assert said == ["Hello", [{"type": "text", "text": "Six times seven"}]]


async def test_a_picture_is_fetched_and_goes_before_the_words() -> None:
    sent = await body("ask_claude", **ASK, image="https://files.example/a.png")
    first, second = sent["messages"][0]["content"]
    assert first["source"]["media_type"] == "image/png"
    assert first["source"]["data"] == "iVBORw0KGgo=", PNG
    assert second["type"] == "text"


async def test_thinking_gets_tokens_of_its_own() -> None:
    sent = await body("ask_claude", **ASK, maxTokens=100, thinkingMode=True, thinkingModeParams={})
    assert sent["thinking"] == {"type": "enabled", "budget_tokens": 1024}
    assert sent["max_tokens"] == 1124


async def test_fields_become_a_tool_that_has_to_be_used() -> None:
    rows = [{"name": "age", "type": "integer", "isRequired": True}, {"propName": "name"}]
    sent = await body("extract-structured-data", **READ, schema={"fields": rows})
    (tool,) = sent["tools"]
    assert tool["input_schema"] == {
        "type": "object",
        "properties": {"age": {"type": "integer"}, "name": {"type": "string"}},
        "required": ["age"],
    }
    assert sent["tool_choice"] == {"type": "tool", "name": tool["name"]}


async def test_what_was_extracted_is_the_result() -> None:
    rows = [{"name": "age"}]
    found = await result("extract-structured-data", **READ, schema={"fields": rows})
    assert found == {"age": 36}


async def test_an_answer_without_data_is_a_failure_that_says_what_helps() -> None:
    cut = message(text("..."), stop_reason="max_tokens")
    with pytest.raises(ActionFailed) as caught:
        await result("extract-structured-data", cut, **READ, schema={"fields": [{"name": "a"}]})
    assert caught.value.hint == "Raise maxTokens"


@pytest.mark.parametrize(
    ("action", "inputs", "field"),
    [
        ("ask_claude", {**ASK, "roles": "Hello"}, "roles"),
        ("ask_claude", {**ASK, "roles": [{"role": "tool", "content": "a"}]}, "roles"),
        (
            "ask_claude",
            {**ASK, "thinkingMode": True, "thinkingModeParams": {"budgetTokens": 5}},
            "thinkingModeParams",
        ),
        ("ask_claude", {**ASK, "thinkingMode": True, "temperature": 0.5}, "temperature"),
        ("ask_claude", {**ASK, "image": FileContent("a.tiff", b"", "image/tiff")}, "image"),
        ("extract-structured-data", {**MODEL, "schema": {"fields": [{"name": "a"}]}}, "text"),
        ("extract-structured-data", {**READ, "schema": {"fields": []}}, "schema"),
        (
            "extract-structured-data",
            {**READ, "mode": "advanced", "schema": {"type": "array"}},
            "schema",
        ),
        ("custom_api_call", {"url": " ", "method": "GET"}, "url"),
    ],
)
async def test_wrong_inputs_are_refused(action: str, inputs: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await result(action, **inputs)
    assert field in caught.value.fields


async def test_the_fields_of_a_schema_depend_on_the_mode() -> None:
    simple = await properties_of(integration, "extract-structured-data", "schema", {})
    advanced = await properties_of(
        integration, "extract-structured-data", "schema", {"mode": "advanced"}
    )
    assert [each.name for each in simple["fields"].properties] == [
        "name",
        "description",
        "type",
        "isRequired",
    ]
    assert advanced["fields"].type.value == "JSON"


async def test_thinking_has_fields_only_when_it_is_on() -> None:
    key = "thinkingModeParams"
    assert await properties_of(integration, "ask_claude", key, {}) == {}
    on = await properties_of(integration, "ask_claude", key, {"thinkingMode": True})
    assert on["budgetTokens"].default_value == 1024


async def test_a_custom_call_shows_the_whole_answer() -> None:
    found = await result("custom_api_call", url="/models", method="GET")
    assert (found["status"], found["body"]["has_more"]) == (200, False)


async def test_a_failsafe_call_returns_the_error() -> None:
    found = await result("custom_api_call", url="/nothing", method="GET", failsafe=True)
    assert (found["status"], found["body"]["error"]["type"]) == (404, "not_found_error")


@pytest.mark.parametrize(
    ("status", "data", "said"),
    [
        (200, {"content": []}, None),
        (
            401,
            {"type": "error", "error": {"type": "authentication_error", "message": "invalid key"}},
            "invalid key (authentication_error)",
        ),
        (
            529,
            {"error": {"type": "overloaded_error", "message": "Overloaded"}},
            "Overloaded (overl",
        ),
        (502, None, "HTTP 502"),
    ],
)
def test_the_message_and_type_of_an_error_are_told(
    status: int, data: Any, said: str | None
) -> None:
    content = json.dumps(data).encode() if data else b"<html>Bad gateway</html>"
    found = integration.failure(Response(status, {}, content))
    assert found is said or (said is not None and str(found).startswith(said))


@pytest.mark.parametrize(("status", "wait"), [(529, 7.0), (500, None)])
def test_an_overload_is_waited_for(status: int, wait: float | None) -> None:
    assert integration.throttled is not None
    assert integration.throttled(Response(status, {"retry-after": "7"})) == wait


async def test_the_key_goes_to_no_other_server() -> None:
    requests = await requests_of(
        integration,
        "ask_claude",
        {**ASK, "image": "https://files.example/a.png"},
        transport=answering(answer),
        credential=token("k"),
    )
    assert ["x-api-key" in each.headers for each in requests] == [False, True]
