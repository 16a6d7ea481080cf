"""Acme: notes, with a bearer token."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Effect, Integration, LongText, Prop, SecretText

integration = Integration(
    "acme",
    title="Acme",
    description="Notes of Acme.",
    auth=[SecretText(title="API token")],
    base_url="https://api.acme.example/v1",
)


@integration.action(effect=Effect.READ)
async def list_notes(
    ctx: Context, limit: Annotated[int | None, Prop(minimum=1, maximum=100)] = None
) -> Any:
    """List the notes.

    Args:
        limit: How many at most.
    """
    return await ctx.get("/notes", params=ctx.inputs)


@integration.action()
async def add_note(ctx: Context, text: LongText, pinned: bool | None = None) -> Any:
    """Add a note.

    Args:
        text: What it says.
        pinned: Keep it on top.
    """
    return await ctx.post("/notes", json=ctx.inputs)
