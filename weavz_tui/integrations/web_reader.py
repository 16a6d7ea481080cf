"""Web pages as text, Markdown, links and data."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal

from weavz_tui.catalog import (
    ActionFailed,
    Category,
    Context,
    Effect,
    Integration,
    Prop,
    Response,
    ValidationError,
)
from weavz_tui.integrations import _html
from weavz_tui.model.errors import WeavzError

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

LARGEST_PAGE = 5_000_000
MOST_PAGES = 20
AT_ONCE = 4
LONGEST_PATTERN = 500
MATCHING_TIME = 2.0

_PAGES = {"text/html", "application/xhtml+xml", "application/xml", "text/xml", ""}

Url = Annotated[str, Prop(title="URL")]
Reader = Callable[["BeautifulSoup", str], dict[str, Any]]

integration = Integration(
    "web-reader",
    title="Web Reader",
    description="Read web pages: as text, as Markdown, their links, what they tell machines.",
    categories=[Category.CONTENT_AND_FILES],
    headers={"Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.5"},
)


@integration.action(effect=Effect.READ)
async def fetch_as_markdown(
    ctx: Context,
    url: Url,
    include_links: Annotated[bool | None, Prop(key="includeLinks")] = True,
    include_images: Annotated[bool | None, Prop(key="includeImages")] = False,
) -> Any:
    """Read a page as Markdown: its main part where it marks one.

    Args:
        url: Address of the page.
        include_links: Keep the addresses of links.
        include_images: Keep the addresses of images.
    """
    return await _read(ctx, url, _markdown(include_links is not False, bool(include_images)))


@integration.action(effect=Effect.READ)
async def fetch_as_text(ctx: Context, url: Url) -> Any:
    """Read a page as plain text, a line for each block.

    Args:
        url: Address of the page.
    """
    return await _read(ctx, url, _text)


@integration.action(effect=Effect.READ)
async def extract_links(
    ctx: Context,
    url: Url,
    filter_pattern: Annotated[str | None, Prop(key="filterPattern")] = None,
) -> Any:
    """List where a page links to, each address once.

    Args:
        url: Address of the page.
        filter_pattern: A regular expression; only addresses in which it is found.
    """
    matches = _matching(filter_pattern)

    def read(page: BeautifulSoup, address: str) -> dict[str, Any]:
        found = [each for each in _html.links(page, address) if matches(each["url"])]
        return {"links": found, "count": len(found)}

    return await _read(ctx, url, read)


@integration.action(effect=Effect.READ)
async def extract_structured_data(ctx: Context, url: Url) -> Any:
    """What a page tells machines: JSON-LD, Open Graph, Twitter cards, microdata, meta.

    Args:
        url: Address of the page.
    """
    return await _read(ctx, url, _html.structured)


@integration.action(effect=Effect.READ)
async def fetch_multiple(
    ctx: Context,
    urls: list[str],
    format: Literal["text", "markdown"] | None = "text",
) -> Any:
    """Read up to 20 pages side by side; one that fails has an `error` and stops none of the others.

    Args:
        urls: Addresses of the pages.
        format: How they are read.
    """
    import anyio  # noqa: PLC0415 - what lists the integrations does without

    if not 1 <= len(urls) <= MOST_PAGES:
        raise ValidationError.of(urls=f"must be 1 to {MOST_PAGES} addresses")
    reader = _markdown(True, False) if format == "markdown" else _text
    pages: list[dict[str, Any]] = [{} for _ in urls]
    turn = anyio.CapacityLimiter(AT_ONCE)

    async def fetch(place: int) -> None:
        async with turn:
            try:
                pages[place] = await _read(ctx, urls[place], reader)
            except WeavzError as error:
                message = error.details.get("message") or error.message
                pages[place] = {"url": urls[place], "error": message}

    async with anyio.create_task_group() as group:
        for place in range(len(urls)):
            group.start_soon(fetch, place)
    failed = sum("error" in each for each in pages)
    return {"pages": pages, "count": len(pages), "failed": failed}


def _text(page: BeautifulSoup, url: str) -> dict[str, Any]:
    title, text = _html.title(page), _html.text(page)
    return {"title": title, "text": text, "length": len(text)}


def _markdown(links: bool, images: bool) -> Reader:
    def read(page: BeautifulSoup, url: str) -> dict[str, Any]:
        title = _html.title(page)
        text = _html.markdown(page, url, links=links, images=images)
        return {"title": title, "markdown": text, "length": len(text)}

    return read


async def _read(ctx: Context, url: str, reader: Reader) -> dict[str, Any]:
    response = await ctx.request("GET", url)
    if len(response.content) > LARGEST_PAGE:
        raise _unreadable(f"is larger than {LARGEST_PAGE} bytes", response)
    kind = response.content_type
    if kind not in _PAGES and not kind.startswith("text/"):
        raise _unreadable(f"is {kind}, no page", response)
    charset = response.charset if "charset=" in response.headers.get("content-type", "") else None
    plain = kind.startswith("text/") and kind not in _PAGES
    content = _as_page(response.text) if plain else response.content

    def work() -> dict[str, Any]:
        return reader(_html.parsed(content, None if plain else charset), response.url)

    try:
        found = await asyncio.to_thread(work)
    except RecursionError as error:
        raise _unreadable("is nested too deeply", response) from error
    except TimeoutError as error:
        raise ValidationError.of(filterPattern="takes too long; make it simpler") from error
    return {"url": response.url, **found}


def _as_page(text: str) -> bytes:
    """Plain text as a page, so that one reader serves all."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<meta charset=utf-8><body><pre>{escaped}</pre></body>".encode()


def _unreadable(message: str, response: Response) -> ActionFailed:
    return ActionFailed(
        "Action execution failed",
        details={
            "message": f"what the address answers {message}",
            "statusCode": response.status,
        },
        hint="Give the address of a web page; http.send_request fetches anything",
    )


def _matching(pattern: str | None) -> Callable[[str], bool]:
    """A test for addresses; raises ValidationError for what is no regular expression."""
    if not pattern:
        return lambda address: True
    # The standard library cannot stop an expression that backtracks for ever.
    import regex  # noqa: PLC0415 - 20 ms that only filters need

    if len(pattern) > LONGEST_PATTERN:
        raise ValidationError.of(filterPattern=f"at most {LONGEST_PATTERN} characters")
    try:
        compiled = regex.compile(pattern)
    except regex.error as error:
        raise ValidationError.of(filterPattern=f"is no regular expression: {error}") from error
    end: list[float] = []

    def matches(address: str) -> bool:
        """Raises TimeoutError when all the addresses together take too long."""
        if not end:
            end.append(time.monotonic() + MATCHING_TIME)
        left = max(end[0] - time.monotonic(), 0.001)
        return compiled.search(address, timeout=left) is not None

    return matches
