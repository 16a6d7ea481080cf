"""Mail through a real server: aiosmtpd."""

from __future__ import annotations

import asyncio
import email
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.fixtures.certificates import Certificate, certificate
from tests.fixtures.unprivileged import free_port
from tests.integrations.contexts import probed, run
from tests.integrations.purposes import purpose_of
from weavz_tui.catalog import ActionFailed, FileContent, ValidationError
from weavz_tui.integrations.smtp import integration
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType
from weavz_tui.net.client import Client

LETTER = {
    "from": "ann@example.com",
    "to": ["bob@example.com"],
    "subject": "Tea",
    "body_type": "plain_text",
    "body": "Grüße",
}


class Mailbox:
    """What a server took, and what it is told to refuse."""

    def __init__(self) -> None:
        self.letters: list[tuple[EmailMessage, list[str]]] = []
        self.encrypted: list[bool] = []
        self.refused: dict[str, str] = {}
        self.silent = False
        self.asked = threading.Event()
        self.gone = threading.Event()

    async def handle_RCPT(  # noqa: N802 - the server's hook
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.asked.set()
        if self.silent:
            try:
                await asyncio.Event().wait()
            finally:
                self.gone.set()
        assert isinstance(envelope.content, bytes)
        letter = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(letter, EmailMessage)
        self.letters.append((letter, envelope.rcpt_tos))
        self.encrypted.append(session.ssl is not None)
        return "250 Taken"


def authenticated(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    good = isinstance(data, LoginPassword) and data == LoginPassword(b"ann", b"secret-7")
    return AuthResult(success=good, handled=False)


Start = Callable[..., int]


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def start(mailbox: Mailbox) -> Iterator[Start]:
    """Starts a server with the given options; its port."""
    controllers: list[Controller] = []

    def begin(**options: Any) -> int:
        port = free_port()
        controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
        controllers.append(controller)
        controller.start()
        return port

    yield begin
    for each in controllers:
        each.stop()


@pytest.fixture
def own(tmp_path: Path) -> Certificate:
    return certificate(tmp_path)


@pytest.fixture
def tls(own: Certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own.certificate, own.key)
    return context


@pytest.fixture
def trusted(own: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's certificate among the system's authorities, by OpenSSL's own variable."""
    monkeypatch.setenv("SSL_CERT_FILE", str(own.certificate))


def login(port: int, **fields: Any) -> Credential:
    values = {"host": "127.0.0.1", "port": str(port), "email": "ann", "password": "secret-7"}
    return Credential(ConnectionType.CUSTOM_AUTH, {**values, **fields})


def basic(base_url: str | None) -> Credential:
    values = {"username": "ann", "password": "secret-7"}
    return Credential(ConnectionType.BASIC_AUTH, values, base_url)


async def send(given: Credential, **inputs: Any) -> Any:
    letter = {**LETTER, **inputs}
    return await run(integration, "send-email", letter, transport=Client(), credential=given)


async def failure(given: Credential, **inputs: Any) -> ActionFailed:
    with pytest.raises(ActionFailed) as caught:
        await send(given, **inputs)
    return caught.value


async def test_a_letter_arrives(start: Start, mailbox: Mailbox) -> None:
    result = await send(login(start()), senderName="Ann Ümlaut", replyTo="Desk <desk@example.com>")
    ((letter, recipients),) = mailbox.letters
    assert letter["From"] == "Ann Ümlaut <ann@example.com>"
    assert letter["Reply-To"] == "Desk <desk@example.com>"
    assert (letter["To"], letter["Subject"]) == ("bob@example.com", "Tea")
    assert letter.get_content().strip() == "Grüße"
    assert recipients == ["bob@example.com"]
    expected = {"messageId": letter["Message-ID"], "accepted": recipients, "rejected": {}}
    assert result == expected


async def test_hidden_recipients_get_it_and_are_not_in_it(start: Start, mailbox: Mailbox) -> None:
    await send(login(start()), cc=["Cem <cem@example.com>"], bcc=["dan@example.com"])
    ((letter, recipients),) = mailbox.letters
    assert recipients == ["bob@example.com", "cem@example.com", "dan@example.com"]
    assert letter["Cc"] == "Cem <cem@example.com>"
    assert "dan@example.com" not in letter.as_string()


async def test_html_attachments_and_headers(start: Start, mailbox: Mailbox) -> None:
    await send(
        login(start()),
        body_type="html",
        body="<b>Tea</b>",
        customHeaders={"X-Kind": "green"},
        attachments=[
            {"file": FileContent("a.txt", b"leaves"), "name": "list.csv"},
            {"file": FileContent("t.png", b"\x89PNG", "image/png")},
        ],
    )
    ((letter, _),) = mailbox.letters
    body = letter.get_body(("html",))
    assert body is not None and body.get_content().strip() == "<b>Tea</b>"
    assert letter["X-Kind"] == "green"
    found = [
        (each.get_filename(), each.get_content_type(), each.get_payload(decode=True))
        for each in letter.iter_attachments()
    ]
    assert found == [("list.csv", "text/csv", b"leaves"), ("t.png", "image/png", b"\x89PNG")]


async def test_a_recipient_that_is_refused_does_not_stop_the_others(
    start: Start, mailbox: Mailbox
) -> None:
    mailbox.refused["bob@example.com"] = "550 No such user"
    result = await send(login(start()), cc=["cem@example.com"])
    assert result["accepted"] == ["cem@example.com"]
    assert result["rejected"] == {"bob@example.com": "550 No such user"}


async def test_when_all_are_refused_nothing_was_sent(start: Start, mailbox: Mailbox) -> None:
    mailbox.refused["bob@example.com"] = "550 No such user"
    error = await failure(login(start()))
    wanted = "no recipient was accepted: bob@example.com: 550 No such user"
    assert (error.details["message"], error.details["reason"]) == (wanted, "REFUSED")


async def test_it_signs_in_over_tls_as_soon_as_it_is_offered(
    start: Start, mailbox: Mailbox, tls: ssl.SSLContext, trusted: None
) -> None:
    port = start(tls_context=tls, authenticator=authenticated, auth_required=True)
    await send(login(port))
    assert mailbox.encrypted == [True]


@pytest.mark.parametrize("address", ["https://127.0.0.1:{}", "https://localhost:{}"])
async def test_tls_from_the_start_by_the_base_url(
    start: Start, mailbox: Mailbox, tls: ssl.SSLContext, trusted: None, address: str
) -> None:
    port = start(ssl_context=tls, authenticator=authenticated, auth_require_tls=False)
    await send(basic(address.format(port)))
    assert len(mailbox.letters) == 1


async def test_tls_from_the_start_by_the_field(
    start: Start, mailbox: Mailbox, tls: ssl.SSLContext, trusted: None
) -> None:
    await send(login(start(ssl_context=tls), TLS=True))
    assert len(mailbox.letters) == 1


async def test_a_certificate_that_nobody_vouches_for_is_refused(
    start: Start, mailbox: Mailbox, tls: ssl.SSLContext
) -> None:
    error = await failure(login(start(ssl_context=tls), TLS=True))
    assert error.details["message"].startswith("TLS failed")
    assert mailbox.letters == []


async def test_a_wrong_password_is_told_and_not_shown(
    start: Start, tls: ssl.SSLContext, trusted: None
) -> None:
    port = start(tls_context=tls, authenticator=authenticated, auth_required=True)
    error = await failure(login(port, password="wrong-secret"))
    assert error.details["message"].startswith("535")
    assert error.details["reason"] == "REFUSED"
    assert "wrong-secret" not in str(error.wire())


async def test_a_connection_is_tested_by_signing_in(
    start: Start, mailbox: Mailbox, tls: ssl.SSLContext, trusted: None
) -> None:
    port = start(tls_context=tls, authenticator=authenticated, auth_required=True)
    assert await probed(integration, transport=Client(), credential=login(port)) == "250 OK"
    with pytest.raises(ActionFailed):
        await probed(integration, transport=Client(), credential=login(port, password="no"))
    assert mailbox.letters == []


async def test_cancelling_closes_the_session(start: Start, mailbox: Mailbox) -> None:
    mailbox.silent = True
    task = asyncio.create_task(send(login(start())))
    assert await asyncio.to_thread(mailbox.asked.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(mailbox.gone.wait, 10)


async def test_a_port_where_nobody_listens() -> None:
    error = await failure(login(1))
    assert error.details["reason"] == "CONNECT"


async def test_user_name_and_password_alone_name_no_server() -> None:
    with pytest.raises(ValidationError) as caught:
        await send(basic(None))
    assert "https://" in caught.value.hint


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({"to": []}, "to"),
        ({"to": ["nobody"]}, "to"),
        ({"to": ["a@b.example\r\nBcc: c@d.example"]}, "to"),
        ({"bcc": ["a b@c.example"]}, "to"),
        ({"from": "<>"}, "from"),
        ({"senderName": "A\nB"}, "from"),
        ({"subject": "A\r\nBcc: c@d.example"}, "subject"),
        ({"customHeaders": {"Bcc": "c@d.example"}}, "customHeaders"),
        ({"customHeaders": {"X-A": "1\r\nBcc: c@d.example"}}, "customHeaders"),
        ({"customHeaders": {"X A": "1"}}, "customHeaders"),
        ({"customHeaders": {"Content-Transfer-Encoding": "8bit"}}, "customHeaders"),
    ],
)
async def test_what_would_break_the_letter_is_refused(inputs: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await send(login(1), **inputs)
    assert field in caught.value.fields


async def test_a_preview_shows_the_letter_and_where_it_goes() -> None:
    shown = await purpose_of(integration, "send-email", LETTER, login(2525))
    assert shown == (
        "mail through 127.0.0.1:2525\n"
        "from ann@example.com to bob@example.com\n"
        "subject: Tea\n\n"
        "Grüße"
    )


def test_the_integration_alone_starts_nothing() -> None:
    code = "import sys, weavz_tui.integrations.smtp; assert 'aiohttp' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
