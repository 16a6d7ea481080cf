"""RSS and Atom feeds."""

from __future__ import annotations

import asyncio
import calendar
import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from weavz_tui.catalog import ActionFailed, Category, Context, Effect, Integration, Prop

LARGEST_FEED = 10_000_000

Limit = Annotated[int, Prop(minimum=1, maximum=1000)]
Url = Annotated[str, Prop(title="Feed URL")]

integration = Integration(
    "rss",
    title="RSS Feed",
    description="Read RSS and Atom feeds.",
    categories=[Category.CONTENT_AND_FILES],
    headers={
        "Accept": "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"
    },
)


@integration.action(effect=Effect.READ)
async def parse_feed(ctx: Context, url: Url) -> Any:
    """Read a feed: what it says of itself, and all of its entries.

    Args:
        url: Address of an RSS or Atom feed.
    """
    feed, entries = await _read(ctx, url)
    return {"feed": feed, "entries": entries, "count": len(entries)}


@integration.action(effect=Effect.READ)
async def get_entries(ctx: Context, url: Url, limit: Limit = 20) -> Any:
    """The first entries of a feed, as a rule its newest.

    Args:
        url: Address of an RSS or Atom feed.
        limit: How many at most.
    """
    feed, entries = await _read(ctx, url)
    return {
        "feedTitle": feed["title"],
        "entries": entries[:limit],
        "count": min(limit, len(entries)),
        "total": len(entries),
    }


@integration.action(effect=Effect.READ)
async def search_entries(ctx: Context, url: Url, query: str, limit: Limit = 20) -> Any:
    """Entries of a feed that contain every word of a query.

    Args:
        url: Address of an RSS or Atom feed.
        query: Words, in any order and case, looked for in title, text, author and categories.
        limit: How many at most.
    """
    feed, entries = await _read(ctx, url)
    words = query.casefold().split()
    found = [each for each in entries if all(word in _searched(each) for word in words)]
    return {
        "feedTitle": feed["title"],
        "query": query,
        "entries": found[:limit],
        "count": min(limit, len(found)),
        "total": len(found),
    }


async def _read(ctx: Context, url: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    response = await ctx.request("GET", url)
    if len(response.content) > LARGEST_FEED:
        raise _no_feed(f"is larger than {LARGEST_FEED} bytes", response.status)
    headers = {
        "content-type": response.headers.get("content-type", "application/xml"),
        "content-location": response.url,
    }
    parsed = await asyncio.to_thread(_parse, response.content, headers)
    if not parsed.version and not parsed.entries:
        raise _no_feed("is neither RSS nor Atom", response.status)
    return _feed(parsed.feed, parsed.version), [_entry(each) for each in parsed.entries]


def _parse(content: bytes, headers: Mapping[str, str]) -> Any:
    import feedparser  # noqa: PLC0415 - 0.1 s that only feeds need

    # Given bytes, feedparser takes those that look like a path or an address for one and opens it.
    return feedparser.parse(io.BytesIO(content), response_headers=headers)


def _no_feed(message: str, status: int) -> ActionFailed:
    return ActionFailed(
        "Action execution failed",
        details={"message": f"what the address answers {message}", "statusCode": status},
        hint="Give the address of the feed itself, not of the page that links to it",
    )


def _feed(feed: Any, version: str) -> dict[str, Any]:
    return {
        "title": feed.get("title"),
        "description": feed.get("subtitle"),
        "link": feed.get("link"),
        "language": feed.get("language"),
        "author": feed.get("author"),
        "image": (feed.get("image") or {}).get("href"),
        "updated": _iso(feed.get("updated_parsed") or feed.get("published_parsed")),
        "format": version,
    }


def _entry(entry: Any) -> dict[str, Any]:
    content = entry.get("content") or [{}]
    # Asked for what is not there, feedparser gives the publication's date for the update's.
    updated = dict(entry).get("updated_parsed")
    return {
        "id": entry.get("id") or entry.get("link"),
        "title": entry.get("title"),
        "link": entry.get("link"),
        "author": entry.get("author"),
        "published": _iso(entry.get("published_parsed") or updated),
        "updated": _iso(updated),
        "summary": entry.get("summary"),
        "content": content[0].get("value"),
        "categories": [each.get("term") for each in entry.get("tags") or [] if each.get("term")],
        "enclosures": [
            {"url": each.get("href"), "type": each.get("type"), "length": each.get("length")}
            for each in entry.get("enclosures") or []
        ],
    }


def _iso(parsed: Any) -> str | None:
    """A moment as feedparser gives it, in UTC, as ISO 8601."""
    if not parsed:
        return None
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat().replace("+00:00", "Z")


def _searched(entry: Mapping[str, Any]) -> str:
    texts = [entry[key] or "" for key in ("title", "summary", "content", "author")]
    return " ".join([*texts, *entry["categories"]]).casefold()
