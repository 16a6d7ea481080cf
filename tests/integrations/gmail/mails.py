"""The mail in a request, as a mail program reads it."""

from __future__ import annotations

import base64
import json
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import httpx

from tests.integrations.contexts import Answer, answering, requests_of
from tests.integrations.gmail.service import MESSAGE, answer
from weavz_tui.integrations.gmail import integration
from weavz_tui.model.http import Request

NEW = {"to": "grace@example.org", "subject": "Hi", "body": "Text"}


def raw_of(request: Request) -> bytes:
    """The bytes of the mail in a request."""
    body = json.loads(request.content)
    raw: str = body.get("message", body)["raw"]
    return base64.urlsafe_b64decode(raw)


async def mail(action: str, inputs: dict[str, Any], service: Answer = answer) -> EmailMessage:
    """The mail that an action sends, as a mail program reads it."""
    requests = await requests_of(integration, action, inputs, transport=answering(service))
    return message_from_bytes(raw_of(requests[-1]), _class=EmailMessage, policy=policy.default)


def text(message: EmailMessage, kind: str) -> str:
    """The body of that kind."""
    part = message.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


def changed(**headers: str) -> Answer:
    """A Gmail whose message has other headers."""
    payload = {"headers": [{"name": name, "value": value} for name, value in headers.items()]}

    def answered(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json={**MESSAGE, "payload": payload})
        return answer(request)

    return answered
