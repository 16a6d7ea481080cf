"""Secret values that this program hands out: made once, kept as a hash, compared in constant
time."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32


def new_token(prefix: str) -> str:
    """A fresh value of 256 random bits after a prefix (wire A.1)."""
    return f"{prefix}{secrets.token_urlsafe(BYTES)}"


def token_hash(value: str) -> str:
    """What is kept of a value. It holds 256 random bits, so a plain SHA-256 cannot be reversed."""
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
