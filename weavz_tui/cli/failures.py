"""What a command leaves behind when it fails: an exit code, a message, with --json an envelope."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from weavz_tui.cli.output import clean
from weavz_tui.model.errors import WeavzError

FAILED = 1
INVALID = 2
CONNECTION = 3
VAULT = 4
NOT_FOUND = 5
LIMIT = 6
CRASHED = 70
STORAGE = 74
INTERRUPTED = 130

EXIT_CODES: dict[str, int] = {
    "ACTION_FAILED": FAILED,
    "OPTIONS_FAILED": FAILED,
    "RESOLVE_FAILED": FAILED,
    "IDEMPOTENCY_IN_DOUBT": FAILED,
    "NATIVE_RUNTIME_REQUIRED": FAILED,
    "INTERNAL_ERROR": FAILED,
    "VALIDATION_ERROR": INVALID,
    "NO_UPDATES": INVALID,
    "PARTIAL_MISMATCH": INVALID,
    "DUPLICATE": INVALID,
    "ALIAS_CONFLICT": INVALID,
    "AMBIGUOUS_INTEGRATION": INVALID,
    "ACTION_NOT_ALLOWED": INVALID,
    "NOT_DROPDOWN": INVALID,
    "NO_OPTIONS_FN": INVALID,
    "NOT_DYNAMIC": INVALID,
    "CONNECTION_REQUIRED": CONNECTION,
    "MISSING_CONNECTION": CONNECTION,
    "REFRESH_FAILED": CONNECTION,
    "NO_OAUTH_APP": CONNECTION,
    "OAUTH_ERROR": FAILED,
    "TOKEN_EXCHANGE_FAILED": FAILED,
    "NOT_OAUTH2": INVALID,
    "MISSING_OAUTH2_CONFIG": INVALID,
    "VAULT_LOCKED": VAULT,
    "VAULT_UNAVAILABLE": VAULT,
    "NOT_FOUND": NOT_FOUND,
    "INTEGRATION_NOT_FOUND": NOT_FOUND,
    "CONNECTION_NOT_FOUND": NOT_FOUND,
    "END_USER_NOT_FOUND": NOT_FOUND,
    "PARTIAL_NOT_FOUND": NOT_FOUND,
    "OAUTH_APP_NOT_FOUND": NOT_FOUND,
    "SCOPE_DENIED": INVALID,
    "INVALID_MCP_SCOPES": INVALID,
    "MCP_BEARER_DISABLED": INVALID,
    "MCP_OAUTH_DISABLED": INVALID,
    "MCP_STATIC_BEARER_INCOMPATIBLE": INVALID,
    "QUOTA_EXCEEDED": LIMIT,
    "RATE_LIMITED": LIMIT,
    "STORAGE_ERROR": STORAGE,
}
"""Exit code by error code; the README lists what they mean."""

HINTS: dict[str, str] = {
    "CONNECTION_REQUIRED": "name one with --connection or an end user with --end-user, or make one:"
    " `weavz-tui connections create --help`",
}
"""What mends an error from the command line, where the engine's own words are for every door."""


def failed(error: Exception, arguments: Sequence[str]) -> int:
    """Show whatever ended a command, and return the exit code for it."""
    as_json = "--json" in arguments
    match error:
        case WeavzError():
            return show_error(error, as_json=as_json)
        case click.exceptions.Abort():
            click.echo("Stopped.", err=True)
            return INTERRUPTED
        case click.ClickException():
            return show_usage_error(error, as_json=as_json)
        case BrokenPipeError():
            close_output()
            return FAILED
        case _:
            return show_crash(error, arguments)


def show_error(error: WeavzError, *, as_json: bool) -> int:
    """Say what happened on standard error, and as an envelope on standard output for --json.

    Returns the exit code.
    """
    if as_json:
        click.echo(json.dumps(error.wire(), indent=2, ensure_ascii=False, default=str))
    click.echo(f"{error.code}: {clean(error.message)}", err=True)
    for line in _details(error):
        click.echo(f"  {clean(line)}", err=True)
    if hint := _hint(error):
        click.echo(f"hint: {clean(hint)}", err=True)
    return EXIT_CODES.get(error.code, FAILED)


def _hint(error: WeavzError) -> str:
    """What mends it. To authorise again is the engine's advice, however that is done."""
    if error.details.get("reason") == "REAUTHORISE":
        return error.hint
    return HINTS.get(error.code, error.hint)


def show_usage_error(error: click.ClickException, *, as_json: bool) -> int:
    """The same for a command line that cannot be understood."""
    message = error.format_message()
    if as_json:
        envelope = {"error": message, "code": "VALIDATION_ERROR"}
        click.echo(json.dumps(envelope, indent=2, ensure_ascii=False))
    command = "weavz-tui"
    if isinstance(error, click.UsageError) and error.ctx is not None:
        command = error.ctx.command_path
    click.echo(f"VALIDATION_ERROR: {clean(message)}", err=True)
    click.echo(f"hint: `{command} --help` shows what can be given", err=True)
    return INVALID


def show_crash(error: BaseException, arguments: Sequence[str]) -> int:
    """An error that no one foresaw: a redacted report in a file, one line on the terminal."""
    from weavz_tui.crash import write_report
    from weavz_tui.home import Home

    named = [each for each in arguments[:1] if not each.startswith("-")]
    options = [each.partition("=")[0] for each in arguments if each.startswith("--")]
    words = ["weavz-tui", *named, *options]
    path = write_report(Home.find(), error, words)
    click.echo(f"weavz-tui failed in a way it should not ({type(error).__name__}).", err=True)
    if path is not None:
        click.echo(f"A report without your data is in {path}", err=True)
    return CRASHED


def close_output() -> None:
    """After the reader of our output went away: let nothing complain about it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _details(error: WeavzError) -> list[str]:
    """The details that help a person, a line each."""
    details = error.details
    lines = [f"{name}: {message}" for name, message in _mapping(details.get("fields")).items()]
    lines = [each for each in lines if each not in error.message]
    upstream = details.get("message")
    status = details.get("statusCode")
    if upstream:
        lines.append(f"{upstream} (HTTP {status})" if status else str(upstream))
    for step in details.get("steps") or ():
        named = _mapping(step)
        lines.append(f"{named.get('name')}: {named.get('outcome')}, {named.get('reason')}")
    return lines


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
