"""Tools of an MCP server as operations, and what they answer as data."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from weavz_tui.importers.description import Operation
from weavz_tui.importers.names import Nameless, named
from weavz_tui.importers.properties import PropertyMaker
from weavz_tui.importers.references import References, require_inside
from weavz_tui.importers.shapes import Shapes
from weavz_tui.importers.texts import clean
from weavz_tui.model.enums import Effect
from weavz_tui.model.errors import ImportRefused
from weavz_tui.model.http import FileContent

if TYPE_CHECKING:
    from mcp_types import CallToolResult, Tool

MOST_TOOLS = 5000


def operations_of(
    tools: Sequence[Tool], known: Mapping[str, str]
) -> tuple[list[Operation], list[tuple[str, str]]]:
    """An operation for each tool, and the tools that become none with the reason; `known` are the
    names that they have already."""
    names = named([Nameless(each.name, each.name) for each in tools], known)
    found, skipped = [], []
    for each in tools[:MOST_TOOLS]:
        if each.execution is not None and each.execution.task_support == "required":
            skipped.append((each.name, "it can only be called as a task, which is not done here"))
            continue
        try:
            found.append(_operation(each, names[each.name]))
        except ImportRefused as refused:
            skipped.append((each.name, refused.message))
    return found, skipped


def _operation(tool: Tool, name: str) -> Operation:
    schema: dict[str, Any] = dict(tool.input_schema)
    require_inside(schema)
    shapes = Shapes(References(schema))
    maker = PropertyMaker(shapes)
    flat, seen = shapes.flat(schema)
    hints = tool.annotations
    title = tool.title or (hints.title if hints else None) or tool.name
    effect = Effect.WRITE
    if hints is not None and hints.read_only_hint:
        effect = Effect.READ
    elif hints is not None and hints.destructive_hint:
        effect = Effect.DESTROY
    is_idempotent = bool(hints is not None and hints.idempotent_hint)
    return Operation(
        name=name,
        title=clean(title, 80),
        description=clean(tool.description),
        effect=effect,
        idempotent=effect is Effect.READ or is_idempotent,
        properties=maker.fields(flat, seen, 1),
        tool=tool.name,
    )


def answer_of(result: CallToolResult) -> Any:
    """What a tool answered: its structured content, else its one text (as JSON where it is), else
    the list of what it sent."""
    if result.structured_content is not None:
        return result.structured_content
    parts = [_part(each.model_dump(mode="json", by_alias=True)) for each in result.content]
    if len(parts) != 1:
        return {"content": parts}
    only = parts[0]
    return _parsed(only) if isinstance(only, str) else only


def text_of(result: CallToolResult) -> str:
    """The texts of an answer, for an error."""
    texts = [str(getattr(each, "text", "")) for each in result.content]
    return clean(" ".join(each for each in texts if each), 500)


def _part(part: dict[str, Any]) -> Any:
    kind = part.get("type")
    if kind == "text":
        return part.get("text")
    if kind in {"image", "audio"}:
        return _file(part, f"{kind}.{str(part.get('mimeType')).rpartition('/')[2]}")
    if kind == "resource":
        resource = part.get("resource")
        if isinstance(resource, dict) and isinstance(resource.get("blob"), str):
            name = str(resource.get("uri") or "file").rpartition("/")[2]
            return _file({"data": resource["blob"], **resource}, name or "file")
    return {key: each for key, each in part.items() if each is not None}


def _file(part: Mapping[str, Any], name: str) -> Any:
    try:
        content = base64.b64decode(str(part.get("data")), validate=True)
    except binascii.Error:
        return dict(part)
    return FileContent(name, content, str(part.get("mimeType") or "application/octet-stream"))


def _parsed(text: str) -> Any:
    if text.lstrip()[:1] not in {"{", "["}:
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
