"""Which names usually stand before a secret."""

from __future__ import annotations

import re

_NAMES = re.compile(
    r"pass(word|phrase|wd)?$|secret|token$|api[-_]?key|private[-_]?key|credential"
    r"|^(proxy-)?authorization$|^(set-)?cookie$|^x-.*(token|key|secret)$",
    re.IGNORECASE,
)
_HARMLESS = frozenset({"pageToken", "nextPageToken", "page_token", "max_tokens", "idempotencyKey"})


def is_secret_name(name: str) -> bool:
    """Whether a key, header or field of this name usually holds a secret."""
    return name not in _HARMLESS and _NAMES.search(name) is not None
