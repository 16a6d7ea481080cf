"""A Claude that answers from a list."""

from __future__ import annotations

import json
from typing import Any

import httpx

PNG = b"\x89PNG\r\n\x1a\n"


def message(*blocks: dict[str, Any], stop_reason: str = "end_turn") -> dict[str, Any]:
    """A message with that content."""
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude-haiku-4-5-20251001",
        "content": list(blocks),
        "stop_reason": stop_reason,
        "usage": {"input_tokens": 9, "output_tokens": 5},
    }


def text(words: str) -> dict[str, Any]:
    """A block of text."""
    return {"type": "text", "text": words}


def answer(request: httpx.Request) -> httpx.Response:
    """What Anthropic answers, and a picture on another server."""
    if request.url.host == "files.example":
        return httpx.Response(200, content=PNG, headers={"content-type": "image/png"})
    if request.url.path == "/v1/models":
        return httpx.Response(200, json={"data": [{"id": "claude-haiku-4-5"}], "has_more": False})
    if request.url.path != "/v1/messages":
        error = {"type": "not_found_error", "message": "Not found"}
        return httpx.Response(404, json={"type": "error", "error": error})
    if "tools" in json.loads(request.content):
        tool = {"type": "tool_use", "id": "t1", "name": "extracted_data", "input": {"age": 36}}
        return httpx.Response(200, json=message(tool, stop_reason="tool_use"))
    thought = {"type": "thinking", "thinking": "Six times seven...", "signature": "s"}
    return httpx.Response(200, json=message(thought, text("Forty"), text("-two")))
