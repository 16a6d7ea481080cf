"""What the official conformance suite wants to call, as a workspace of tests alone has it."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from weavz_tui.catalog import ActionFailed, Context, Effect, Integration
from weavz_tui.catalog.registry import Registry
from weavz_tui.mcp.local import LocalBackend
from weavz_tui.mcp.results import Content
from weavz_tui.model.http import FileContent
from weavz_tui.model.servers import ExposedTool, McpAccess, McpServer

PREFIX = "conformance__"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
WAV = b"RIFF$\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0@\x1f\0\0@\x1f\0\0\1\0\x08\0data\0\0\0\0"
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "$defs": {
        "address": {
            "type": "object",
            "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
        }
    },
    "properties": {"name": {"type": "string"}, "address": {"$ref": "#/$defs/address"}},
    "additionalProperties": False,
}

integration = Integration("conformance", title="Conformance")


@integration.action(effect=Effect.READ)
async def test_simple_text(ctx: Context) -> Any:
    """A text."""
    return "This is a simple text response for testing."


@integration.action(effect=Effect.READ)
async def test_image_content(ctx: Context) -> Any:
    """A picture."""
    return FileContent("dot.png", PNG, "image/png")


@integration.action(effect=Effect.READ)
async def test_audio_content(ctx: Context) -> Any:
    """A sound."""
    return FileContent("silence.wav", WAV, "audio/wav")


@integration.action(effect=Effect.READ)
async def test_embedded_resource(ctx: Context) -> Any:
    """Another file."""
    return FileContent("note.txt", b"This is an embedded resource content.", "text/plain")


@integration.action(effect=Effect.READ)
async def test_multiple_content_types(ctx: Context) -> Any:
    """A text, a picture and a file."""
    data = FileContent("data.json", b'{"test":"data","value":123}', "application/json")
    return {"text": "Multiple content types test:", "image": await test_image_content(ctx)} | {
        "data": data
    }


@integration.action(effect=Effect.READ)
async def test_error_handling(ctx: Context) -> Any:
    """An error."""
    raise ActionFailed("This tool intentionally returns an error for testing")


@integration.action(effect=Effect.READ)
async def test_tool_with_progress(ctx: Context) -> Any:
    """Long enough for three reports of its progress, which the door makes every second."""
    await asyncio.sleep(2.3)
    return "done"


@integration.action(effect=Effect.READ)
async def json_schema_2020_12_tool(ctx: Context) -> Any:
    """Nothing; its schema is looked at."""


def registry() -> Registry:
    """The catalogue with this integration in it."""
    made = Registry()
    made.add(integration)
    return made


class FixedNames(LocalBackend):
    """Shows tools under the names that the suite wants, without the alias; one of them with the
    schema that it wants to see come through unchanged."""

    async def exposed(self, server: McpServer) -> Sequence[ExposedTool]:
        return [_renamed(each) for each in await super().exposed(server)]

    async def call(
        self,
        access: McpAccess,
        name: str,
        arguments: Mapping[str, Any],
        *,
        base: str | None = None,
    ) -> Content:
        return await super().call(access, PREFIX + name, arguments, base=base)


def _renamed(tool: ExposedTool) -> ExposedTool:
    name = tool.name.removeprefix(PREFIX)
    changed: dict[str, Any] = {"name": name}
    if name == "json_schema_2020_12_tool":
        changed["input_schema"] = SCHEMA
    return tool.model_copy(update=changed)


@dataclass(frozen=True)
class WithToken:
    """Signs every request: the suite cannot."""

    app: ASGIApp
    token: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            signed = (b"authorization", f"Bearer {self.token}".encode())
            scope["headers"] = [*scope["headers"], signed]
        await self.app(scope, receive, send)
