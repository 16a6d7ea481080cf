"""The mail server of a connection, and a session with it."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import Any, TypeVar

from weavz_tui.catalog import (
    BasicAuth,
    Category,
    Context,
    CustomAuth,
    Integration,
    Property,
    ValidationError,
)
from weavz_tui.integrations._attached import Attached
from weavz_tui.integrations._sockets import Place, failed, in_thread, open_socket, place_of
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.files import Body as FileBody
from weavz_tui.model.files import chunks_of

Result = TypeVar("Result")

SUBMISSION, SUBMISSIONS = 587, 465
CONNECT_SECONDS = 30.0
REPLY_SECONDS = 120.0
_GO_ON = 354
_DOT = re.compile(rb"^\.", re.MULTILINE)
_FIELDS = (
    Property(name="host", type=PropertyType.SHORT_TEXT, display_name="Host", required=True),
    Property(name="email", type=PropertyType.SHORT_TEXT, display_name="User name", required=True),
    Property(
        name="password",
        type=PropertyType.SECRET_TEXT,
        display_name="Password",
        required=True,
        secret=True,
    ),
    Property(
        name="port",
        type=PropertyType.SHORT_TEXT,
        display_name="Port",
        required=True,
        default_value=str(SUBMISSION),
    ),
    Property(
        name="TLS",
        type=PropertyType.CHECKBOX,
        display_name="TLS from the start",
        description="As on port 465; on others TLS is used as soon as the server offers it.",
        default_value=False,
    ),
)

integration = Integration(
    "smtp",
    title="SMTP",
    description="Mail through any mail server.",
    categories=[Category.COMMUNICATION],
    auth=[
        CustomAuth(title="Mail server", properties=_FIELDS),
        BasicAuth(
            title="User name and password",
            description="The server is the base URL: https://host:465 for TLS from the start, "
            "http://host:587 for TLS as soon as it is offered.",
        ),
    ],
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the server is told beside the mail itself."""

    sender: str
    recipients: tuple[str, ...]


def mail_server(ctx: Context, credential: Credential) -> Place:
    """The mail server; raises ValidationError where the connection names none."""
    place = place_of(ctx, SUBMISSION, SUBMISSIONS)
    if not place.host:
        raise ValidationError(
            "The connection names no mail server",
            hint="set its base URL, such as https://mail.example.com:465",
        )
    return (
        place if credential.base_url else replace(place, tls=credential.values.get("TLS") is True)
    )


class _Letter:
    """A mail as it goes out; the library asks for its length before."""

    def __init__(self, body: FileBody) -> None:
        self._body = body

    def __len__(self) -> int:
        return self._body.size

    def chunks(self) -> Iterator[bytes]:
        """Everything, a little at a time; a dot that begins a line is doubled (RFC 5321, 4.5.2).
        A file is base64, which has none. Raises OSError."""
        for piece in self._body.pieces:
            if isinstance(piece, bytes):
                yield _DOT.sub(b"..", piece)
            else:
                yield from chunks_of(piece)


class _Session(smtplib.SMTP):
    """A session on a connection that is there already; the files of a mail are read while they are
    sent."""

    def __init__(self, opened: socket.socket, host: str, port: int, attached: Attached) -> None:
        self._opened = opened
        self._attached = attached
        super().__init__(host, port, local_hostname=socket.gethostname(), timeout=REPLY_SECONDS)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        self._opened.settimeout(timeout)
        return self._opened

    def sendmail(
        self,
        from_addr: Any,
        to_addrs: Any,
        msg: Any,
        mail_options: Any = (),
        rcpt_options: Any = (),
    ) -> dict[str, tuple[int, bytes]]:
        letter: Any = _Letter(self._attached.body(msg)) if self._attached.files else msg
        return super().sendmail(from_addr, to_addrs, letter, mail_options, rcpt_options)

    def data(self, msg: Any) -> tuple[int, bytes]:
        if not isinstance(msg, _Letter):
            return super().data(msg)
        code, said = self.docmd("data")
        if code != _GO_ON:
            raise smtplib.SMTPDataError(code, said)
        for chunk in msg.chunks():
            self.send(chunk)
        self.send(b".\r\n")
        return self.getreply()


@contextmanager
def session_on(
    opened: socket.socket, place: Place, credential: Credential, attached: Attached | None = None
) -> Iterator[smtplib.SMTP]:
    """A session that is encrypted where the server can, and signed in; `attached` are the files of
    what will be sent."""
    tls = ssl.create_default_context()
    carrier = tls.wrap_socket(opened, server_hostname=place.host) if place.tls else opened
    session = _Session(carrier, place.host, int(place.port), attached or Attached())
    try:
        session.ehlo()
        if not place.tls and session.has_extn("starttls"):
            session.starttls(context=tls)
            session.ehlo()
        _sign_in(session, credential)
        yield session
        # The mail is taken: what the server says to the farewell changes nothing.
        with suppress(smtplib.SMTPException, OSError):
            session.quit()
    finally:
        session.close()


def _sign_in(session: smtplib.SMTP, credential: Credential) -> None:
    """Give name and password where the server wants them, and nobody listens."""
    user = credential.get("username") or credential.get("email")
    if not user or not session.has_extn("auth"):
        return
    if not isinstance(session.sock, ssl.SSLSocket) and not _is_loopback(session.sock):
        raise failed(
            "the server offers no encryption, and the password is not sent without it",
            reason="REFUSED",
            hint="use its port with TLS, mostly 465",
        )
    session.login(user, credential.get("password"))


def _is_loopback(opened: socket.socket | None) -> bool:
    if opened is None:
        return False
    return ip_address(str(opened.getpeername()[0]).partition("%")[0]).is_loopback


def translated(work: Callable[[], Result]) -> Result:
    """What `work` gives, with the driver's errors as ours."""
    try:
        return work()
    except smtplib.SMTPRecipientsRefused as error:
        said = "; ".join(f"{who}: {reply(*why)}" for who, why in error.recipients.items())
        raise failed(f"no recipient was accepted: {said}", reason="REFUSED") from None
    except smtplib.SMTPResponseException as error:
        text = reply(error.smtp_code, error.smtp_error)
        raise failed(text, reason="REFUSED") from None
    except smtplib.SMTPServerDisconnected as error:
        raise failed(str(error), reason="DROPPED") from None
    except smtplib.SMTPException as error:
        raise failed(str(error), reason="REFUSED") from None
    except ssl.SSLError as error:
        hint = "TLS from the start is for port 465; see also that the host is the certificate's"
        raise failed(f"TLS failed: {error}", reason="CONNECT", hint=hint) from None
    except OSError as error:
        raise failed(error.strerror or str(error), reason="DROPPED") from None


def reply(code: int, text: bytes | str) -> str:
    """A server's reply in one line, `550 No such user`."""
    said = text.decode(errors="replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(said.split())}"


@integration.tests
async def sign_in(ctx: Context) -> Any:
    """Sign in and say nothing."""
    credential = ctx.credential or Credential(integration.auth[0].type)
    place = mail_server(ctx, credential)
    addresses = await ctx.resolve(place.host, place.port, purpose=f"signs in at {place}")
    opened = await open_socket(addresses, place, CONNECT_SECONDS)

    def work() -> str:
        with session_on(opened, place, credential) as session:
            return reply(*session.noop())

    try:
        return await in_thread(lambda: translated(work), opened)
    finally:
        opened.close()
