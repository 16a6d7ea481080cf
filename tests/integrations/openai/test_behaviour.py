"""What OpenAI's actions send, return and refuse."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx
import pytest

from tests.fixtures.openapi_check import MULTIPART, fields_of
from tests.integrations.contexts import Answer, Recorder, answering, requests_of, run, token
from tests.integrations.openai.service import SOUND, answer, completion
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.openai import integration

ASK = {"model": "gpt-4o", "prompt": "Six times seven"}
SCHEMA = {"type": "object", "properties": {"answer": {"type": "number"}}}


async def sent(action: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """The body of the last request of an action."""
    requests = await requests_of(integration, action, inputs, transport=answering(answer))
    body: dict[str, Any] = json.loads(requests[-1].content)
    return body


def always(status: int, content: Any) -> Answer:
    """A service that always answers this."""
    return lambda request: httpx.Response(status, json=content)


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ("Hi", [{"role": "user", "content": "Hi"}]),
        ({"role": "user", "content": "Hi"}, [{"role": "user", "content": "Hi"}]),
        ([{"role": "assistant", "content": "A"}], [{"role": "assistant", "content": "A"}]),
    ],
)
async def test_a_conversation_follows_the_system_message(
    messages: Any, expected: list[dict[str, str]]
) -> None:
    body = await sent(
        "chat_completion", {"model": "gpt-4o", "messages": messages, "system_message": "Be brief"}
    )
    assert body["messages"] == [{"role": "system", "content": "Be brief"}, *expected]


@pytest.mark.parametrize(
    ("model", "key"),
    [
        ("gpt-4o", "max_tokens"),
        ("o1", "max_completion_tokens"),
        ("o3-mini", "max_completion_tokens"),
    ],
)
async def test_reasoning_models_have_a_limit_of_their_own(model: str, key: str) -> None:
    body = await sent("chat_completion", {"model": model, "messages": "Hi", "max_tokens": 50})
    assert body == {"model": model, "messages": body["messages"], key: 50}


@pytest.mark.parametrize(
    ("action", "inputs", "field"),
    [
        ("chat_completion", {"model": "o1", "messages": ""}, "messages"),
        ("chat_completion", {"model": "o1", "messages": []}, "messages"),
        ("chat_completion", {"model": "o1", "messages": ["Hi"]}, "messages"),
        ("chat_completion", {"model": "o1", "messages": "Hi", "max_tokens": 1.5}, "max_tokens"),
        ("ask_json", {**ASK, "schema": [1]}, "schema"),
        ("generate_image", {"prompt": "A house", "n": 1.5}, "n"),
        ("custom_api_call", {"method": "GET", "path": "https://evil.example/x"}, "path"),
    ],
)
async def test_bad_input_is_refused_before_anything_is_sent(
    action: str, inputs: dict[str, Any], field: str
) -> None:
    recorder = Recorder()
    with pytest.raises(ValidationError) as refused:
        await run(integration, action, inputs, transport=recorder)
    assert list(refused.value.fields) == [field]
    assert recorder.requests == []


async def test_json_comes_parsed() -> None:
    found = await run(integration, "ask_json", ASK, transport=answering(answer))
    assert found["output"] == {"answer": 42}
    assert found["usage"]["total_tokens"] == 14


@pytest.mark.parametrize(
    ("inputs", "wanted"),
    [
        ({}, {"type": "json_object"}),
        (
            {"schema": SCHEMA},
            {"type": "json_schema", "json_schema": {"name": "answer", "schema": SCHEMA}},
        ),
        ({"schema": SCHEMA, "model": "gpt-4-turbo"}, {"type": "json_object"}),
    ],
)
async def test_the_kind_of_json_is_asked_for(inputs: dict[str, Any], wanted: Any) -> None:
    body = await sent("ask_json", {**ASK, **inputs})
    assert body["response_format"] == wanted
    assert "JSON" in body["messages"][0]["content"]
    written_out = json.dumps(SCHEMA) in body["messages"][0]["content"]
    assert written_out is (inputs.get("model") == "gpt-4-turbo")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (completion("Forty-two"), "The answer is not JSON"),
        (completion('{"answer": 4', finish_reason="length"), "The answer was cut off"),
        (completion(None, refusal="I can't"), "The model refused: I can't"),
        ({}, "The answer is not JSON"),
    ],
)
async def test_an_answer_that_is_not_json_is_a_failure(given: Any, message: str) -> None:
    with pytest.raises(ActionFailed) as failed:
        await run(integration, "ask_json", ASK, transport=answering(always(200, given)))
    assert failed.value.details == {"message": message, "statusCode": 200}
    assert failed.value.hint


@pytest.mark.parametrize(
    ("url", "filename"),
    [
        ("https://files.example/talk.m4a?token=1", "talk.m4a"),
        ("https://files.example/talk", "talk.mp3"),
    ],
)
async def test_a_recording_is_fetched_without_the_key_and_uploaded(url: str, filename: str) -> None:
    requests = await requests_of(
        integration,
        "transcribe_audio",
        {"file_url": url, "language": "de"},
        transport=answering(answer),
        credential=token("t"),
    )
    fetch, upload = requests
    assert "Authorization" not in fetch.headers
    assert fields_of(upload, MULTIPART) == {
        "model": "whisper-1",
        "language": "de",
        "file": filename,
    }
    assert SOUND in upload.content


async def test_speech_comes_as_a_file() -> None:
    found = await run(
        integration,
        "text_to_speech",
        {"input": "Hello", "voice": "nova", "response_format": "opus"},
        transport=answering(answer),
    )
    assert (found["filename"], found["mimeType"]) == ("speech.opus", "audio/ogg")
    assert base64.b64decode(found["base64"]) == SOUND


async def test_absent_choices_are_left_to_the_service() -> None:
    assert await sent("generate_image", {"prompt": "A house"}) == {
        "model": "dall-e-3",
        "prompt": "A house",
    }


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            {"error": {"message": "Bad key.", "type": "invalid", "code": "invalid_api_key"}},
            "Bad key. (invalid_api_key)",
        ),
        (
            {"error": {"message": "Too long.", "type": "invalid", "code": None}},
            "Too long. (invalid)",
        ),
        ({"detail": "Not a model"}, "Not a model"),
    ],
)
async def test_a_failure_tells_the_services_message(content: Any, message: str) -> None:
    with pytest.raises(ActionFailed) as failed:
        await run(integration, "list_models", transport=answering(always(401, content)))
    assert failed.value.details == {"message": message, "statusCode": 401}
