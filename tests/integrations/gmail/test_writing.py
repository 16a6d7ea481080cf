"""Mail as it leaves: headers, parts, files; and what is refused before anything leaves."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import formataddr, getaddresses
from typing import Any

import httpx
import pytest

from tests.integrations.contexts import Recorder, answering, requests_of, run
from tests.integrations.gmail.mails import NEW, mail, raw_of, text
from tests.integrations.gmail.service import answer, discovery
from weavz_tui.catalog import ValidationError
from weavz_tui.integrations.gmail import integration
from weavz_tui.model.http import FileContent


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


@pytest.mark.parametrize(
    ("action", "inputs", "method", "about"),
    [
        ("send_email", NEW, "gmail.users.messages.send", {}),
        (
            "reply_to_email",
            {"messageId": "m1", "body": "Ja"},
            "gmail.users.messages.send",
            {"threadId": "t1"},
        ),
        ("create_draft", NEW, "gmail.users.drafts.create", {"message": {}}),
        ("update_draft", {**NEW, "draftId": "me"}, "gmail.users.drafts.update", {"message": {}}),
    ],
)
async def test_a_large_message_is_uploaded(
    action: str, inputs: dict[str, Any], method: str, about: dict[str, Any]
) -> None:
    content = bytes(range(256)) * 16_000
    file = {"file": FileContent("large.bin", content)}
    service = answering(lambda each: answer(each) if each.method == "GET" else httpx.Response(200))
    requests = await requests_of(
        integration, action, {**inputs, "attachments": [file]}, transport=service
    )
    url, kind = requests[-1].url, requests[-1].headers["Content-Type"]
    described = next(each for each in discovery().methods if each.id == method).description
    upload = described["mediaUpload"]["protocols"]["simple"]
    path = upload["path"].format(userId="me", id="me")
    assert upload["multipart"] is True
    assert url == f"https://gmail.googleapis.com{path}?uploadType=multipart"
    assert requests[-1].method == described["httpMethod"]
    whole = f"Content-Type: {kind}\r\n\r\n".encode() + requests[-1].content
    related = message_from_bytes(whole, policy=policy.default)
    first, second = related.iter_parts()
    assert json.loads(str(first.get_payload())) == about
    (attached,) = second.get_content().iter_attachments()
    assert attached.get_content() == content


async def test_a_message_over_gmails_limit_is_refused() -> None:
    recorder = Recorder()
    file = {"file": FileContent("large.bin", b"x" * 28_000_000)}
    with pytest.raises(ValidationError) as refused:
        await run(integration, "send_email", {**NEW, "attachments": [file]}, transport=recorder)
    assert "35 MiB" in refused.value.fields["attachments"]
    assert recorder.requests == []


async def test_an_attachment_given_as_an_address_is_fetched() -> None:
    def service(request: httpx.Request) -> httpx.Response:
        if request.url.host == "files.example":
            return httpx.Response(200, content=b"%PDF", headers={"content-type": "application/pdf"})
        return answer(request)

    url = "https://files.example/report.pdf?x=1"
    message = await mail("send_email", {**NEW, "attachments": [{"file": url}]}, service)
    (part,) = message.iter_attachments()
    assert (part.get_filename(), part.get_content()) == ("report.pdf", b"%PDF")


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
