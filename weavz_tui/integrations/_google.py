"""What Google's services have in common: how to sign in, what a failure looks like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from weavz_tui.catalog import Auth, Context, OAuth2, Response, SecretText, ValidationError
from weavz_tui.catalog.answers import answer_of
from weavz_tui.catalog.integration import default_failure

SCOPE = "https://www.googleapis.com/auth/"


def auth(scopes: Sequence[str]) -> list[Auth]:
    """OAuth 2 with these scopes (last part of the address is enough), or an access token."""
    return [
        OAuth2(
            title="Google account",
            authorize_url="https://accounts.google.com/o/oauth2/v2/auth",
            token_url="https://oauth2.googleapis.com/token",
            issuer="https://accounts.google.com",
            scopes=[each if "://" in each else SCOPE + each for each in scopes],
            # Without both of them Google gives a refresh token the first time alone, or never.
            authorize_params={"access_type": "offline", "prompt": "consent"},
        ),
        SecretText(
            title="Access token",
            description="An OAuth 2 access token; Google ends it after an hour.",
        ),
    ]


def failure(response: Response) -> str | None:
    """Google's own message and status, `Requested entity was not found. (NOT_FOUND)`."""
    if response.ok:
        return None
    data = response.data()
    error = data.get("error") if isinstance(data, dict) else None
    if not isinstance(error, dict) or not error.get("message"):
        return default_failure(response)
    status = error.get("status") or _reason(error)
    return f"{error['message']} ({status})" if status else str(error["message"])


def _reason(error: dict[str, Any]) -> str:
    """The older services, Drive among them, give reasons instead of a status."""
    errors = error.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else {}
    return str(first.get("reason", "")) if isinstance(first, dict) else ""


def segment(value: str, key: str) -> str:
    """One part of a path; raises ValidationError where it would name another resource."""
    if value.strip() in {"", ".", ".."}:
        raise ValidationError.of(**{key: "must not be empty"})
    return quote(value.strip(), safe="")


def confirmed(value: bool, key: str, what: str) -> None:
    """Raise ValidationError unless the person has said yes; nothing has been sent then."""
    if value is not True:
        raise ValidationError.of(f"Not confirmed: {what}", **{key: f"must be true: {what}"})


async def call(
    ctx: Context, url: str, method: str, headers: dict[str, Any] | None, body: Any
) -> Any:
    """The answer to a request of a person's own making; what is no data comes as a file."""
    if not url.strip():
        raise ValidationError.of(url="must not be empty")
    sent = ... if body is None else body
    return answer_of(
        await ctx.request(method, url.strip(), headers=headers, json=sent, into=ctx.sink())
    )
