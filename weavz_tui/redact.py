"""Masking secrets in texts that no one can check field by field: log lines, crash reports."""

from __future__ import annotations

import re
from collections.abc import Iterable

from weavz_tui.model.credentials import MASK

_SHORTEST = 6
# These meet texts that strangers wrote: nothing is tried twice, so that no text takes long.
_NAMED = re.compile(
    r"""(?P<name>(?<![\w.-])["']?(?=[\w.-]*(?:password|passphrase|passwd|secret|token|api[-_]?key
    |private[-_]?key|authorization|cookie|credential))[\w.-]++["']?+\s*+[:=]\s*+)
    (?P<value>"[^"\n]*"|'[^'\n]*'|(?:bearer|basic|token)\s+\S+|[^\s,;&"')}\]]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_SHAPED = re.compile(
    r"""(?:\b(?:bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}
    |\bxox[a-z]-[A-Za-z0-9-]{8,}|\bgh[a-z]_[A-Za-z0-9]{16,}|\bgithub_pat_\w{16,}
    |\bsk-[A-Za-z0-9_-]{16,}|\bya29\.[\w-]{8,}
    |\beyJ[\w-]{8,1000}+\.[\w-]{8,}+\.[\w-]*)""",
    re.IGNORECASE | re.VERBOSE,
)
_USER_INFO = re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]*(?=@)")

_remembered: set[str] = set()


def remember(secrets: Iterable[str]) -> None:
    """Mask these texts from now on, wherever this process logs; called where a secret is read."""
    _remembered.update(each for each in secrets if len(each) >= _SHORTEST)


def redact(text: str) -> str:
    """A text without remembered secrets, without values under secret names (`token=...`), and
    without what looks like a well-known kind of token."""
    for secret in sorted(_remembered, key=len, reverse=True):
        text = text.replace(secret, MASK)
    text = _USER_INFO.sub(MASK, text)
    text = _SHAPED.sub(MASK, text)
    return _NAMED.sub(lambda match: f"{match['name']}{MASK}", text)
