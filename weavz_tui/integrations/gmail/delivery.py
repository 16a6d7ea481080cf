"""Handing a written message to Gmail, whatever its size."""

from __future__ import annotations

import base64
import json
import secrets
from email.message import EmailMessage
from typing import Any

from weavz_tui.catalog import Context, ValidationError

UPLOADED_FROM = 3_500_000
LARGEST = 36_700_160
UPLOAD_TIMEOUT = 180.0


async def deliver(
    ctx: Context,
    method: str,
    path: str,
    message: EmailMessage,
    *,
    within: str | None = None,
    thread_id: str | None = None,
) -> Any:
    """Send the message to a method that takes one; `within` is the property of its body that
    holds it, the body itself when None.

    Gmail takes about 5 MB as JSON; above that the message is uploaded as it is, with the body's
    other properties beside it. Raises ValidationError above Gmail's limit of 35 MiB.
    """
    content = message.as_bytes()
    if len(content) > LARGEST:
        raise ValidationError.of(attachments="the message is over Gmail's limit of 35 MiB")
    about = {"threadId": thread_id} if thread_id else {}
    if len(content) < UPLOADED_FROM:
        about["raw"] = base64.urlsafe_b64encode(content).decode()
        body = {within: about} if within else about
        return (await ctx.request(method, path, json=body)).data()
    boundary = secrets.token_hex(24)
    response = await ctx.request(
        method,
        f"/upload{path}",
        params={"uploadType": "multipart"},
        headers={"Content-Type": f"multipart/related; boundary={boundary}"},
        content=_related(boundary, {within: about} if within else about, content),
        timeout=UPLOAD_TIMEOUT,
    )
    return response.data()


def _related(boundary: str, about: dict[str, Any], content: bytes) -> bytes:
    line = f"--{boundary}"
    head = [line, "Content-Type: application/json; charset=UTF-8", "", json.dumps(about)]
    start = "\r\n".join([*head, line, "Content-Type: message/rfc822", "", ""])
    return start.encode() + content + f"\r\n{line}--\r\n".encode()
