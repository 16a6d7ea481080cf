"""The names under which actions are tools of an MCP server, and functions in code (wire E.15)."""

from __future__ import annotations

import hashlib
import keyword
import re

TOOL_NAME_LENGTH = 64


def tool_name(alias: str, action_name: str, *, distinct: bool = False) -> str:
    """`{alias}__{action}` with everything but letters, digits and `_` turned into `_`; longer
    than 64 characters, or `distinct` from another of that name, it ends in a short hash."""
    name = re.sub(r"[^A-Za-z0-9_]", "_", f"{alias}__{action_name}")
    if len(name) <= TOOL_NAME_LENGTH and not distinct:
        return name
    digest = hashlib.sha256(f"{alias}\0{action_name}".encode()).hexdigest()[:8]
    return f"{name[: TOOL_NAME_LENGTH - 9]}_{digest}"


def python_name(name: str) -> str:
    """An alias or the name of an action as code writes it: `google-sheets` is `google_sheets`."""
    written = re.sub(r"[^A-Za-z0-9_]", "_", name) or "_"
    if written[0].isdigit():
        written = f"_{written}"
    return f"{written}_" if keyword.iskeyword(written) else written
