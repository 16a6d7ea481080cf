"""Sending a mail."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime, localtime, make_msgid
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from weavz_tui.catalog import (
    Context,
    File,
    LongText,
    Prop,
)
from weavz_tui.integrations._attached import Attached
from weavz_tui.integrations._sockets import in_thread, open_socket
from weavz_tui.integrations.smtp.letter import (
    add_header,
    address,
    attach,
    given_addresses,
    one_line,
    text_of,
)
from weavz_tui.integrations.smtp.service import (
    CONNECT_SECONDS,
    Envelope,
    integration,
    mail_server,
    reply,
    session_on,
    translated,
)
from weavz_tui.model.credentials import Credential


class Attachment(TypedDict):
    """A file that goes with the mail.

    Args:
        file: The file.
        name: Its name; the file's own when empty.
    """

    file: File
    name: NotRequired[str]


@integration.action("send-email")
async def send_email(
    ctx: Context,
    from_: Annotated[str, Prop(key="from")],
    sender_name: Annotated[str, Prop(key="senderName")] | None = None,
    *,
    to: list[str],
    cc: list[str] | None = None,
    reply_to: Annotated[str, Prop(key="replyTo")] | None = None,
    bcc: list[str] | None = None,
    subject: str,
    body_type: Annotated[
        Literal["plain_text", "html"],
        Prop(default="plain_text", labels={"plain_text": "Text", "html": "HTML"}),
    ],
    body: LongText,
    custom_headers: Annotated[dict[str, Any], Prop(key="customHeaders")] | None = None,
    attachments: list[Attachment] | None = None,
) -> Any:
    """Send a mail; `rejected` are the addresses that the server did not take.

    Args:
        from_: The sender's address.
        sender_name: The sender's name.
        to: Whom it goes to.
        cc: Who gets a copy.
        reply_to: Where answers go.
        bcc: Who gets a copy that the others do not see.
        subject: The subject.
        body_type: What the body is.
        body: The text.
        custom_headers: Further headers by name.
        attachments: Files that go with it.
    """
    message = EmailMessage()
    message["From"] = address(from_, "from", sender_name or "")
    message["To"] = [address(each, "to") for each in given_addresses(to, "to")]
    if cc:
        message["Cc"] = [address(each, "cc") for each in cc]
    if reply_to:
        message["Reply-To"] = address(reply_to, "replyTo")
    message["Subject"] = one_line(subject, "subject")
    message["Date"] = format_datetime(localtime())
    message["Message-ID"] = make_msgid(domain=from_.rpartition("@")[2].strip(" >") or None)
    for name, value in (custom_headers or {}).items():
        add_header(message, name, value)
    message.set_content(body, subtype="html" if body_type == "html" else "plain")
    attached = Attached()
    for each in attachments or []:
        attach(message, await ctx.file(each["file"]), each.get("name"), attached)
    everybody = [address(each, "to") for each in (*to, *(cc or []), *(bcc or []))]
    recipients = tuple(dict.fromkeys(each.addr_spec for each in everybody))
    envelope = Envelope(address(from_, "from").addr_spec, recipients)
    return await _deliver(ctx, message, attached, envelope)


async def _deliver(
    ctx: Context, message: EmailMessage, attached: Attached, envelope: Envelope
) -> dict[str, Any]:
    credential = ctx.credential or Credential(integration.auth[0].type)
    place = mail_server(ctx, credential)
    purpose = f"mail through {place}\nfrom {envelope.sender} to {', '.join(envelope.recipients)}"
    purpose += f"\nsubject: {message['Subject']}\n\n{text_of(message)}"
    addresses = await ctx.resolve(place.host, place.port, purpose=purpose)
    opened = await open_socket(addresses, place, CONNECT_SECONDS)

    def work() -> dict[str, Any]:
        with session_on(opened, place, credential, attached) as session:
            rejected = session.send_message(message, envelope.sender, list(envelope.recipients))
        return {
            "messageId": message["Message-ID"],
            "accepted": [each for each in envelope.recipients if each not in rejected],
            "rejected": {each: reply(*said) for each, said in rejected.items()},
        }

    try:
        return await in_thread(lambda: translated(work), opened)
    finally:
        opened.close()
