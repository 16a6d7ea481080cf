"""Handing a written message to Gmail, whatever its size."""

from __future__ import annotations

import base64
import json
import secrets
from typing import Any

from weavz_tui.catalog import Context, ValidationError
from weavz_tui.model.files import Body

UPLOADED_FROM = 3_500_000
LARGEST = 36_700_160
UPLOAD_TIMEOUT = 180.0


async def deliver(
    ctx: Context,
    method: str,
    path: str,
    message: Body,
    *,
    within: str | None = None,
    thread_id: str | None = None,
) -> Any:
    """Send the written message to a method that takes one; `within` is the property of its body
    that holds it, the body itself when None.

    Gmail takes about 5 MB as JSON; above that the message is uploaded as it is, with the body's
    other properties beside it. Raises ValidationError above Gmail's limit of 35 MiB.
    """
    if message.size > LARGEST:
        raise ValidationError.of(attachments="the message is over Gmail's limit of 35 MiB")
    about = {"threadId": thread_id} if thread_id else {}
    if message.size < UPLOADED_FROM:
        about["raw"] = base64.urlsafe_b64encode(_whole(message)).decode()
        body = {within: about} if within else about
        return (await ctx.request(method, path, json=body)).data()
    boundary = secrets.token_hex(24)
    response = await ctx.request(
        method,
        f"/upload{path}",
        params={"uploadType": "multipart"},
        headers={"Content-Type": f"multipart/related; boundary={boundary}"},
        content=_related(boundary, {within: about} if within else about, message),
        timeout=UPLOAD_TIMEOUT,
    )
    return response.data()


def _whole(message: Body) -> bytes:
    try:
        return b"".join(message.chunks())
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
        raise ValidationError.of(attachments=problem) from None


def _related(boundary: str, about: dict[str, Any], message: Body) -> Body:
    line = f"--{boundary}"
    head = [line, "Content-Type: application/json; charset=UTF-8", "", json.dumps(about)]
    start = "\r\n".join([*head, line, "Content-Type: message/rfc822", "", ""])
    return Body((start.encode(), *message.pieces, f"\r\n{line}--\r\n".encode()))
