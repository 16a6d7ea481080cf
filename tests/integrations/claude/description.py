"""What Anthropic's own Python client says of the body of a message, as JSON Schema."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from typing import Any

from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

from tests.real import need
from weavz_tui.model.http import Request

BASE = "https://api.anthropic.com"


@cache
def schema() -> dict[str, Any]:
    """The schema of a message's body; what it does not name is not allowed."""
    _need()
    from anthropic.types.message_create_params import (  # noqa: PLC0415 - takes two seconds
        MessageCreateParamsNonStreaming,
    )

    found: dict[str, Any] = _closed(TypeAdapter(MessageCreateParamsNonStreaming).json_schema())
    return found


@cache
def paths() -> set[str]:
    """The paths that the client's resources ask for."""
    _need()
    from anthropic.resources import models  # noqa: PLC0415
    from anthropic.resources.messages import messages  # noqa: PLC0415

    text = inspect.getsource(messages) + inspect.getsource(models)
    return {each for each in ("/v1/messages", "/v1/models") if f'"{each}"' in text}


def _need() -> None:
    need(find_spec("anthropic") is not None, "install anthropic (extra dev): its types")


def violations(request: Request) -> list[str]:
    """What is wrong with a request; empty when nothing is."""
    path = request.url.removeprefix(BASE)
    if path not in paths():
        return [f"no operation is {request.method} {request.url}"]
    if path == "/v1/models":
        return [] if request.method == "GET" and not request.content else ["models are read"]
    if request.method != "POST" or request.headers.get("Content-Type") != "application/json":
        return ["a message is posted as JSON"]
    errors = Draft202012Validator(schema()).iter_errors(json.loads(request.content))
    return [f"{each.json_path}: {each.message[:200]}" for each in errors]


def broken(request: Request) -> Iterator[tuple[str, Request]]:
    """Requests like this one that are wrong in one place, each with what is wrong."""
    yield "unknown path", replace(request, url=f"{request.url}/nothing")
    yield "another verb", replace(request, method="PATCH")
    if not request.content:
        return
    body = json.loads(request.content)
    yield "an unknown field", _with(request, {**body, "notAField": 1})
    for name in body:
        yield f"{name} of another type", _with(request, {**body, name: {"wrong": [{}]}})
    for name in schema()["required"]:
        yield f"without {name}", _with(request, {k: v for k, v in body.items() if k != name})
    first, *others = body["messages"]
    strange = {**first, "content": [{"type": "strange"}]}
    yield "a strange block", _with(request, {**body, "messages": [strange, *others]})


def _with(request: Request, body: dict[str, Any]) -> Request:
    return replace(request, content=json.dumps(body).encode())


def _closed(value: Any) -> Any:
    if isinstance(value, list):
        return [_closed(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: _closed(each) for key, each in value.items()}
    if isinstance(found.get("properties"), dict) and found.get("type") == "object":
        found.setdefault("additionalProperties", False)
    return found
