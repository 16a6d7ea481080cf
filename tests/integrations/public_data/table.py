"""The table `requests.txt`: what each action sends, written from the services' documentation.

A case is `slug.action` with its inputs as JSON; the indented lines are the requests that follow
from it: method, address (a plus is a space) and, where there is one, the body as JSON.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from weavz_tui.model.http import Request


@dataclass(frozen=True)
class Sent:
    """A request: method, address without query, query in any order, JSON body."""

    method: str
    address: str
    query: list[tuple[str, str]]
    body: Any


@dataclass(frozen=True)
class Case:
    """An action, its inputs and the requests that they become."""

    slug: str
    action: str
    inputs: dict[str, Any]
    requests: list[Sent]

    def __str__(self) -> str:
        return f"{self.slug}.{self.action}"


def cases() -> list[Case]:
    """Every case of the table."""
    found: list[Case] = []
    for line in Path(__file__).with_name("requests.txt").read_text("utf-8").splitlines():
        if line.startswith(" "):
            method, url, *body = line.split(maxsplit=2)
            found[-1].requests.append(_sent(method, url, body[0] if body else ""))
        elif line:
            name, _, inputs = line.partition(" ")
            slug, _, action = name.partition(".")
            found.append(Case(slug, action, json.loads(inputs), []))
    return found


def sent(request: Request) -> Sent:
    """A request as the table has it; of the protocol that Microsoft Learn's documentation is read
    through, only what the action decides."""
    found = _sent(request.method, request.url, request.content.decode())
    if not isinstance(found.body, dict) or "jsonrpc" not in found.body:
        return found
    keys = {"method"} if found.body["method"] == "initialize" else {"method", "params"}
    body = {key: value for key, value in found.body.items() if key in keys}
    return Sent(found.method, found.address, found.query, body)


def _sent(method: str, url: str, body: str) -> Sent:
    parts = urlsplit(url)
    path = parts.path if "%2F" in parts.path else unquote(parts.path)
    query = sorted(parse_qsl(parts.query, keep_blank_values=True))
    address = f"{parts.scheme}://{parts.netloc}{path}"
    return Sent(method, address, query, json.loads(body) if body else None)
