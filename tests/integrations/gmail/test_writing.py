"""Mail as it leaves: headers, parts, files; and what is refused before anything leaves."""

from __future__ import annotations

import base64
import json
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import formataddr, getaddresses
from typing import Any

import httpx
import pytest

from tests.integrations.contexts import Answer, Recorder, answering, requests_of, run
from tests.integrations.gmail.service import MESSAGE, PICTURE, answer, encoded
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.gmail import integration
from weavz_tui.model.http import FileContent, Request

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


async def test_a_message_has_its_headers_text_and_files() -> None:
    message = await mail(
        "send_email",
        {
            "to": "Grace Höpper <grace@example.org>, b@example.org",
            "from": "The team <team@example.org>",
            "cc": "c@example.org",
            "bcc": "d@example.org",
            "subject": "Fünf  Käfer " * 20,
            "body": "Erste Zeile\nZweite Zeile ✓",
            "attachments": [
                {"file": FileContent("käfer.pdf", b"%PDF", "application/pdf")},
                {
                    "file": FileContent("x", b"\x00\xff"),
                    "filename": "a.csv",
                    "mimeType": "text/csv",
                },
                {"file": FileContent("notes.txt", b"abc")},
            ],
        },
    )
    assert message["To"].addresses[0].display_name == "Grace Höpper"
    assert [each.addr_spec for each in message["To"].addresses][1] == "b@example.org"
    assert (message["From"], message["Cc"], message["Bcc"]) == (
        "The team <team@example.org>",
        "c@example.org",
        "d@example.org",
    )
    assert message["Subject"] == "Fünf  Käfer " * 20
    assert text(message, "plain") == "Erste Zeile\nZweite Zeile ✓\n"
    files = [
        (each.get_filename(), each.get_content_type(), each.get_payload(decode=True))
        for each in message.iter_attachments()
    ]
    assert files == [
        ("käfer.pdf", "application/pdf", b"%PDF"),
        ("a.csv", "text/csv", b"\x00\xff"),
        ("notes.txt", "text/plain", b"abc"),
    ]


@pytest.mark.parametrize("subject", ["Fünf Käfer " * 30 + "!", "x" * 90 + " y", "x" * 2000])
async def test_long_subjects_and_names_arrive_whole(subject: str) -> None:
    names = ["Дмитрий " * 9 + "Ünal", 'Doe, "J"', "中文 Grace 中文"]
    to = ", ".join(f"{formataddr((name, 'a@example.org'), 'utf-8')}" for name in names)
    requests = await requests_of(
        integration,
        "send_email",
        {**NEW, "subject": subject, "to": to},
        transport=answering(answer),
    )
    raw = raw_of(requests[-1])
    message = message_from_bytes(raw)
    read = [
        str(make_header(decode_header(name))) for name, _ in getaddresses([unfolded(message["To"])])
    ]
    assert str(make_header(decode_header(unfolded(message["Subject"])))) == subject
    assert read == names
    assert max(len(line) for line in raw.split(b"\r\n")) < 998


def unfolded(header: str) -> str:
    """A header's value without the line breaks of its folding."""
    return header.replace("\r\n", "")


async def test_an_html_body_is_sent_as_html() -> None:
    message = await mail("create_draft", {**NEW, "body": "<b>Hi</b>", "isHtml": True})
    assert message.get_content_type() == "text/html"
    assert text(message, "html") == "<b>Hi</b>\n"


async def test_an_attached_mail_stays_one() -> None:
    inner = FileContent("mail.eml", b"Subject: Inner\r\n\r\nText\r\n", "message/rfc822")
    message = await mail("send_email", {**NEW, "attachments": [{"file": inner}]})
    (part,) = message.iter_attachments()
    assert part.get_content()["Subject"] == "Inner"


async def test_an_attachment_given_as_an_address_is_fetched() -> None:
    def service(request: httpx.Request) -> httpx.Response:
        if request.url.host == "files.example":
            return httpx.Response(200, content=b"%PDF", headers={"content-type": "application/pdf"})
        return answer(request)

    url = "https://files.example/report.pdf?x=1"
    message = await mail("send_email", {**NEW, "attachments": [{"file": url}]}, service)
    (part,) = message.iter_attachments()
    assert (part.get_filename(), part.get_content()) == ("report.pdf", b"%PDF")


async def test_a_reply_stays_in_its_conversation() -> None:
    requests = await requests_of(
        integration,
        "reply_to_email",
        {"messageId": "m1", "body": "Ja"},
        transport=answering(answer),
    )
    raw = raw_of(requests[-1])
    message = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
    assert json.loads(requests[-1].content)["threadId"] == "t1"
    assert message["To"].addresses[0].addr_spec == "grace@example.org"
    assert message["Subject"] == "Re: Fünf Käfer"
    assert message["In-Reply-To"] == "<one@mail.example.org>"
    assert message["References"] == "<zero@mail.example.org> <one@mail.example.org>"


