"""An OpenAI that answers from a list."""

from __future__ import annotations

from typing import Any

import httpx

SOUND = b"ID3\x00\xff not really"


def completion(content: str | None, **more: Any) -> dict[str, Any]:
    """A chat completion with that answer."""
    message = {"role": "assistant", "content": content, "refusal": more.pop("refusal", None)}
    choice = {
        "index": 0,
        "message": message,
        "finish_reason": more.pop("finish_reason", "stop"),
        "logprobs": None,
    }
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1767225600,
        "model": "gpt-4o-2024-08-06",
        "choices": [choice],
        "usage": {"prompt_tokens": 9, "completion_tokens": 5, "total_tokens": 14},
    }


ANSWERS: dict[str, Any] = {
    "/v1/chat/completions": completion('{"answer": 42}'),
    "/v1/embeddings": {
        "object": "list",
        "data": [{"object": "embedding", "index": 0, "embedding": [0.1, -0.2]}],
        "model": "text-embedding-3-small",
        "usage": {"prompt_tokens": 1, "total_tokens": 1},
    },
    "/v1/images/generations": {"created": 1, "data": [{"url": "https://images.example/1.png"}]},
    "/v1/audio/transcriptions": {"text": "Hello"},
    "/v1/models": {"object": "list", "data": [{"id": "gpt-4o", "object": "model"}]},
}


def answer(request: httpx.Request) -> httpx.Response:
    """What OpenAI answers, and the recording on another server."""
    if request.url.host == "files.example":
        return httpx.Response(200, content=SOUND, headers={"content-type": "audio/mpeg"})
    if request.url.path == "/v1/audio/speech":
        return httpx.Response(200, content=SOUND, headers={"content-type": "audio/mpeg"})
    if request.url.path in ANSWERS:
        return httpx.Response(200, json=ANSWERS[request.url.path])
    error = {"message": "Unknown request URL", "type": "invalid_request_error", "code": None}
    return httpx.Response(404, json={"error": error})
