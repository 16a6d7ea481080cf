"""The arguments and the results of the three tools of CODE mode (wire C.9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from weavz_tui.mcp.results import Content, as_json
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.servers import McpAccess

if TYPE_CHECKING:
    from weavz_tui.engine.servers.code_mode import CodeMode

DETAILS = ("full", "signatures")


async def search(code: CodeMode, access: McpAccess, given: Mapping[str, Any]) -> Content:
    """`weavz_search`: what there is to call."""
    query = given.get("query") or ""
    if not isinstance(query, str):
        raise ValidationError.of(query="must be a text")
    found = await code.search(access.server, query)
    structured = {"integrations": [each.wire() for each in found]}
    return _answer(as_json(structured), structured)


async def read_api(code: CodeMode, access: McpAccess, given: Mapping[str, Any]) -> Content:
    """`weavz_read_api`: typed declarations."""
    if (given.get("detail") or "full") not in DETAILS:
        raise ValidationError.of(detail=f"must be one of {', '.join(DETAILS)}")
    is_full = given.get("detail") != "signatures"
    aliases = _names(given, "alias", "aliases")
    actions = _names(given, "action", "actions")
    text = await code.declarations(access.server, aliases, actions, full=is_full)
    return _answer(text, {"declarations": text})


def program_of(given: Mapping[str, Any]) -> str:
    """`weavz_execute`: the Python to run."""
    program = given.get("code")
    if not isinstance(program, str) or not program.strip():
        raise ValidationError.of(code="must be Python, as a text")
    return program


def _names(given: Mapping[str, Any], one: str, several: str) -> list[str]:
    """The names given under either key."""
    found: list[str] = []
    for key in (one, several):
        value = given.get(key)
        names = [value] if isinstance(value, str) else value or []
        if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
            raise ValidationError.of(**{key: "must be a name, or a list of names"})
        found += names
    return found


def _answer(text: str, structured: Mapping[str, Any]) -> Content:
    return {
        "content": [{"type": "text", "text": text}],
        "structuredContent": dict(structured),
        "isError": False,
    }
