"""Slack itself: address, ways to authenticate, failures, paging. Its actions lie beside it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from weavz_tui.catalog import (
    ActionFailed,
    Category,
    Context,
    Expired,
    Integration,
    OAuth2,
    Response,
    SecretText,
    ValidationError,
)
from weavz_tui.catalog.integration import default_failure

PAGE = 999
MAX_PAGES = 10

SCOPES = (
    "bookmarks:read",
    "bookmarks:write",
    "canvases:read",
    "canvases:write",
    "channels:history",
    "channels:manage",
    "channels:read",
    "chat:write",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "groups:write",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "reactions:write",
    "usergroups:read",
    "usergroups:write",
    "users.profile:read",
    "users:read",
    "users:read.email",
)


def failure(response: Response) -> str | None:
    """The `error` of an answer with `ok: false`, which Slack sends with HTTP 200.

    A missing scope is named, and so are the arguments that Slack calls invalid.
    """
    data = response.data()
    if not isinstance(data, dict) or "ok" not in data:
        return default_failure(response) or "The answer is not one of Slack's"
    if data["ok"]:
        return None
    error = str(data.get("error") or f"HTTP {response.status}")
    if needed := data.get("needed"):
        return f"{error} (needs the scope {needed})"
    metadata = data.get("response_metadata")
    messages = metadata.get("messages") if isinstance(metadata, dict) else None
    if error == "invalid_arguments" and messages:
        return f"{error}: {'; '.join(map(str, messages))}"
    return error


integration = Integration(
    "slack",
    title="Slack",
    description="Messages, channels, people, files, canvases and user groups of a workspace.",
    categories=[Category.COMMUNICATION, Category.PRODUCTIVITY],
    auth=[
        OAuth2(
            title="Slack app",
            description="The access token of an installed Slack app.",
            authorize_url="https://slack.com/oauth/v2/authorize",
            token_url="https://slack.com/api/oauth.v2.access",
            scopes=SCOPES,
            scope_separator=",",
            pkce=False,
            token_paths=("", "authed_user"),
            keep=("authed_user", "team", "enterprise", "bot_user_id", "app_id"),
            expired=(Expired(status=200, path="error", values=("token_expired",)), Expired()),
            exhausted=("invalid_refresh_token", "token_revoked", "account_inactive"),
        ),
        SecretText(
            title="Bot token",
            description="xoxb-... of an app's bot; a user token (xoxp-...) works as well.",
        ),
    ],
    base_url="https://slack.com/api",
    failure=failure,
)


def refused(error: str) -> ActionFailed:
    """The failure that Slack itself would answer with, where the search for it is ours."""
    return ActionFailed("Action execution failed", details={"message": error, "statusCode": 200})


def ids(text: str | None) -> str | None:
    """Comma-separated ids as Slack takes them: without spaces and empty items."""
    if text is None:
        return None
    return ",".join(each.strip() for each in text.split(",") if each.strip())


async def call(
    ctx: Context, method: str, fields: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> Any:
    """The answer of a method that changes something; lists and objects go as JSON text."""
    form = {
        key: json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
        for key, value in fields.items()
    }
    return await ctx.post(f"/{method}", form=form, headers=headers)


async def pages(ctx: Context, method: str, size: int = PAGE, **params: Any) -> AsyncIterator[Any]:
    """The pages of a list with cursors, at most MAX_PAGES of them."""
    cursor = None
    for _ in range(MAX_PAGES):
        page = await ctx.get(f"/{method}", params={**params, "limit": size, "cursor": cursor})
        yield page
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return


async def collect(ctx: Context, method: str, key: str, *, limit: int, **params: Any) -> Any:
    """The last page with, under `key`, the first `limit` items of all pages."""
    found: list[Any] = []
    answer: dict[str, Any] = {}
    async for page in pages(ctx, method, min(limit, PAGE), **params):
        found += page.get(key) or []
        answer = page
        if len(found) >= limit:
            break
    return {**answer, key: found[:limit]}


def user_token(ctx: Context) -> str | None:
    """The person's token that came with the app's installation beside the bot's, or None."""
    data = ctx.credential.values.get("data") if ctx.credential else None
    person = data.get("authed_user") if isinstance(data, Mapping) else None
    token = person.get("access_token") if isinstance(person, Mapping) else None
    return str(token) if token else None


def as_user(ctx: Context, *, must: bool = False) -> dict[str, str]:
    """Headers that let a call run as the person, where the connection holds their token.

    With `must` an app's connection without one raises ValidationError; a token that was given as
    it is may be a person's, so Slack decides.
    """
    if token := user_token(ctx):
        return {"Authorization": f"Bearer {token}"}
    if must and ctx.credential is not None and ctx.credential.token.startswith("xoxb-"):
        raise ValidationError.of(
            "The connection holds a bot token only",
            use_user_token="needs a connection with a user token (xoxp-...)",
        )
    return {}
