"""States and strategies in words, each with its mark; colour is never the only sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from weavz_tui.console.text import MUTED, age, clock, line, plain

if TYPE_CHECKING:
    from weavz_tui.model.catalogue import IntegrationSummary
    from weavz_tui.model.entities import Connection
    from weavz_tui.model.execution import Resolution
    from weavz_tui.model.lists import IntegrationRow

CONNECTION_TYPES = {
    "SECRET_TEXT": "token",
    "BASIC_AUTH": "password",
    "CUSTOM_AUTH": "fields",
    "OAUTH2": "OAuth 2",
    "PLATFORM_OAUTH2": "OAuth 2",
}

_STATUS = {
    "success": ("✓ ok", "$text-success"),
    "error": ("✗ failed", "bold $text-error"),
    "canceled": ("- cancelled", ""),
}


def status_mark(status: str) -> Content:
    """How an execution ended."""
    text, style = _STATUS[status]
    return Content.styled(text, style)


def good(text: str) -> Content:
    """A state as it should be."""
    return line(("✓ " + text, "$text-success"))


def bad(text: str) -> Content:
    """A state that stops a call."""
    return line(("✗ " + text, "bold $text-error"))


def some(text: str) -> Content:
    """A state that stops some calls."""
    return line(("! " + text, "$text-warning"))


def uses(row: IntegrationRow) -> Content:
    """Strategy and connection as one phrase."""
    given = plain(row.connection.external_id) if row.connection else None
    if not row.needs_connection:
        return Content("no account needed")
    if row.connection_strategy == "fixed":
        return line("always ", given) if given else Content("always the only one")
    if row.connection_strategy == "per_user_with_fallback":
        return line("own, else ", given) if given else Content("own, else nothing")
    return Content("own only")


def state(row: IntegrationRow) -> Content:
    """Whether its calls would find a connection."""
    if not row.needs_connection:
        return Content("-")
    if row.connection_strategy == "per_user" or row.connection is None:
        if row.end_user_count == 0:
            return Content("- no users")
        told = f"{row.own_count} of {row.end_user_count}"
        return good(told) if row.own_count == row.end_user_count else some(told)
    return connection_state(row.connection)


def connection_state(connection: Connection) -> Content:
    """`✓ ok` as its last test found it, `- untested`, `✗ failed`, `✗ expired`, `✗ error`."""
    if connection.status == "ERROR":
        return bad("error")
    if connection.expires_at is not None and connection.expires_at < clock():
        return bad("expired")
    if connection.test_ok is None:
        return line(("- untested", MUTED))
    return good("ok") if connection.test_ok else bad("failed")


def last_test(connection: Connection) -> Content:
    """When it was tested and how that ended; how it can be, where it was not."""
    if connection.tested_at is None:
        return line(("not yet: t asks the service", MUTED))
    moment = age(connection.tested_at)
    return good(f"ok, {moment}") if connection.test_ok else bad(f"failed, {moment}")


def used(connection: Connection) -> Content:
    """When it was last used."""
    return Content(f"used {age(connection.last_used_at)}")


def actions(row: IntegrationRow) -> str:
    """`12/42`: allowed of all."""
    allowed = row.action_count if row.allowed_actions is None else len(row.allowed_actions)
    return f"{allowed}/{row.action_count}"


def account(row: IntegrationSummary) -> str:
    """Which kinds of account an integration takes."""
    kinds = dict.fromkeys(CONNECTION_TYPES[each] for each in row.auth_types)
    return ", ".join(kinds) or "none needed"


def answer(resolution: Resolution) -> Content:
    """Which connection would be used, in a word."""
    if not resolution.required:
        return Content("-")
    if resolution.connection is not None:
        return plain(resolution.connection.external_id)
    return bad("none")
