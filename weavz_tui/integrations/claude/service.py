"""Anthropic itself: address, key, failures, and the inputs that its actions share."""

from __future__ import annotations

import base64
from typing import Annotated, Any, Literal

from weavz_tui.catalog import (
    Category,
    Context,
    File,
    FileContent,
    Integration,
    Prop,
    Response,
    SecretText,
    ValidationError,
)
from weavz_tui.catalog.integration import default_failure

SLOW = 600.0
MAX_TOKENS = 4096
OVERLOADED = 529
PICTURES = {"image/jpeg", "image/png", "image/gif", "image/webp"}


def failure(response: Response) -> str | None:
    """Anthropic's message and type, `Overloaded (overloaded_error)`."""
    if response.ok:
        return None
    data = response.data()
    error = data.get("error") if isinstance(data, dict) else None
    if not isinstance(error, dict) or not error.get("message"):
        return default_failure(response)
    return f"{error['message']} ({error.get('type', 'error')})"


def throttled(response: Response) -> float | None:
    """Seconds until it is worth asking again after 529: every customer's load is too much."""
    if response.status != OVERLOADED:
        return None
    asked = response.headers.get("retry-after", "")
    return float(asked) if asked.isdecimal() else 2.0


integration = Integration(
    "claude",
    title="Anthropic Claude",
    description="Anthropic's models: ask, show pictures, get structured data.",
    categories=[Category.AI],
    auth=[
        SecretText(
            title="API key",
            description="sk-ant-... from the Anthropic console.",
            header="x-api-key",
            prefix="",
        )
    ],
    base_url="https://api.anthropic.com/v1",
    headers={"anthropic-version": "2023-06-01"},
    failure=failure,
    throttled=throttled,
)


Model = Annotated[
    Literal[
        "claude-opus-4-5-20251101",
        "claude-sonnet-4-5-20250929",
        "claude-haiku-4-5-20251001",
        "claude-opus-4-1-20250805",
        "claude-sonnet-4-20250514",
        "claude-3-haiku-20240307",
        "claude-3-5-haiku-latest",
    ],
    Prop(
        description="The model that answers.",
        labels={
            "claude-opus-4-5-20251101": "Claude Opus 4.5",
            "claude-sonnet-4-5-20250929": "Claude Sonnet 4.5",
            "claude-haiku-4-5-20251001": "Claude Haiku 4.5",
            "claude-opus-4-1-20250805": "Claude Opus 4.1",
            "claude-sonnet-4-20250514": "Claude Sonnet 4",
            "claude-3-haiku-20240307": "Claude Haiku 3",
            "claude-3-5-haiku-latest": "Claude Haiku 3.5",
        },
    ),
]
MaxTokens = Annotated[
    int,
    Prop(
        key="maxTokens",
        minimum=1,
        description="How long the answer may be, in tokens of about four letters; 4,096 when "
        "it is not given.",
    ),
]
Picture = Annotated[File, Prop(description="A picture (JPEG, PNG, GIF, WebP) or a PDF to look at.")]


async def content_of(ctx: Context, text: str, image: Any) -> list[dict[str, Any]]:
    """The blocks of a message: the picture or document, then the words."""
    said: list[dict[str, Any]] = [{"type": "text", "text": text}]
    if image is None:
        return said
    return [_block(await ctx.file(image)), *said]


def _block(file: FileContent) -> dict[str, Any]:
    """A picture or a document. The API takes it as base64 within JSON alone, so that the file has
    to be held whole: 25 MB at most."""
    mime = file.mime_type.partition(";")[0].strip().lower().replace("image/jpg", "image/jpeg")
    if mime not in {*PICTURES, "application/pdf"}:
        raise ValidationError.of(image=f"must be JPEG, PNG, GIF, WebP or PDF, not {mime}")
    data = base64.b64encode(file.content).decode()
    source = {"type": "base64", "media_type": mime, "data": data}
    return {"type": "image" if mime in PICTURES else "document", "source": source}


@integration.tests
async def models(ctx: Context) -> Any:
    """List a model, which every key may."""
    return await ctx.get("/models", params={"limit": 1})
