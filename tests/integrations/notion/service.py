"""A Notion that answers from a list."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx


def rich(text: str) -> list[dict[str, Any]]:
    """A text as Notion gives it."""
    return [{"type": "text", "text": {"content": text}, "plain_text": text}]


def choices(*names: str) -> dict[str, Any]:
    """The options of a select."""
    return {"options": [{"id": name.lower(), "name": name} for name in names]}


SCHEMA: dict[str, Any] = {
    "Tags": {"id": "t", "type": "multi_select", "multi_select": choices("A", "B")},
    "Name": {"id": "title", "type": "title", "title": {}},
    "Notes": {"id": "n", "type": "rich_text", "rich_text": {}},
    "Price": {"id": "p", "type": "number", "number": {}},
    "Kind": {"id": "k", "type": "select", "select": choices("Tea", "Coffee")},
    "Stage": {"id": "s", "type": "status", "status": choices("Open", "Done")},
    "Due": {"id": "d", "type": "date", "date": {}},
    "Hot": {"id": "h", "type": "checkbox", "checkbox": {}},
    "Link": {"id": "l", "type": "url", "url": {}},
    "Who": {"id": "w", "type": "people", "people": {}},
    "Other": {"id": "o", "type": "relation", "relation": {}},
    "Sum": {"id": "f", "type": "formula", "formula": {}},
}
DATABASE = {
    "object": "database",
    "id": "db1",
    "title": rich("Drinks"),
    "data_sources": [{"id": "ds1", "name": "Drinks"}, {"id": "ds2", "name": "More"}],
}


def source(id: str, database: str, title: str) -> dict[str, Any]:
    """A data source of a database."""
    parent = {"type": "database_id", "database_id": database}
    return {"object": "data_source", "id": id, "title": rich(title), "parent": parent}


def page(id: str, title: str) -> dict[str, Any]:
    """A page with that title."""
    named = {"id": "title", "type": "title", "title": rich(title)}
    return {"object": "page", "id": id, "properties": {"Name": named}}


def block(id: str, kind: str, *, children: bool = False, **content: Any) -> dict[str, Any]:
    """A block as Notion gives it."""
    return {"object": "block", "id": id, "type": kind, "has_children": children, kind: content}


SOURCES = [
    source("ds1", "db1", "Drinks"),
    source("ds2", "db1", "More"),
    source("x", "db2", "Books"),
]
PAGES = [page("p1", "Tea"), page("p2", "Tea house"), page("p3", "tea")]
BLOCKS = {
    "p1": [
        block("b1", "heading_1", rich_text=rich("Tea")),
        block("b2", "bulleted_list_item", children=True, rich_text=rich("Green")),
        block("b3", "bulleted_list_item", rich_text=rich("Black")),
        block("b4", "to_do", rich_text=rich("Boil"), checked=True),
        block("b5", "code", rich_text=rich("boil()"), language="python"),
        block("b6", "child_page", children=True, title="More"),
    ],
    "b2": [block("b7", "bulleted_list_item", children=True, rich_text=rich("Sencha"))],
    "b7": [block("b8", "paragraph", rich_text=rich("Good"))],
}


def listed(*results: Any, cursor: str | None = None) -> httpx.Response:
    """A page of a list."""
    body = {"results": list(results), "has_more": cursor is not None, "next_cursor": cursor}
    return httpx.Response(200, json=body)


def refused(status: int, code: str, message: str) -> httpx.Response:
    """An error as Notion writes it."""
    error = {"object": "error", "status": status, "code": code, "message": message}
    return httpx.Response(status, json=error)


def answer(request: httpx.Request) -> httpx.Response:
    """What Notion answers."""
    path = request.url.path.removeprefix("/v1")
    body = json.loads(request.content) if request.content else {}
    if path == "/databases/db1":
        return httpx.Response(200, json=DATABASE)
    if match := re.fullmatch(r"/data_sources/(ds1|ds2|x)", path):
        found = next(each for each in SOURCES if each["id"] == match[1])
        return httpx.Response(200, json={**found, "properties": SCHEMA})
    if path == "/search":
        return listed(*(SOURCES if body["filter"]["value"] == "data_source" else PAGES))
    return _list_or_thing(request.method, path, request.url.params.get("start_cursor"))


def _list_or_thing(method: str, path: str, cursor: str | None) -> httpx.Response:
    if path.endswith("/query"):
        return listed(*PAGES[:2])
    if method == "GET" and path == "/comments":
        return listed({"id": "c2"}) if cursor else listed({"id": "c1"}, cursor="more")
    if method == "GET" and (match := re.fullmatch(r"/blocks/(\w+)/children", path)):
        return listed(*BLOCKS.get(match[1], []))
    if path.startswith("/databases/") or path == "/nothing":
        return refused(404, "object_not_found", "Could not find it.")
    return httpx.Response(200, json={"object": "page", "id": "new", "results": []})
