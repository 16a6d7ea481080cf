"""A Discord that answers from a list."""

from __future__ import annotations

import json
from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any

import httpx

from weavz_tui.model.http import Request

API = "/api/v10"
GUILD = "100"
CHANNELS = [
    {"id": "1", "type": 4, "name": "Rooms"},
    {"id": "2", "type": 0, "name": "tea-talk"},
    {"id": "3", "type": 2, "name": "Voice"},
    {"id": "4", "type": 0, "name": "tea"},
]
ROLES = [
    {"id": GUILD, "name": "@everyone", "position": 0},
    {"id": "7", "name": "low", "position": 1},
    {"id": "8", "name": "high", "position": 2},
    {"id": "9", "name": "a bot", "position": 3, "managed": True},
]


def member(id: int, nick: str | None = None) -> dict[str, Any]:
    """A member of a server."""
    return {"nick": nick, "user": {"id": str(id), "username": f"user{id}"}, "roles": []}


def answer(request: httpx.Request) -> httpx.Response:
    """What Discord answers: much of what it does has no content."""
    if request.url.host == "files.example":
        return httpx.Response(200, content=b"PNG", headers={"content-type": "image/png"})
    path = request.url.path.removeprefix(API)
    if request.method == "GET" and (found := _list(path, request.url.params)) is not None:
        return httpx.Response(200, json=found)
    if "/bans/" in path or "/members/" in path or request.method == "DELETE":
        return httpx.Response(204)
    return httpx.Response(200, json={"id": "1"})


def _list(path: str, params: httpx.QueryParams) -> list[dict[str, Any]] | None:
    if path == f"/guilds/{GUILD}/members":
        first = int(params["after"]) + 1
        size = min(int(params["limit"]), max(0, 1501 - first))
        return [member(each) for each in range(first, first + size)]
    lists: dict[str, list[dict[str, Any]]] = {
        "/users/@me/guilds": [{"id": GUILD, "name": "zeta"}, {"id": "200", "name": "Alpha"}],
        f"/guilds/{GUILD}/channels": CHANNELS,
        f"/guilds/{GUILD}/roles": ROLES,
        f"/guilds/{GUILD}/members/search": [member(5, "Ada"), member(6)],
    }
    return lists.get(path)


def parts(request: Request) -> dict[str, Any]:
    """The parts of a multipart body by name: texts and files."""
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    found: dict[str, Any] = {}
    for part in message_from_bytes(head + request.content, policy=policy.default).iter_parts():
        name = part["Content-Disposition"].params["name"]
        found[name] = part.get_content()
    return found


def plain(request: Request) -> Request:
    """A message with files as the JSON that stands beside them, and a webhook's address, which
    goes as Discord gives it, with the version."""
    if "/api/webhooks/" in request.url:
        return replace(request, url=request.url.replace("/api/", f"{API}/"))
    if "multipart/" not in request.headers.get("Content-Type", ""):
        return request
    headers = {**request.headers, "Content-Type": "application/json"}
    message = json.loads(parts(request)["payload_json"])
    return replace(request, headers=headers, content=json.dumps(message).encode())
