"""Which names usually stand before a secret."""

from __future__ import annotations

import re
from functools import lru_cache

_NAMES = re.compile(
    r"pass(word|phrase|wd)?$|secret|token$|api[-_]?key|private[-_]?key|credential"
    r"|^(proxy-)?authorization$|^(set-)?cookie$|^x-.*(token|key|secret)$",
    re.IGNORECASE,
)
_HARMLESS = frozenset({"pageToken", "nextPageToken", "page_token", "max_tokens", "idempotencyKey"})


_HINTS = ("pass", "secret", "token", "key", "credential", "authorization", "cookie")


def may_name_secrets(text: str) -> bool:
    """Whether a secret's name may stand anywhere in a text; quick, and right when it says no."""
    lower = text.lower()
    return any(map(lower.__contains__, _HINTS))


@lru_cache(maxsize=1024)
def is_secret_name(name: str) -> bool:
    """Whether a key, header or field of this name usually holds a secret."""
    return name not in _HARMLESS and _NAMES.search(name) is not None
