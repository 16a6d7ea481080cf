"""What is known of one MCP server: itself, its tools as a client sees them, how to connect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from weavz_tui.console.screens.servers import table
from weavz_tui.console.text import MUTED, age, aligned, duration, line, lines, pairs, plain, time_of
from weavz_tui.console.wording import status_mark
from weavz_tui.model.client_configs import endpoint

if TYPE_CHECKING:
    from weavz_tui.model.client_configs import ClientConfig
    from weavz_tui.model.execution import ExecutionRow
    from weavz_tui.model.servers import ExposedTool, McpServerRow, McpToken


def record(row: McpServerRow, tokens: Sequence[McpToken]) -> Content:
    """The server and what opens it."""
    address = lines(
        line((plain(endpoint(row)).plain, "bold")),
        Content.styled("over HTTP while `weavz-tui serve` runs, over stdio always", MUTED),
    )
    known = pairs(
        ("name", row.name),
        ("about", row.description or ""),
        ("mode", f"{row.mode.value}: {table.MODES[row.mode]}"),
        ("tools", f"{row.tool_count} as its workspace has them now"),
        ("sign-in", table.SIGN_IN[row.auth_mode]),
        ("end users", "everyone who signs in" if row.end_user_access == "open" else "known ones"),
        ("acts for", row.end_user_id or "whoever signs in"),
        ("own token", _own_token(row)),
        ("last call", age(row.last_call_at)),
        ("made", age(row.created_at)),
    )
    known = lines(address, known)
    if not tokens:
        return known
    shown = [
        line(
            plain(f"{each.token_prefix}…"),
            "  ",
            plain(each.end_user_id or "nobody"),
            (f"  {each.auth_method}, {', '.join(each.scopes)}, {_until(each)}", MUTED),
        )
        for each in tokens
    ]
    return lines(known, Content(""), Content.styled("tokens of end users", MUTED), *shown)


def _own_token(row: McpServerRow) -> Content:
    if row.has_static_token:
        return line(("✓ ", "$text-success"), "in force; t makes a new one")
    if row.auth is not None and row.auth.static_bearer_enabled:
        return line("none; t makes one")
    if row.auth is not None and row.auth.bearer_enabled:
        return line("none: an integration of the workspace asks for whom it acts")
    return line("none: clients sign in with OAuth")


def _until(token: McpToken) -> str:
    if token.expires_at is None:
        return "for ever"
    return f"until {token.expires_at.astimezone():%Y-%m-%d %H:%M}"


def tools(found: Sequence[ExposedTool]) -> Content:
    """Each tool: its name, what it may do, what it says and takes."""
    if not found:
        return Content(
            "No tools: the workspace has no integration with an allowed action.\n"
            "2 goes to the integrations, n adds one; the tools follow by themselves."
        )
    rows: list[Content] = []
    for each in found:
        required = set(each.input_schema.get("required", ()))
        given = each.input_schema.get("properties", {})
        words = [f"{name}*" if name in required else name for name in given]
        rows += [
            line((plain(each.name).plain, "bold"), ("  " + _hints(each), MUTED)),
            line("  ", plain(each.description)),
            line("  ", (plain(", ".join(words) or "takes nothing").plain, MUTED)),
        ]
    return lines(*rows)


def _hints(tool: ExposedTool) -> str:
    notes = tool.annotations
    does = "reads" if notes.read_only_hint else "destroys" if notes.destructive_hint else "writes"
    return f"{does}, may be repeated" if notes.idempotent_hint else does


def clients(configs: Sequence[ClientConfig]) -> Content:
    """Ready configurations; `Y` copies one."""
    rows: list[Content] = []
    for each in configs:
        rows += [
            line((each.title, "bold"), (f"  into {each.file}", MUTED)),
            *[plain(text) for text in each.text.split("\n")],
            Content(""),
        ]
    return lines(line(("Y", "bold $text-primary"), " copies one of these"), Content(""), *rows)


def calls(rows: Sequence[ExecutionRow]) -> Content:
    """The latest calls that came through the server, newest first."""
    if not rows:
        return Content("No call has come through this server yet.")
    found = [
        [
            Content.styled(time_of(row.created_at), MUTED),
            status_mark(row.status),
            plain(f"{row.integration_alias or row.integration_name}.{row.action_name}"),
            Content.styled(plain(row.end_user_id or "nobody").plain, MUTED),
            Content.styled(duration(row.duration_ms), MUTED),
            Content.styled(row.error_code or "", "$text-error"),
        ]
        for row in rows
    ]
    return lines(*(each.rstrip() for each in aligned(found, most=36)))
