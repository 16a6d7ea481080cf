"""What a step gives, with everything that differs from one home to the next made one word."""

from __future__ import annotations

import re
from typing import Any

_SAME = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "<uuid>"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)"), "<moment>"),
    (re.compile(r"(wvz|mcpo?|cst|eut)_[A-Za-z0-9_-]+"), "<token>"),
    (re.compile(r"http://127\.0\.0\.1:\d+(?=/(mcp|connect)|$)"), ""),
    (re.compile(r"/\S+/vault\.key"), "<vault>"),
    (re.compile(r"(?<![\w-])[A-Za-z0-9_-]{43}(?![\w-])"), "<random>"),
    (re.compile(r"(state|code_challenge|nonce)=[^&]+"), r"\1=<random>"),
)


# What a clock or a chance decides; cursors hold ids.
_TIMED = frozenset(
    {"duration", "durationMs", "duration_ms", "timing", "next", "previous", "undo", "keyPrefix",
     "tokenPrefix", "backend"}
)  # fmt: skip


def alike(found: Any) -> Any:
    """The same with what differs from home to home made one word."""
    if isinstance(found, dict):
        if "oauthAppMode" in found:
            # On the wire null is its default (wire A.2).
            found = {**found, "oauthAppMode": found["oauthAppMode"] or "weavz_managed"}
        return {
            name: "<some>" if name in _TIMED and value else alike(value)
            for name, value in found.items()
        }
    if isinstance(found, list):
        return [alike(each) for each in found]
    if isinstance(found, str):
        for pattern, word in _SAME:
            found = pattern.sub(word, found)
    return found
