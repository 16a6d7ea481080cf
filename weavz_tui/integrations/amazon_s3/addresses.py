"""Addresses that work by themselves for a while."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Effect, Prop
from weavz_tui.integrations.amazon_s3.objects import Key
from weavz_tui.integrations.amazon_s3.service import integration, keys, object_url
from weavz_tui.integrations.amazon_s3.signing import signed_url

WEEK = 7 * 24 * 60

Minutes = Annotated[
    float,
    Prop(key="expiresIn", title="Works for (minutes)", minimum=1, maximum=WEEK, default=10),
]


@integration.action("generate-signed-url", title="Generate signed URL", effect=Effect.READ)
async def generate_signed_url(ctx: Context, key: Key, expires_in: Minutes) -> Any:
    """Make an address that anybody can download a file from.

    Args:
        expires_in: For how many minutes it works, up to a week.
    """
    return signed_url(keys(ctx), "GET", object_url(ctx, key), int(expires_in * 60))


@integration.action(
    "generate-signed-upload-url", title="Generate signed upload URL", effect=Effect.READ
)
async def generate_signed_upload_url(ctx: Context, key: Key, expires_in: Minutes) -> Any:
    """Make an address that anybody can upload a file to, with PUT.

    Args:
        expires_in: For how many minutes it works, up to a week.
    """
    return signed_url(keys(ctx), "PUT", object_url(ctx, key), int(expires_in * 60))
