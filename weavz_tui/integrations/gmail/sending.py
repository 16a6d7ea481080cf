"""Writing mail: a new one, a reply, a forward."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import ActionFailed, Context, LongText, Prop
from weavz_tui.integrations._google import segment
from weavz_tui.integrations.gmail.delivery import deliver
from weavz_tui.integrations.gmail.forwarding import forwarded
from weavz_tui.integrations.gmail.mime import Mail, files_of, mail_of, parsed
from weavz_tui.integrations.gmail.reading import headers_of
from weavz_tui.integrations.gmail.service import (
    USER,
    Attachments,
    Bcc,
    Body,
    Cc,
    IsHtml,
    MessageId,
    Sender,
    Subject,
    To,
    integration,
)
from weavz_tui.model.files import Body as FileBody

SEND = f"{USER}/messages/send"
REPLY_HEADERS = ["From", "Reply-To", "To", "Subject", "Message-ID", "References"]


@integration.action()
async def send_email(
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
    """Send a message."""
    mail = await mail_of(ctx)
    return await deliver(ctx, "POST", SEND, mail.written())


@integration.action()
async def reply_to_email(
    ctx: Context,
    message_id: MessageId,
    *,
    sender: Sender | None = None,
    body: Body,
    is_html: IsHtml | None = None,
    attachments: Attachments | None = None,
) -> Any:
    """Answer a message, within its conversation, to the one who wrote it."""
    files = await files_of(ctx)
    original = await ctx.get(
        f"{USER}/messages/{segment(message_id, 'messageId')}",
        params={"format": "metadata", "metadataHeaders": REPLY_HEADERS},
    )
    mail = reply(original, body=body, sender=sender, is_html=is_html, files=files)
    return await deliver(ctx, "POST", SEND, mail.written(), thread_id=original["threadId"])


@integration.action()
async def forward_email(
    ctx: Context,
    message_id: MessageId,
    *,
    sender: Sender | None = None,
    to: To,
    cc: Cc | None = None,
    bcc: Bcc | None = None,
    additional_message: Annotated[
        LongText | None, Prop(key="additionalMessage", title="Message above it")
    ] = None,
    is_html: Annotated[
        IsHtml | None, Prop(title="Message is HTML", description="The message above it is HTML.")
    ] = None,
) -> Any:
    """Send a message on, with its attachments.

    Args:
        additional_message: What is written above the forwarded message.
    """
    mail = Mail(to=to, subject="", sender=sender, cc=cc, bcc=bcc, is_html=is_html)
    mail.message()
    found = await ctx.get(
        f"{USER}/messages/{segment(message_id, 'messageId')}", params={"format": "raw"}
    )
    message = forwarded(mail, parsed(found["raw"]), additional_message or "")
    return await deliver(ctx, "POST", SEND, FileBody((message.as_bytes(),)))


def reply(original: dict[str, Any], **written: Any) -> Mail:
    """The answer to a message; to one's own message it goes where that one went."""
    headers = headers_of(original)
    own = "SENT" in original.get("labelIds", [])
    to = headers.get("to") if own else headers.get("reply-to") or headers.get("from")
    if not to:
        raise ActionFailed(
            "Action execution failed",
            details={"message": "The message names nobody to answer", "statusCode": 200},
            hint="send_email sends to an address of your choice",
        )
    subject, identity = headers.get("subject", ""), headers.get("message-id")
    threading = {}
    if identity:
        threading["in-reply-to"] = identity
        threading["references"] = f"{headers.get('references', '')} {identity}".strip()
    return Mail(
        to=to,
        subject=subject if subject.lower().startswith("re:") else f"Re: {subject}",
        headers=threading,
        **written,
    )
