"""Mail through any server that speaks SMTP."""

from __future__ import annotations

import mimetypes
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, localtime, make_msgid
from ipaddress import ip_address
from typing import Annotated, Any, Literal, NotRequired, TypedDict, TypeVar

from weavz_tui.catalog import (
    BasicAuth,
    Category,
    Context,
    CustomAuth,
    File,
    FileContent,
    Integration,
    LongText,
    Prop,
    Property,
    ValidationError,
)
from weavz_tui.integrations._sockets import Place, failed, in_thread, open_socket, place_of
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import PropertyType

Result = TypeVar("Result")

SUBMISSION, SUBMISSIONS = 587, 465
CONNECT_SECONDS = 30.0
REPLY_SECONDS = 120.0
OWN_HEADERS = frozenset({"from", "to", "cc", "bcc", "subject", "reply-to", "content-type"})

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


class Attachment(TypedDict):
    """A file that goes with the mail.

    Args:
        file: The file.
        name: Its name; the file's own when empty.
    """

    file: File
    name: NotRequired[str]


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the server is told beside the mail itself."""

    sender: str
    recipients: tuple[str, ...]


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
    message["From"] = _address(from_, "from", sender_name or "")
    message["To"] = [_address(each, "to") for each in _given(to, "to")]
    if cc:
        message["Cc"] = [_address(each, "cc") for each in cc]
    if reply_to:
        message["Reply-To"] = _address(reply_to, "replyTo")
    message["Subject"] = _line(subject, "subject")
    message["Date"] = format_datetime(localtime())
    message["Message-ID"] = make_msgid(domain=from_.rpartition("@")[2].strip(" >") or None)
    for name, value in (custom_headers or {}).items():
        _add_header(message, name, value)
    message.set_content(body, subtype="html" if body_type == "html" else "plain")
    for each in attachments or []:
        _attach(message, await ctx.file(each["file"]), each.get("name"))
    everybody = [_address(each, "to") for each in (*to, *(cc or []), *(bcc or []))]
    recipients = tuple(dict.fromkeys(each.addr_spec for each in everybody))
    return await _deliver(ctx, message, Envelope(_address(from_, "from").addr_spec, recipients))


async def _deliver(ctx: Context, message: EmailMessage, envelope: Envelope) -> dict[str, Any]:
    credential = ctx.credential or Credential(integration.auth[0].type)
    place = _place(ctx, credential)
    purpose = f"mail through {place}\nfrom {envelope.sender} to {', '.join(envelope.recipients)}"
    purpose += f"\nsubject: {message['Subject']}\n\n{_text(message)}"
    addresses = await ctx.resolve(place.host, place.port, purpose=purpose)
    opened = await open_socket(addresses, place, CONNECT_SECONDS)

    def work() -> dict[str, Any]:
        with _session(opened, place, credential) as session:
            rejected = session.send_message(message, envelope.sender, list(envelope.recipients))
        return {
            "messageId": message["Message-ID"],
            "accepted": [each for each in envelope.recipients if each not in rejected],
            "rejected": {each: _reply(*said) for each, said in rejected.items()},
        }

    try:
        return await in_thread(lambda: _translated(work), opened)
    finally:
        opened.close()


def _place(ctx: Context, credential: Credential) -> Place:
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


class _Session(smtplib.SMTP):
    """A session on a connection that is there already."""

    def __init__(self, opened: socket.socket, host: str, port: int) -> None:
        self._opened = opened
        super().__init__(host, port, local_hostname=socket.gethostname(), timeout=REPLY_SECONDS)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        self._opened.settimeout(timeout)
        return self._opened


@contextmanager
def _session(opened: socket.socket, place: Place, credential: Credential) -> Iterator[smtplib.SMTP]:
    """A session that is encrypted where the server can, and signed in."""
    tls = ssl.create_default_context()
    carrier = tls.wrap_socket(opened, server_hostname=place.host) if place.tls else opened
    session = _Session(carrier, place.host, int(place.port))
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


def _translated(work: Callable[[], Result]) -> Result:
    """What `work` gives, with the driver's errors as ours."""
    try:
        return work()
    except smtplib.SMTPRecipientsRefused as error:
        said = "; ".join(f"{who}: {_reply(*why)}" for who, why in error.recipients.items())
        raise failed(f"no recipient was accepted: {said}", reason="REFUSED") from None
    except smtplib.SMTPResponseException as error:
        text = _reply(error.smtp_code, error.smtp_error)
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


def _reply(code: int, text: bytes | str) -> str:
    said = text.decode(errors="replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(said.split())}"


def _given(addresses: list[str], key: str) -> list[str]:
    if not addresses:
        raise ValidationError.of(**{key: "must not be empty"})
    return addresses


def _address(text: str, key: str, name: str = "") -> Address:
    """An address, given alone or as `Name <address>`; raises ValidationError."""
    match = re.fullmatch(
        r"\s*(?:\"?(?P<name>[^<\"]*?)\"?\s*<)?(?P<spec>[^<>\s]+@[^<>\s]+?)>?\s*", text
    )
    try:
        if match is None:
            raise ValueError("no address")
        spec = match["spec"]
        return Address(_line(name or match["name"] or "", key), addr_spec=spec)
    except (ValueError, IndexError, HeaderParseError) as error:
        raise ValidationError.of(**{key: f"{text!r} is not a mail address"}) from error


def _line(text: str, key: str) -> str:
    if "\r" in text or "\n" in text:
        raise ValidationError.of(**{key: "must be one line"})
    return text


def _add_header(message: EmailMessage, name: str, value: Any) -> None:
    if name.casefold() in OWN_HEADERS or not re.fullmatch(r"[!-9;-~]+", name):
        raise ValidationError.of(customHeaders=f"{name!r} cannot be set here")
    del message[name]
    message[name] = _line(str(value), "customHeaders")


def _attach(message: EmailMessage, file: FileContent, name: str | None) -> None:
    filename = name or file.filename
    kind = file.mime_type
    if "/" not in kind or kind == "application/octet-stream":
        kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    main, _, sub = kind.partition(";")[0].strip().partition("/")
    message.add_attachment(file.content, maintype=main, subtype=sub, filename=filename)


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    return body.get_content().strip() if body is not None else ""
