"""Messages between an engine and what interprets code for it: JSON, each behind its length."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

Message = dict[str, Any]

LENGTH = 4
# 8 Mi characters of a value, none of which takes more than twelve bytes.
LARGEST_FRAME = 128 * 1024 * 1024


def packed(message: Mapping[str, Any]) -> bytes:
    """A message as it goes over a pipe."""
    content = json.dumps(message).encode()
    return len(content).to_bytes(LENGTH, "big") + content


def length_of(head: bytes) -> int:
    """How many bytes follow; raises ValueError for more than any message has."""
    length = int.from_bytes(head, "big")
    if length > LARGEST_FRAME:
        raise ValueError(f"a message of {length} bytes")
    return length


def unpacked(content: bytes) -> Message:
    """A message that came; raises ValueError for what is none."""
    message = json.loads(content)
    if not isinstance(message, dict):
        raise ValueError("not a message")
    return message
