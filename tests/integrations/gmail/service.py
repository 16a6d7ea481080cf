"""A Gmail that answers from a list: its answers look like the real ones."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from typing import Any

import httpx

from tests.integrations.discovery import Discovery

PICTURE = b"\x89PNG not really"


@cache
def discovery() -> Discovery:
    """The descriptions of Gmail and People."""
    return Discovery("gmail.v1", "people.v1")


def encoded(content: bytes) -> str:
    """Bytes as Gmail gives them."""
    return base64.urlsafe_b64encode(content).decode()


def original() -> EmailMessage:
    """The message in the mailbox: HTML and text, a picture within, a PDF attached."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "Grace Höpper <grace@example.org>"
    message["To"] = "ada@example.org"
    message["Subject"] = "Fünf Käfer"
    message["Message-ID"] = "<one@mail.example.org>"
    message.set_content("Plain wörds\n")
    message.add_alternative('<p>Rich wörds <img src="cid:bug"></p>', subtype="html")
    html = message.get_payload(1)
    assert isinstance(html, EmailMessage)
    html.add_related(PICTURE, "image", "png", cid="<bug>")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="käfer.pdf")
    return message


MESSAGE: dict[str, Any] = {
    "id": "m1",
    "threadId": "t1",
    "labelIds": ["INBOX"],
    "snippet": "Plain",
    "historyId": "42",
    "internalDate": "1767225600000",
    "sizeEstimate": 512,
    "payload": {
        "mimeType": "multipart/mixed",
        "headers": [
            {"name": "From", "value": "Grace Höpper <grace@example.org>"},
            {"name": "To", "value": "ada@example.org"},
            {"name": "Subject", "value": "Fünf Käfer"},
            {"name": "Message-ID", "value": "<one@mail.example.org>"},
            {"name": "References", "value": "<zero@mail.example.org>"},
        ],
        "parts": [
            {
                "partId": "0",
                "mimeType": "multipart/alternative",
                "parts": [
                    {
                        "partId": "0.0",
                        "mimeType": "text/plain",
                        "filename": "",
                        "body": {"size": 12, "data": encoded("Plain wörds".encode())},
                    },
                    {
                        "partId": "0.1",
                        "mimeType": "text/html",
                        "filename": "",
                        "body": {"size": 18, "data": encoded("<p>Rich wörds</p>".encode())},
                    },
                ],
            },
            {
                "partId": "1",
                "mimeType": "application/pdf",
                "filename": "käfer.pdf",
                "body": {"attachmentId": "a1", "size": 4},
            },
        ],
    },
}
STUB = {"id": "m1", "threadId": "t1"}
LABEL = {"id": "Label_1", "name": "Work", "type": "user", "messagesTotal": 3}
PERSON = {
    "resourceName": "people/c1",
    "etag": "%e",
    "names": [{"displayName": "Grace"}],
    "emailAddresses": [{"value": "grace@example.org"}],
}
ALIASES = {
    "sendAs": [
        {
            "sendAsEmail": "team@example.org",
            "displayName": "The team",
            "verificationStatus": "accepted",
        },
        {"sendAsEmail": "new@example.org", "verificationStatus": "pending"},
        {"sendAsEmail": "ada@example.org", "displayName": "", "isDefault": True, "isPrimary": True},
    ]
}
ANSWERS: dict[str, Any] = {
    "gmail.users.getProfile": {"emailAddress": "ada@example.org", "historyId": "42"},
    "gmail.users.messages.list": {"messages": [STUB], "resultSizeEstimate": 1},
    "gmail.users.messages.get": MESSAGE,
    "gmail.users.messages.send": {**STUB, "labelIds": ["SENT"]},
    "gmail.users.messages.modify": {**STUB, "labelIds": ["STARRED"]},
    "gmail.users.messages.trash": {**STUB, "labelIds": ["TRASH"]},
    "gmail.users.messages.untrash": {**STUB, "labelIds": []},
    "gmail.users.messages.attachments.get": {"size": 4, "data": encoded(b"\xfb\xff%P")},
    "gmail.users.threads.list": {"threads": [{"id": "t1", "historyId": "42"}]},
    "gmail.users.threads.get": {"id": "t1", "messages": [MESSAGE]},
    "gmail.users.threads.modify": {"id": "t1"},
    "gmail.users.threads.trash": {"id": "t1"},
    "gmail.users.threads.untrash": {"id": "t1"},
    "gmail.users.labels.list": {
        "labels": [
            {"id": "INBOX", "name": "INBOX", "type": "system"},
            {"id": "Label_2", "name": "work", "type": "user"},
            {"id": "Label_1", "name": "Home", "type": "user"},
        ]
    },
    "gmail.users.labels.create": LABEL,
    "gmail.users.labels.get": LABEL,
    "gmail.users.labels.patch": LABEL,
    "gmail.users.labels.update": LABEL,
    "gmail.users.drafts.create": {"id": "d1", "message": STUB},
    "gmail.users.drafts.list": {"drafts": [{"id": "d1", "message": STUB}]},
    "gmail.users.drafts.get": {"id": "d1", "message": MESSAGE},
    "gmail.users.drafts.update": {"id": "d1", "message": STUB},
    "gmail.users.drafts.send": {**STUB, "labelIds": ["SENT"]},
    "gmail.users.history.list": {"history": [{"id": "43", "messages": [STUB]}], "historyId": "43"},
    "gmail.users.settings.sendAs.list": ALIASES,
    "gmail.users.settings.sendAs.get": ALIASES["sendAs"][0],
    "people.people.connections.list": {"connections": [PERSON], "totalItems": 1},
    "people.otherContacts.list": {"otherContacts": [PERSON], "totalSize": 1},
    "people.people.get": PERSON,
    "people.people.searchContacts": {"results": [{"person": PERSON}]},
}
EMPTY = {
    "gmail.users.messages.batchModify",
    "gmail.users.messages.batchDelete",
    "gmail.users.messages.delete",
    "gmail.users.threads.delete",
    "gmail.users.labels.delete",
    "gmail.users.drafts.delete",
}


def answer(request: httpx.Request) -> httpx.Response:
    """What Gmail answers; 404 as Google writes it where no method is meant."""
    method = discovery().method_of(request.method, str(request.url))
    if method is None:
        error = {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}
        return httpx.Response(404, json={"error": error})
    if method.id in EMPTY:
        return httpx.Response(204)
    if method.id == "gmail.users.messages.get" and request.url.params.get("format") == "raw":
        return httpx.Response(200, json={**STUB, "raw": encoded(original().as_bytes())})
    return httpx.Response(200, json=ANSWERS[method.id])
