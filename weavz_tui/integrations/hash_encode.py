"""Digests, encodings and identifiers, computed here."""

from __future__ import annotations

import base64
import binascii
import hashlib
import uuid
from typing import Annotated, Any, Literal
from urllib.parse import quote, unquote

from weavz_tui.catalog import (
    Category,
    Context,
    Effect,
    Integration,
    LongText,
    Prop,
    ValidationError,
)

integration = Integration(
    "hash-encode",
    title="Hash & Encode",
    description="Digests, encodings and UUIDs, computed on this machine.",
    categories=[Category.DEVELOPER_TOOLS],
)


@integration.action(effect=Effect.READ)
async def hash(
    ctx: Context,
    text: LongText,
    algorithm: Annotated[
        Literal["sha256", "sha1"], Prop(labels={"sha256": "SHA-256", "sha1": "SHA-1"})
    ],
    encoding: Literal["hex", "base64"],
) -> Any:
    """Digest of a text.

    Args:
        text: What is digested, as UTF-8.
        algorithm: The digest.
        encoding: How the digest is written.
    """
    digest = hashlib.new(algorithm, text.encode())
    written = (
        digest.hexdigest() if encoding == "hex" else base64.b64encode(digest.digest()).decode()
    )
    return {"hash": written, "algorithm": algorithm, "encoding": encoding}


@integration.action(effect=Effect.READ)
async def encode(ctx: Context, text: LongText, encoding: Literal["base64", "url", "hex"]) -> Any:
    """Encode a text.

    Args:
        text: What is encoded, as UTF-8.
        encoding: How it is written.
    """
    data = text.encode()
    written = {
        "base64": base64.b64encode(data).decode(),
        "url": quote(text, safe=""),
        "hex": data.hex(),
    }[encoding]
    return {"encoded": written, "encoding": encoding}


@integration.action(effect=Effect.READ)
async def decode(ctx: Context, encoded: LongText, encoding: Literal["base64", "url", "hex"]) -> Any:
    """Decode a text.

    Args:
        encoded: What is decoded.
        encoding: How it is written.
    """
    try:
        text = {
            "base64": lambda: base64.b64decode(encoded, validate=True).decode(),
            "url": lambda: unquote(encoded, errors="strict"),
            "hex": lambda: bytes.fromhex(encoded).decode(),
        }[encoding]()
    except (binascii.Error, ValueError) as error:
        message = f"not {encoding} of a UTF-8 text: {error}"
        raise ValidationError.of(encoded=message) from error
    return {"decoded": text, "encoding": encoding}


@integration.action(effect=Effect.READ)
async def generate_uuid(
    ctx: Context, count: Annotated[int, Prop(minimum=1, maximum=1000)] = 1
) -> Any:
    """Random UUIDs (version 4).

    Args:
        count: How many.
    """
    found = [str(uuid.uuid4()) for _ in range(count)]
    return {"uuids": found, "uuid": found[0]}
