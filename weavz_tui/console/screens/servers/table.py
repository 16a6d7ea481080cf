"""The MCP servers of a workspace as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weavz_tui.console.text import age
from weavz_tui.console.widgets.columns import Column
from weavz_tui.model.servers import AuthMode, ServerMode

if TYPE_CHECKING:
    from weavz_tui.model.servers import McpServerRow

MODES = {ServerMode.TOOLS: "a tool an action", ServerMode.CODE: "runs code"}
SIGN_IN = {
    AuthMode.OAUTH: "OAuth",
    AuthMode.BEARER: "token",
    AuthMode.OAUTH_AND_BEARER: "OAuth, token",
}


def columns() -> tuple[Column[McpServerRow], ...]:
    """Name, mode, tools, sign-in, tokens, for whom, last call."""
    return (
        Column("name", "name", lambda row: row.name, minimum=12, maximum=32),
        Column("mode", "mode", lambda row: row.mode.value, minimum=5),
        Column("tools", "tools", lambda row: str(row.tool_count), minimum=5, align="right"),
        Column("sign_in", "sign-in", lambda row: SIGN_IN[row.auth_mode], minimum=8, maximum=14,
               priority=1),
        Column("tokens", "tokens", tokens, minimum=6, priority=3),
        Column("for", "acts for", lambda row: row.end_user_id or "who signs in", minimum=10,
               maximum=20, priority=2),
        Column("called", "last call", lambda row: age(row.last_call_at), minimum=10, maximum=14,
               priority=4),
    )  # fmt: skip


def tokens(row: McpServerRow) -> str:
    """How many open it: the server's own, and those of end users."""
    own = "own" if row.has_static_token else ""
    users = f"{row.token_count} of users" if row.token_count else ""
    return " + ".join(filter(None, (own, users))) or "-"
