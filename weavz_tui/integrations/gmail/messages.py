"""Messages: find, read, label, put into the trash, delete."""

from __future__ import annotations

import base64
from typing import Annotated, Any

from weavz_tui.catalog import Context, Effect, Prop, ValidationError
from weavz_tui.integrations._google import confirmed, segment
from weavz_tui.integrations.gmail.reading import with_readable_parts
from weavz_tui.integrations.gmail.service import (
    USER,
    AddLabelIds,
    ConfirmDelete,
    MessageFormat,
    MessageId,
    OnlyLabelIds,
    PageSize,
    PageToken,
    RemoveLabelIds,
    Search,
    integration,
)

MessageIds = Annotated[
    list[str],
    Prop(key="messageIds", description="The messages, as `list_messages` names them; 1 to 1,000."),
]
LabelIds = Annotated[
    list[str],
    Prop(key="labelIds", title="Labels", description="Label IDs, as `list_labels` names them."),
]


@integration.action(effect=Effect.READ)
async def list_messages(
    ctx: Context,
    query: Search | None = None,
    max_results: PageSize | None = None,
    page_token: PageToken | None = None,
    label_ids: OnlyLabelIds | None = None,
) -> Any:
    """List the messages that a search finds: their IDs and conversations, newest first."""
    params = {
        "q": query or None,
        "maxResults": max_results,
        "pageToken": page_token or None,
        "labelIds": label_ids,
    }
    return await ctx.get(f"{USER}/messages", params=params)


@integration.action(effect=Effect.READ)
async def get_message(
    ctx: Context,
    message_id: MessageId,
    format: MessageFormat | None = "full",
) -> Any:
    """Read one message; `headers`, `text`, `html` and `attachments` are its parts made readable."""
    path = f"{USER}/messages/{segment(message_id, 'messageId')}"
    return with_readable_parts(await ctx.get(path, params={"format": format}))


@integration.action(idempotent=True)
async def modify_labels(
    ctx: Context,
    message_id: MessageId,
    add_label_ids: AddLabelIds | None = None,
    remove_label_ids: RemoveLabelIds | None = None,
) -> Any:
    """Add labels to a message and remove labels from it."""
    return await _modify(ctx, message_id, label_changes(add_label_ids, remove_label_ids))


@integration.action(idempotent=True)
async def batch_modify_messages(
    ctx: Context,
    message_ids: MessageIds,
    add_label_ids: AddLabelIds | None = None,
    remove_label_ids: RemoveLabelIds | None = None,
) -> Any:
    """Add labels to many messages and remove labels from them."""
    body = {"ids": _ids(message_ids), **label_changes(add_label_ids, remove_label_ids)}
    await ctx.post(f"{USER}/messages/batchModify", json=body)
    return {"modified": len(message_ids)}


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def batch_delete_messages(
    ctx: Context, message_ids: MessageIds, confirm_permanent_delete: ConfirmDelete
) -> Any:
    """Delete many messages for good, past the trash."""
    confirm_deletion(confirm_permanent_delete, "the messages will be deleted for good")
    await ctx.post(f"{USER}/messages/batchDelete", json={"ids": _ids(message_ids)})
    return {"deleted": len(message_ids)}


@integration.action(idempotent=True)
async def trash_message(ctx: Context, message_id: MessageId) -> Any:
    """Move a message to the trash, where Gmail keeps it for 30 days."""
    return await ctx.post(f"{USER}/messages/{segment(message_id, 'messageId')}/trash")


@integration.action(idempotent=True)
async def untrash_message(ctx: Context, message_id: MessageId) -> Any:
    """Bring a message back from the trash."""
    return await ctx.post(f"{USER}/messages/{segment(message_id, 'messageId')}/untrash")


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_message(
    ctx: Context, message_id: MessageId, confirm_permanent_delete: ConfirmDelete
) -> Any:
    """Delete a message for good, past the trash."""
    confirm_deletion(confirm_permanent_delete, "the message will be deleted for good")
    await ctx.delete(f"{USER}/messages/{segment(message_id, 'messageId')}")
    return {"deleted": True, "messageId": message_id}


@integration.action(effect=Effect.READ)
async def get_attachment(
    ctx: Context,
    message_id: MessageId,
    attachment_id: Annotated[str, Prop(key="attachmentId")],
) -> Any:
    """Fetch one attachment: its `size` in bytes and its content as `base64`.

    Args:
        attachment_id: The attachment, as `get_message` names it.
    """
    message, attachment = (
        segment(message_id, "messageId"),
        segment(attachment_id, "attachmentId"),
    )
    found = await ctx.get(f"{USER}/messages/{message}/attachments/{attachment}")
    data = found.get("data", "")
    content = base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))
    return {
        "attachmentId": attachment_id,
        "size": len(content),
        "base64": base64.b64encode(content).decode(),
    }


@integration.action(idempotent=True)
async def add_label(ctx: Context, message_id: MessageId, label_ids: LabelIds) -> Any:
    """Add labels to a message."""
    return await _modify(ctx, message_id, {"addLabelIds": _named(label_ids)})


@integration.action(idempotent=True)
async def remove_label(ctx: Context, message_id: MessageId, label_ids: LabelIds) -> Any:
    """Remove labels from a message."""
    return await _modify(ctx, message_id, {"removeLabelIds": _named(label_ids)})


def label_changes(add: list[str] | None, remove: list[str] | None) -> dict[str, list[str]]:
    """The body that changes labels; raises ValidationError where nothing would change."""
    changes = {"addLabelIds": add or [], "removeLabelIds": remove or []}
    if not any(changes.values()):
        message = "give labels to add or labels to remove"
        raise ValidationError.of(message, addLabelIds=message)
    return {key: value for key, value in changes.items() if value}


def confirm_deletion(value: bool, what: str) -> None:
    """Raise ValidationError unless a deletion for good is confirmed."""
    confirmed(value, "confirmPermanentDelete", what)


async def _modify(ctx: Context, message_id: str, changes: dict[str, list[str]]) -> Any:
    return await ctx.post(
        f"{USER}/messages/{segment(message_id, 'messageId')}/modify", json=changes
    )


def _ids(message_ids: list[str]) -> list[str]:
    if not 1 <= len(message_ids) <= 1000:
        raise ValidationError.of(messageIds=f"must be 1 to 1,000 messages, not {len(message_ids)}")
    return [str(each) for each in message_ids]


def _named(label_ids: list[str]) -> list[str]:
    if not label_ids:
        raise ValidationError.of(labelIds="must name at least one label")
    return label_ids