async def test_long_message_ids_are_written_as_they_are() -> None:
    identity = f"<{'x' * 200}@mail.example.org>"
    service = changed(**{"From": "a@example.org", "Message-ID": identity, "References": identity})
    requests = await requests_of(
        integration,
        "reply_to_email",
        {"messageId": "m1", "body": "Ja"},
        transport=answering(service),
    )
    assert f"In-Reply-To: {identity}\r\n".encode() in raw_of(requests[-1])
    assert f"References: {identity}\r\n {identity}\r\n".encode() in raw_of(requests[-1])


@pytest.mark.parametrize(
    ("headers", "to", "subject"),
    [
        (
            {"From": "a@x.org", "Reply-To": "list@x.org", "Subject": "RE: Hi"},
            "list@x.org",
            "RE: Hi",
        ),
        ({"From": "a@x.org"}, "a@x.org", "Re: "),
    ],
)
async def test_a_reply_goes_where_answers_are_wanted(
    headers: dict[str, str], to: str, subject: str
) -> None:
    message = await mail("reply_to_email", {"messageId": "m1", "body": "Ja"}, changed(**headers))
    assert (message["To"], str(message["Subject"]).strip()) == (to, subject.strip())


async def test_a_reply_to_ones_own_message_goes_to_its_recipients() -> None:
    def service(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json={**MESSAGE, "labelIds": ["SENT"]})
        return answer(request)

    message = await mail("reply_to_email", {"messageId": "m1", "body": "Noch etwas"}, service)
    assert message["To"] == "ada@example.org"


async def test_a_reply_to_nobody_is_refused() -> None:
    with pytest.raises(ActionFailed) as refused:
        await mail("reply_to_email", {"messageId": "m1", "body": "Ja"}, changed(Subject="Hi"))
    assert refused.value.details["message"] == "The message names nobody to answer"


async def test_a_forward_carries_the_text_and_every_file() -> None:
    message = await mail(
        "forward_email",
        {"messageId": "m1", "to": "b@example.org", "additionalMessage": "Look <here>"},
    )
    html = text(message, "html")
    assert message["Subject"] == "Fwd: Fünf Käfer"
    assert html.index("Look &lt;here&gt;") < html.index("Forwarded message") < html.index("Rich")
    assert "From: Grace Höpper &lt;grace@example.org&gt;" in html
    parts = {each.get_content_type(): each for each in message.iter_attachments()}
    assert parts["application/pdf"].get_filename() == "käfer.pdf"
    assert parts["application/pdf"].get_content() == b"%PDF"
    assert parts["image/png"].get_content() == PICTURE
    assert parts["image/png"]["Content-ID"] == "<bug>"
    assert len(parts) == 2


@pytest.mark.parametrize(
    ("content", "text_of_it", "files"),
    [
        (b"From: a@x.org\r\nSubject: Fwd: Hi\r\n\r\nPlain\r\n", "Plain", []),
        (b"Content-Type: text/plain; charset=klingon\r\n\r\nna\xc3\xafve\r\n", "naïve", []),
        (
            b"To: a@x.org\r\nContent-Type: application/pdf\r\n"
            b'Content-Disposition: attachment; filename="a.pdf"\r\n\r\n%PDF',
            "Forwarded message",
            ["a.pdf"],
        ),
    ],
    ids=["plain", "unknown charset", "only a file"],
)
async def test_a_forward_of_an_odd_message(
    content: bytes, text_of_it: str, files: list[str]
) -> None:
    def service(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json={"id": "m1", "raw": encoded(content)})
        return answer(request)

    message = await mail("forward_email", {"messageId": "m1", "to": "b@example.org"}, service)
    assert str(message["Subject"]).startswith("Fwd: ")
    assert text_of_it in text(message, "plain")
    assert [each.get_filename() for each in message.iter_attachments()] == files
    assert message["To"] == "b@example.org"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("to", "a@example.org\r\nBcc: evil@example.org"),
        ("to", ""),
        ("to", "nobody"),
        ("to", "jörg@example.org"),
        ("from", "a@example.org\nX-Evil: 1"),
        ("cc", "a@example.org\rX-Evil: 1"),
        ("bcc", "a@example.org, nobody"),
        ("subject", "Hi\r\nBcc: evil@example.org"),
        ("subject", "lone \ud800 half"),
        ("body", "lone \ud800 half"),
    ],
)
async def test_what_is_no_mail_is_refused_and_names_the_field(field: str, value: str) -> None:
    recorder = Recorder()
    with pytest.raises(ValidationError) as refused:
        await run(integration, "send_email", {**NEW, field: value}, transport=recorder)
    assert list(refused.value.fields) == [field]
    assert recorder.requests == []


@pytest.mark.parametrize(
    "file",
    [
        {"file": FileContent("a.txt", b""), "filename": "a\r\nX-Evil: 1"},
        {"file": FileContent("a.txt", b""), "mimeType": "text/pl\r\nX-Evil: 1"},
    ],
)
async def test_an_attachment_cannot_smuggle_a_header(file: dict[str, Any]) -> None:
    recorder = Recorder()
    with pytest.raises(ValidationError) as refused:
        await run(integration, "send_email", {**NEW, "attachments": [file]}, transport=recorder)
    assert list(refused.value.fields) == ["attachments.0"]
    assert recorder.requests == []
