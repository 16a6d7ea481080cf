"""The filter of the activity: `status:failed source:rest alias:x since:2h text`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from weavz_tui.console.text import clock
from weavz_tui.model.enums import ExecutionStatus, Source
from weavz_tui.model.lists import ActivityQuery

STATUSES = {
    "ok": ExecutionStatus.SUCCESS,
    "success": ExecutionStatus.SUCCESS,
    "failed": ExecutionStatus.ERROR,
    "error": ExecutionStatus.ERROR,
    "cancelled": ExecutionStatus.CANCELED,
    "canceled": ExecutionStatus.CANCELED,
}
SOURCES = {
    "console": Source.PLAYGROUND,
    "playground": Source.PLAYGROUND,
    "mcp": Source.MCP_TOOLS,
    **{source.value: source for source in Source},
}
SOURCE_WORDS = {Source.PLAYGROUND: "console", Source.MCP_TOOLS: "mcp", Source.MCP_CODE: "mcp code"}
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_SPAN = re.compile(r"(\d{1,4})([mhdw])")


def _since(word: str) -> Any:
    found = _SPAN.fullmatch(word)
    return clock() - timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else None


KEYS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "status": ("status", STATUSES.get),
    "source": ("source", SOURCES.get),
    "alias": ("integration_alias", str),
    "integration": ("integration_name", str),
    "action": ("action_name", str),
    "since": ("since", _since),
}


def query_of(text: str, workspace_id: str | None) -> ActivityQuery:
    """The question that a filter comes to; a word that is no known `key:value` is searched for."""
    given: dict[str, Any] = {}
    words = []
    for word in text.split():
        key, colon, value = word.partition(":")
        name, read = KEYS.get(key, ("", str))
        meant = read(value) if colon and name and value else None
        if meant is None:
            if not (colon and name and not value):
                words.append(word)
        else:
            given[name] = meant
    return ActivityQuery(search=" ".join(words), workspace_id=workspace_id or None, **given)
