"""Pages of text that an agent writes for itself.

A page is a list of what was written to it, so that appending is atomic.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from weavz_tui.catalog import (
    ActionFailed,
    Category,
    Context,
    Effect,
    Integration,
    LongText,
    Prop,
    ValidationError,
)

LONGEST_NAME = 300
LONGEST_LINE = 240

_PAGE = "agent-scratchpad:page:"

PageName = Annotated[str, Prop(key="pageName", title="Page")]

integration = Integration(
    "agent-scratchpad",
    title="Agent Scratchpad",
    description="Pages of notes kept for a workspace, an end user or an id of your own.",
    categories=[Category.AI],
)


@integration.action(effect=Effect.READ)
async def read_page(ctx: Context, page_name: PageName) -> Any:
    """Read a page.

    Args:
        page_name: Its name.
    """
    name = _checked(page_name)
    if (parts := await ctx.state.get(_PAGE + name)) is None:
        raise ActionFailed(
            "Action execution failed",
            details={"message": f"there is no page {name!r}", "statusCode": 404},
            hint="list_pages shows what is there",
        )
    return {"pageName": name, "content": _joined(parts), "updatedAt": _updated(parts)}


@integration.action(idempotent=True)
async def write_page(ctx: Context, page_name: PageName, content: LongText) -> Any:
    """Write a page, replacing what was there.

    Args:
        page_name: Its name.
        content: The text.
    """
    name = _checked(page_name)
    parts = [_part(content)]
    await ctx.state.put(_PAGE + name, parts)
    return _summary(name, parts)


@integration.action()
async def append_page(ctx: Context, page_name: PageName, content: LongText) -> Any:
    """Add to the end of a page, on a line of its own; a missing page begins empty.

    Args:
        page_name: Its name.
        content: The text.
    """
    name = _checked(page_name)
    return _summary(name, await ctx.state.change(_PAGE + name, "append", _part(content)))


@integration.action(effect=Effect.READ)
async def list_pages(ctx: Context) -> Any:
    """List the pages with their sizes."""
    pages = [_summary(name, parts) for name, parts in await _pages(ctx)]
    return {"pages": pages, "count": len(pages)}


@integration.action(effect=Effect.READ)
async def search_pages(ctx: Context, query: str) -> Any:
    """Pages that contain every word of a query, with the lines that contain one.

    Args:
        query: Words, in any order and case, looked for in names and texts.
    """
    words = query.casefold().split()
    found = []
    for name, parts in await _pages(ctx):
        text = _joined(parts)
        searched = f"{name}\n{text}".casefold()
        if all(word in searched for word in words):
            found.append({**_summary(name, parts), "matches": _lines(text, words)})
    return {"pages": found, "count": len(found)}


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_page(ctx: Context, page_name: PageName) -> Any:
    """Delete a page.

    Args:
        page_name: Its name.
    """
    name = _checked(page_name)
    return {"pageName": name, "deleted": await ctx.state.delete(_PAGE + name)}


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def clear_all(ctx: Context) -> Any:
    """Delete every page."""
    keys = await ctx.state.keys(_PAGE)
    return {"deleted": sum([await ctx.state.delete(key) for key in keys])}


async def _pages(ctx: Context) -> list[tuple[str, list[dict[str, str]]]]:
    keys = await ctx.state.keys(_PAGE)
    held = [(key.removeprefix(_PAGE), await ctx.state.get(key)) for key in keys]
    return [(name, parts) for name, parts in held if parts is not None]


def _part(content: str) -> dict[str, str]:
    return {"text": content, "at": datetime.now(UTC).isoformat(timespec="milliseconds")}


def _joined(parts: list[dict[str, str]]) -> str:
    text = ""
    for each in parts:
        text += each["text"] if not text or text.endswith("\n") else f"\n{each['text']}"
    return text


def _updated(parts: list[dict[str, str]]) -> str | None:
    return parts[-1]["at"] if parts else None


def _summary(name: str, parts: list[dict[str, str]]) -> dict[str, Any]:
    return {"pageName": name, "length": len(_joined(parts)), "updatedAt": _updated(parts)}


def _lines(text: str, words: list[str]) -> list[dict[str, Any]]:
    return [
        {"line": number, "text": line.strip()[:LONGEST_LINE]}
        for number, line in enumerate(text.splitlines(), 1)
        if any(word in line.casefold() for word in words)
    ]


def _checked(name: str) -> str:
    clean = name.strip()
    if not clean or len(clean) > LONGEST_NAME:
        raise ValidationError.of(pageName=f"must have 1 to {LONGEST_NAME} characters")
    return clean
