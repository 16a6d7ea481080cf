"""A message of Gmail's as a person reads it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any


def with_readable_parts(message: Any) -> Any:
    """The message as Gmail gives it and, where it has a payload, `headers` by name, `text`,
    `html` and `attachments` (`attachmentId`, `filename`, `mimeType`, `size` in bytes)."""
    if not isinstance(message, dict) or "payload" not in message:
        return message
    parts = list(_leaves(message["payload"]))
    return {
        **message,
        "headers": headers_of(message),
        "text": _content(parts, "text/plain"),
        "html": _content(parts, "text/html"),
        "attachments": [
            {
                "attachmentId": part["body"]["attachmentId"],
                "filename": part.get("filename", ""),
                "mimeType": part.get("mimeType", ""),
                "size": part["body"].get("size", 0),
            }
            for part in parts
            if part.get("body", {}).get("attachmentId")
        ],
    }


def headers_of(message: dict[str, Any]) -> dict[str, str]:
    """The first value of each header, by its name in lower case."""
    found: dict[str, str] = {}
    for header in message.get("payload", {}).get("headers", []):
        found.setdefault(header["name"].lower(), " ".join(header["value"].split()))
    return found


def _leaves(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    inner = part.get("parts")
    if not inner:
        yield part
    for each in inner or ():
        yield from _leaves(each)


def _content(parts: list[dict[str, Any]], mime_type: str) -> str:
    """The text of that type, without attached files of it; Gmail gives it as UTF-8."""
    found = [
        part["body"]["data"]
        for part in parts
        if part.get("mimeType") == mime_type
        and not part.get("filename")
        and part.get("body", {}).get("data")
    ]
    decoded = [base64.urlsafe_b64decode(data + "=" * (-len(data) % 4)) for data in found]
    return "\n".join(each.decode("utf-8", "replace") for each in decoded)
