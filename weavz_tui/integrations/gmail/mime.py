"""Mail as RFC 5322 has it: built from inputs, and written the way Gmail takes it."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import Header
from email.headerregistry import Address, AddressHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import formataddr
from typing import TYPE_CHECKING, Any

from weavz_tui.catalog import Context, FileContent, ValidationError
from weavz_tui.integrations._attached import Attached
from weavz_tui.model.files import Body

LONGEST_LINE = 900
THREADING = {"in-reply-to", "references"}
_ADDRESS_PROBLEM = "must hold mail addresses, separated by commas: Ada <ada@example.org>, b@c.org"
UNKNOWN_TYPE = "application/octet-stream"

if TYPE_CHECKING:
    _Policy = EmailPolicy[EmailMessage]
else:
    _Policy = EmailPolicy


class _MailPolicy(_Policy):
    """Headers that the standard policy writes wrong: a message ID of more than 78 characters
    becomes an encoded word, so that a reply loses its conversation; long subjects and names
    beyond ASCII lose blanks between their encoded words."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        separator = f"{self.linesep} "
        if name.lower() in THREADING:
            text = separator.join(str(value).split())
        elif isinstance(value, AddressHeader):
            text = f",{separator}".join(_mailbox(each) for each in value.addresses)
        elif name.lower() == "subject":
            text = _words(str(value))
        else:
            return super().fold_binary(name, value)
        return f"{name}: {text}{self.linesep}".encode()


def _mailbox(address: Address) -> str:
    name = address.display_name
    if name.isascii():
        return formataddr((name, address.addr_spec))
    return f"{_words(name)} <{address.addr_spec}>"


def _words(text: str) -> str:
    """A text of one line as a header holds it."""
    if text.isascii() and len(text) < LONGEST_LINE:
        return text
    return Header(text, "utf-8", header_name="Subject").encode(linesep=POLICY.linesep)


POLICY = _MailPolicy(linesep="\r\n")


@dataclass(frozen=True, kw_only=True)
class Mail:
    """What a person writes; `headers` are the threading headers that we add, `attached` the files
    that the message has marks for."""

    to: str
    subject: str
    body: str = ""
    sender: str | None = None
    cc: str | None = None
    bcc: str | None = None
    is_html: bool | None = False
    files: Sequence[FileContent] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    attached: Attached = field(default_factory=Attached)

    def message(self) -> EmailMessage:
        """The mail; raises ValidationError that names the input that cannot be one."""
        message = EmailMessage(policy=POLICY)
        addresses = {"to": self.to, "from": self.sender, "cc": self.cc, "bcc": self.bcc}
        for name, value in addresses.items():
            if name == "to" or (value and value.strip()):
                _set_addresses(message, name, value or "")
        _set(message, "subject", self.subject)
        for name, value in self.headers.items():
            _set(message, name, value)
        try:
            message.set_content(self.body, subtype="html" if self.is_html else "plain")
        except UnicodeEncodeError as error:
            raise ValidationError.of(body=f"is not text: {error.reason}") from error
        for index, file in enumerate(self.files):
            _attach(message, file, f"attachments.{index}", self.attached)
        return message

    def written(self) -> Body:
        """The mail as it goes out, its large files read while it does; raises ValidationError."""
        return self.attached.body(self.message().as_bytes())


def parsed(raw: str) -> EmailMessage:
    """The message of Gmail's `raw`."""
    content = base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
    return message_from_bytes(content, _class=EmailMessage, policy=POLICY)


async def mail_of(ctx: Context) -> Mail:
    """The mail that an action's inputs describe."""
    given = ctx.inputs
    return Mail(
        to=given["to"],
        subject=given["subject"],
        body=given["body"],
        sender=given.get("from"),
        cc=given.get("cc"),
        bcc=given.get("bcc"),
        is_html=given.get("isHtml"),
        files=await files_of(ctx),
    )


async def files_of(ctx: Context) -> list[FileContent]:
    """The attachments of an action's inputs, with the names and types that were given."""
    found = []
    for each in ctx.inputs.get("attachments") or ():
        file = await ctx.file(each["file"])
        name = each.get("filename") or file.filename
        type = each.get("mimeType") or file.mime_type
        if type in {"", UNKNOWN_TYPE}:
            type = mimetypes.guess_type(name)[0] or UNKNOWN_TYPE
        found.append(FileContent(name, file.body, type))
    return found


def _set(message: EmailMessage, name: str, value: str) -> None:
    """Set a header; the library refuses line breaks, which could smuggle in another header."""
    try:
        message[name.title()] = value
        message[name.title()].fold(policy=POLICY)
    except (ValueError, UnicodeEncodeError) as error:
        raise ValidationError.of(**{name: "must be one line of text"}) from error


def _set_addresses(message: EmailMessage, name: str, value: str) -> None:
    _set(message, name, value.strip())
    header = message[name.title()]
    found = header.addresses if isinstance(header, AddressHeader) else ()
    wrong = not all(each.username and each.domain and each.addr_spec.isascii() for each in found)
    if not found or wrong:
        raise ValidationError.of(**{name: _ADDRESS_PROBLEM})


def _attach(message: EmailMessage, file: FileContent, path: str, attached: Attached) -> None:
    if file.mime_type.lower() == "message/rfc822":
        message.add_attachment(message_from_bytes(file.content, _class=EmailMessage, policy=POLICY))
        return
    main, _, sub = file.mime_type.partition(";")[0].strip().partition("/")
    if not main.isascii() or not sub or main.lower() in {"multipart", "message"}:
        main, sub = UNKNOWN_TYPE.split("/")
    try:
        attached.add(message, file, kind=(main, sub), filename=file.filename)
    except (ValueError, UnicodeEncodeError) as error:
        problem = "file name and media type must be one line of text"
        raise ValidationError.of(**{path: problem}) from error
