"""Notion itself: address, ways to authenticate, failures, paging. Its actions lie beside it.

Since version 2025-09-03 of its API a database holds one or more data sources, and items are in
these. A database is named by its own ID, or by that of one of its data sources.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from weavz_tui.catalog import (
    ActionFailed,
    Category,
    Context,
    Integration,
    OAuth2,
    Response,
    SecretText,
)
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._custom import segment
from weavz_tui.model.oauth import BodyStyle, TokenAuth

PAGE = 100
VERSION = "2025-09-03"


def failure(response: Response) -> str | None:
    """Notion's message and code, `Could not find page with ID: 1. (object_not_found)`."""
    if response.ok:
        return None
    data = response.data()
    if not isinstance(data, dict) or not data.get("message"):
        return default_failure(response)
    code = data.get("code")
    return f"{data['message']} ({code})" if code else str(data["message"])


integration = Integration(
    "notion",
    title="Notion",
    description="Databases, pages and comments of a Notion workspace.",
    categories=[Category.PRODUCTIVITY, Category.CONTENT_AND_FILES],
    auth=[
        OAuth2(
            title="Notion connection",
            description="A public connection that a person has given pages to.",
            authorize_url="https://api.notion.com/v1/oauth/authorize",
            token_url="https://api.notion.com/v1/oauth/token",
            token_auth=TokenAuth.BASIC,
            body_style=BodyStyle.JSON,
            pkce=False,
            authorize_params={"owner": "user"},
            keep=("workspace_id", "workspace_name", "bot_id"),
        ),
        SecretText(
            title="Integration secret",
            description="ntn_... or secret_... of an internal integration; pages have to be "
            "shared with it.",
        ),
    ],
    base_url="https://api.notion.com/v1",
    headers={"Notion-Version": VERSION},
    failure=failure,
)


async def pages(
    ctx: Context, method: str, path: str, fields: Mapping[str, Any] | None = None
) -> AsyncIterator[list[dict[str, Any]]]:
    """The pages of a list, as long as there is a next one; `fields` go into the query of a GET
    and into the body of a POST."""
    cursor: str | None = None
    while True:
        asked = {**(fields or {}), "page_size": PAGE}
        if cursor:
            asked["start_cursor"] = cursor
        options: dict[str, Any] = {"params": asked} if method == "GET" else {"json": asked}
        page = (await ctx.request(method, path, **options)).data()
        yield page.get("results") or []
        cursor = page.get("next_cursor")
        if not page.get("has_more") or not cursor:
            return


async def first(
    ctx: Context, method: str, path: str, limit: int, fields: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The first `limit` things of a list."""
    found: list[dict[str, Any]] = []
    async for page in pages(ctx, method, path, fields):
        found += page
        if len(found) >= limit:
            break
    return found[:limit]


async def database(ctx: Context, id: str) -> dict[str, Any] | None:
    """The database of that ID, or None where it is a data source's. Raises ActionFailed."""
    path = f"/databases/{segment(id, 'database_id')}"
    response = await ctx.request("GET", path, check=False)
    if response.status == 404:
        return None
    if (message := failure(response)) is not None:
        details = {"message": message, "statusCode": response.status}
        raise ActionFailed("Action execution failed", details=details)
    found: dict[str, Any] = response.data()
    return found


async def data_source(ctx: Context, id: str) -> dict[str, Any]:
    """The data source of a database, its first where there are several. Raises ActionFailed."""
    found = await database(ctx, id)
    sources = (found or {}).get("data_sources") or [{"id": id}]
    path = f"/data_sources/{segment(str(sources[0]['id']), 'database_id')}"
    source: dict[str, Any] = await ctx.get(path)
    return source


def rich_text(text: str) -> list[dict[str, Any]]:
    """A text as Notion writes it: in pieces of at most 2,000 characters."""
    return [
        {"type": "text", "text": {"content": text[start : start + 2000]}}
        for start in range(0, len(text), 2000)
    ]


def plain(parts: Any) -> str:
    """The bare words of a rich text."""
    return "".join(str(each.get("plain_text", "")) for each in parts or [])


def title_of(thing: Mapping[str, Any]) -> str:
    """The title of a page, a database or a data source."""
    if isinstance(thing.get("title"), list):
        return plain(thing["title"]) or "Untitled"
    for each in (thing.get("properties") or {}).values():
        if each.get("type") == "title":
            return plain(each.get("title")) or "Untitled"
    return "Untitled"


@integration.tests
async def bot(ctx: Context) -> Any:
    """Ask who the integration is."""
    return await ctx.get("/users/me")
