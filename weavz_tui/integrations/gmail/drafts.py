"""Drafts: write, list, read, replace, send, delete."""

from __future__ import annotations

from typing import Any

from weavz_tui.catalog import Context, Effect
from weavz_tui.integrations._google import segment
from weavz_tui.integrations.gmail.delivery import deliver
from weavz_tui.integrations.gmail.messages import confirm_deletion
from weavz_tui.integrations.gmail.mime import mail_of
from weavz_tui.integrations.gmail.reading import with_readable_parts
from weavz_tui.integrations.gmail.service import (
    USER,
    Attachments,
    Bcc,
    Body,
    Cc,
    ConfirmDelete,
    DraftId,
    IsHtml,
    MessageFormat,
    PageSize,
    PageToken,
    Sender,
    Subject,
    To,
    integration,
)

DRAFTS = f"{USER}/drafts"


@integration.action()
async def create_draft(
    ctx: Context,
    *,
    to: To,
    sender: Sender | None = None,
    subject: Subject,
    body: Body,
    cc: Cc | None = None,
    bcc: Bcc | None = None,
    is_html: IsHtml | None = None,
    attachments: Attachments | None = None,
) -> Any:
    """Write a message and keep it among the drafts."""
    mail = await mail_of(ctx)
    return await deliver(ctx, "POST", DRAFTS, mail.written(), within="message")


@integration.action(effect=Effect.READ)
async def list_drafts(
    ctx: Context, max_results: PageSize | None = None, page_token: PageToken | None = None
) -> Any:
    """List the drafts."""
    params = {"maxResults": max_results, "pageToken": page_token or None}
    return await ctx.get(DRAFTS, params=params)


@integration.action(effect=Effect.READ)
async def get_draft(
    ctx: Context,
    draft_id: DraftId,
    format: MessageFormat | None = "full",
) -> Any:
    """Read a draft, with its message's parts made readable."""
    path = f"{DRAFTS}/{segment(draft_id, 'draftId')}"
    draft = await ctx.get(path, params={"format": format})
    return {**draft, "message": with_readable_parts(draft.get("message"))}


@integration.action(idempotent=True)
async def update_draft(
    ctx: Context,
    draft_id: DraftId,
    *,
    to: To,
    sender: Sender | None = None,
    subject: Subject,
    body: Body,
    cc: Cc | None = None,
    bcc: Bcc | None = None,
    is_html: IsHtml | None = None,
    attachments: Attachments | None = None,
) -> Any:
    """Replace a draft by a newly written message."""
    mail = await mail_of(ctx)
    path = f"{DRAFTS}/{segment(draft_id, 'draftId')}"
    return await deliver(ctx, "PUT", path, mail.written(), within="message")


@integration.action()
async def send_draft(ctx: Context, draft_id: DraftId) -> Any:
    """Send a draft as it is; it leaves the drafts."""
    segment(draft_id, "draftId")
    return await ctx.post(f"{DRAFTS}/send", json={"id": draft_id.strip()})


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_draft(
    ctx: Context, draft_id: DraftId, confirm_permanent_delete: ConfirmDelete
) -> Any:
    """Delete a draft for good."""
    confirm_deletion(confirm_permanent_delete, "the draft will be deleted for good")
    await ctx.delete(f"{DRAFTS}/{segment(draft_id, 'draftId')}")
    return {"deleted": True, "draftId": draft_id}
