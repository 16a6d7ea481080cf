"""Every request of every action is one that the published description allows, as far as the
description goes; what it lacks is listed here and checked by hand."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from tests.integrations.contexts import answering, requests_of, token
from tests.integrations.openai.description import Description
from tests.integrations.openai.service import answer
from weavz_tui.integrations.openai import integration
from weavz_tui.model.http import Request

QUESTION = [{"role": "user", "content": "What is six times seven?"}]
LIMITS = {"temperature": 0.5, "max_tokens": 100.0}
SPEECH = {"input": "Hello", "model": "tts-1-hd", "voice": "nova", "response_format": "flac"}

CASES: list[tuple[str, dict[str, Any]]] = [
    ("chat_completion", {"model": "gpt-4o", "messages": QUESTION}),
    (
        "chat_completion",
        {"model": "gpt-4o", "system_message": "Be brief", "messages": "Hi", **LIMITS},
    ),
    ("chat_completion", {"model": "o1", "messages": QUESTION, "max_tokens": 100}),
    ("ask_json", {"model": "gpt-4o-mini", "prompt": "Six times seven"}),
    (
        "ask_json",
        {
            "model": "gpt-4o",
            "prompt": "Six times seven",
            "schema": {"type": "object", "properties": {"answer": {"type": "number"}}},
            "instructions": "Calculate",
            **LIMITS,
        },
    ),
    ("create_embedding", {"model": "text-embedding-3-small", "input": "Hello"}),
    ("generate_image", {"prompt": "A house"}),
    ("generate_image", {"prompt": "A house", "model": "dall-e-2", "size": "512x512", "n": 2.0}),
    ("transcribe_audio", {"file_url": "https://files.example/talk.mp3", "language": "de"}),
    ("list_models", {}),
    ("custom_api_call", {"method": "GET", "path": "/models"}),
    (
        "custom_api_call",
        {
            "method": "POST",
            "path": "/embeddings",
            "body": {"model": "text-embedding-3-small", "input": "Hello"},
        },
    ),
]
NOT_DESCRIBED = {
    "text_to_speech": "the description is older than /audio/speech",
}
NOT_DESCRIBED_PROPERTIES = {
    ("chat_completion", "max_completion_tokens"),
    ("ask_json", "response_format"),
    ("generate_image", "model"),
}
NEWER_SIZES = ["1792x1024", "1024x1792"]
"""Sizes of DALL·E 3, which the description's list of sizes does not have yet."""


@cache
def description() -> Description:
    """The description, read once."""
    return Description()


async def seen() -> list[tuple[str, Request]]:
    """The requests to OpenAI of every case."""
    found = []
    for action, inputs in CASES:
        requests = await requests_of(
            integration, action, inputs, transport=answering(answer), credential=token("t")
        )
        own = [each for each in requests if "//api.openai.com/" in each.url]
        assert all(each.headers["Authorization"] == "Bearer t" for each in own), action
        found += [(action, each) for each in own]
    return found


async def test_every_action_is_covered_without_a_violation() -> None:
    requests = await seen()
    assert {action for action, _ in requests} == set(integration.actions) - set(NOT_DESCRIBED)
    violations = [
        f"{action}: {each}"
        for action, request in requests
        for each in description().violations(request)
    ]
    assert violations == []


async def test_what_the_description_lacks_is_listed() -> None:
    unchecked = {
        (action, name)
        for action, request in await seen()
        for name in description().unchecked(request)
    }
    assert unchecked == NOT_DESCRIBED_PROPERTIES
    (speech,) = await requests_of(
        integration, "text_to_speech", SPEECH, transport=answering(answer)
    )
    assert description().operation(speech) is None


async def test_every_kind_of_wrong_request_is_noticed() -> None:
    unnoticed = [
        f"{action}: {what}"
        for action, request in await seen()
        for what, wrong in description().broken(request)
        if not description().violations(wrong)
    ]
    assert unnoticed == []


@pytest.mark.parametrize("size", NEWER_SIZES)
async def test_newer_sizes_are_the_only_fault_of_a_picture(size: str) -> None:
    (request,) = await requests_of(
        integration,
        "generate_image",
        {"prompt": "A house", "size": size},
        transport=answering(answer),
    )
    (violation,) = description().violations(request)
    assert violation.startswith(f"$.size: '{size}' is not one of")


async def test_speech_is_asked_for_as_openai_documents_it() -> None:
    (request,) = await requests_of(
        integration, "text_to_speech", SPEECH, transport=answering(answer), credential=token("t")
    )
    assert (request.method, request.url) == ("POST", "https://api.openai.com/v1/audio/speech")
    assert request.headers["Authorization"] == "Bearer t"
    assert json.loads(request.content) == SPEECH
