"""A Google Drive that answers from a list, and its uploads as plain requests."""

from __future__ import annotations

import json
from dataclasses import replace
from email import message_from_bytes, policy
from functools import cache
from typing import Any

import httpx

from tests.integrations.discovery import Discovery
from weavz_tui.model.http import Request

FILE = {"kind": "drive#file", "id": "f1", "name": "plan.txt", "mimeType": "text/plain"}
ANSWERS: dict[str, Any] = {
    "drive.files.list": {"kind": "drive#fileList", "files": [FILE], "nextPageToken": "p2"},
    "drive.files.get": FILE,
    "drive.files.create": FILE,
    "drive.permissions.create": {"kind": "drive#permission", "id": "p1", "role": "reader"},
    "drive.about.get": {"kind": "drive#about"},
}
PLACE = "https://www.googleapis.com/upload/drive/v3/files?uploadType=resumable&upload_id=u1"


@cache
def discovery() -> Discovery:
    """The description of Drive."""
    return Discovery("drive.v3")


def answer(request: httpx.Request) -> httpx.Response:
    """What Drive answers; a deletion has no content, an announced upload an address."""
    if request.url.params.get("uploadType") == "resumable" and request.method == "POST":
        return httpx.Response(200, headers={"location": PLACE})
    if request.url.path.startswith("/upload/"):
        return httpx.Response(200, json=FILE)
    method = discovery().method_of(request.method, str(request.url))
    if method is None:
        error = {"code": 404, "message": "File not found: x.", "errors": [{"reason": "notFound"}]}
        return httpx.Response(404, json={"error": error})
    if method.id == "drive.files.delete":
        return httpx.Response(204)
    return httpx.Response(200, json=ANSWERS[method.id])


def parts(request: Request) -> list[Any]:
    """The parts of a multipart body."""
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    return list(message_from_bytes(head + request.content, policy=policy.default).iter_parts())


def without_media(request: Request) -> Request:
    """An upload as the request without a file that its description is about."""
    if "/upload/" not in request.url:
        return request
    url = request.url.replace("/upload/", "/")
    headers = {**request.headers, "Content-Type": "application/json"}
    about = request.content
    if "multipart/" in request.headers["Content-Type"]:
        about = json.dumps(json.loads(parts(request)[0].get_content())).encode()
    return replace(request, url=url, headers=headers, content=about)
