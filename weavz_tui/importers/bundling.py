"""Bringing what a description refers to into it, where that was asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urldefrag, urljoin

from weavz_tui.importers.reading import MOST_BYTES, parse, refuse
from weavz_tui.importers.references import outside

MOST_DOCUMENTS = 100
PLACE = "x-outside"

Fetch = Callable[[str], Awaitable[bytes]]


async def bundle(root: dict[str, Any], origin: str, fetch: Fetch) -> None:
    """Read every document that is referred to, directly or through another, and have the references
    point into `x-outside`. `fetch` decides what may be read; addresses are relative to `origin`.
    Raises ImportRefused."""
    inside: dict[str, Any] = {}
    numbers: dict[str, str] = {}
    pending: list[tuple[Any, str, str]] = [(root, origin, "")]
    size = 0
    while pending:
        document, address, own = pending.pop()
        if own:
            _rebase(document, own)
        for node, ref in list(outside({"": document})):
            where, fragment = _place(address, ref)
            if where not in numbers:
                if len(numbers) >= MOST_DOCUMENTS:
                    refuse("TOO_LARGE", f"More than {MOST_DOCUMENTS} files are referred to")
                content = await fetch(where)
                size += len(content)
                if size > MOST_BYTES:
                    refuse("TOO_LARGE", "What the description refers to is too large")
                numbers[where] = str(len(numbers))
                number = numbers[where]
                inside[number] = await asyncio.to_thread(parse, content)
                pending.append((inside[number], where, f"#/{PLACE}/{number}"))
            node["$ref"] = f"#/{PLACE}/{numbers[where]}{fragment}"
    if inside:
        root[PLACE] = inside


def _place(address: str, ref: str) -> tuple[str, str]:
    """The document that a reference of another one leads to, and where in it."""
    try:
        file, fragment = urldefrag(ref)
        return urljoin(address, file), fragment
    except ValueError:
        refuse("REMOTE_REFERENCE", f"The description refers to {ref[:120]}, which is no address")


def _rebase(document: Any, own: str) -> None:
    """References within a document that has become a part of another."""
    stack: list[Any] = [document]
    seen: set[int] = set()
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, dict):
            ref = node.get("$ref")
            if isinstance(ref, str) and ref.startswith("#"):
                node["$ref"] = f"{own}{ref[1:]}"
            stack += [each for each in node.values() if isinstance(each, dict | list)]
        elif isinstance(node, list):
            stack += [each for each in node if isinstance(each, dict | list)]
