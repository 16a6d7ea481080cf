"""Conversations: find, read, label, put into the trash, delete."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Effect, Prop
from weavz_tui.integrations._google import segment
from weavz_tui.integrations.gmail.messages import confirm_deletion, label_changes
from weavz_tui.integrations.gmail.reading import with_readable_parts
from weavz_tui.integrations.gmail.service import (
    USER,
    AddLabelIds,
    ConfirmDelete,
    OnlyLabelIds,
    PageSize,
    PageToken,
    RemoveLabelIds,
    Search,
    ThreadId,
    integration,
)


@integration.action(effect=Effect.READ)
async def list_threads(
    ctx: Context,
    query: Search | None = None,
    max_results: PageSize | None = None,
    page_token: PageToken | None = None,
    label_ids: OnlyLabelIds | None = None,
) -> Any:
    """List the conversations that a search finds, the latest first."""
    params = {
        "q": query or None,
        "maxResults": max_results,
        "pageToken": page_token or None,
        "labelIds": label_ids,
    }
    return await ctx.get(f"{USER}/threads", params=params)


@integration.action(effect=Effect.READ)
async def get_thread(
    ctx: Context,
    thread_id: ThreadId,
    format: Annotated[
        Literal["full", "metadata", "minimal"],
        Prop(
            labels={
                "full": "Everything, in parts",
                "metadata": "Headers and labels",
                "minimal": "Labels only",
            }
        ),
    ]
    | None = "full",
) -> Any:
    """Read a conversation: its messages, oldest first, with their parts made readable.

    Args:
        format: How much of each message is fetched.
    """
    path = f"{USER}/threads/{segment(thread_id, 'threadId')}"
    thread = await ctx.get(path, params={"format": format})
    return {
        **thread,
        "messages": [with_readable_parts(each) for each in thread.get("messages", [])],
    }


@integration.action(idempotent=True)
async def modify_thread_labels(
    ctx: Context,
    thread_id: ThreadId,
    add_label_ids: AddLabelIds | None = None,
    remove_label_ids: RemoveLabelIds | None = None,
) -> Any:
    """Add labels to every message of a conversation and remove labels from them."""
    changes = label_changes(add_label_ids, remove_label_ids)
    return await ctx.post(f"{USER}/threads/{segment(thread_id, 'threadId')}/modify", json=changes)


@integration.action(idempotent=True)
async def trash_thread(ctx: Context, thread_id: ThreadId) -> Any:
    """Move a conversation to the trash, where Gmail keeps it for 30 days."""
    return await ctx.post(f"{USER}/threads/{segment(thread_id, 'threadId')}/trash")


@integration.action(idempotent=True)
async def untrash_thread(ctx: Context, thread_id: ThreadId) -> Any:
    """Bring a conversation back from the trash."""
    return await ctx.post(f"{USER}/threads/{segment(thread_id, 'threadId')}/untrash")


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_thread(
    ctx: Context, thread_id: ThreadId, confirm_permanent_delete: ConfirmDelete
) -> Any:
    """Delete a conversation for good, past the trash."""
    confirm_deletion(confirm_permanent_delete, "the conversation will be deleted for good")
    await ctx.delete(f"{USER}/threads/{segment(thread_id, 'threadId')}")
    return {"deleted": True, "threadId": thread_id}
