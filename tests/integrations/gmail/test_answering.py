"""Replies and forwards: where they go, what they carry, how they stay in their conversation."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from email.message import EmailMessage

import httpx
import pytest

from tests.integrations.contexts import answering, requests_of
from tests.integrations.gmail.mails import changed, mail, raw_of, text
from tests.integrations.gmail.service import MESSAGE, PICTURE, answer, encoded
from weavz_tui.catalog import ActionFailed
from weavz_tui.integrations.gmail import integration


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
