"""The parts of a mail, checked: what a person gives must not break out of its line."""

from __future__ import annotations

import mimetypes
import re
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

from weavz_tui.catalog import (
    FileContent,
    ValidationError,
)
from weavz_tui.integrations._attached import Attached

OWN_HEADERS = frozenset({"from", "to", "cc", "bcc", "subject", "reply-to", "mime-version"})


def given_addresses(addresses: list[str], key: str) -> list[str]:
    """Addresses of which there is at least one; raises ValidationError."""
    if not addresses:
        raise ValidationError.of(**{key: "must not be empty"})
    return addresses


def address(text: str, key: str, name: str = "") -> Address:
    """An address, given alone or as `Name <address>`; raises ValidationError."""
    match = re.fullmatch(
        r"\s*(?:\"?(?P<name>[^<\"]*?)\"?\s*<)?(?P<spec>[^<>\s]+@[^<>\s]+?)>?\s*", text
    )
    try:
        if match is None:
            raise ValueError("no address")
        spec = match["spec"]
        return Address(one_line(name or match["name"] or "", key), addr_spec=spec)
    except (ValueError, IndexError, HeaderParseError) as error:
        raise ValidationError.of(**{key: f"{text!r} is not a mail address"}) from error


def one_line(text: str, key: str) -> str:
    """A text that cannot begin another header; raises ValidationError."""
    if "\r" in text or "\n" in text:
        raise ValidationError.of(**{key: "must be one line"})
    return text


def add_header(message: EmailMessage, name: str, value: Any) -> None:
    """A further header; raises ValidationError for one that has an input of its own, or that
    tells how the content is written."""
    lower = name.casefold()
    is_own = lower in OWN_HEADERS or lower.startswith("content-")
    if is_own or not re.fullmatch(r"[!-9;-~]+", name):
        raise ValidationError.of(customHeaders=f"{name!r} cannot be set here")
    del message[name]
    message[name] = one_line(str(value), "customHeaders")


def attach(message: EmailMessage, file: FileContent, name: str | None, attached: Attached) -> None:
    """Put a file into a mail, with a type by its name where it says none."""
    filename = name or file.filename
    kind = file.mime_type
    if "/" not in kind or kind == "application/octet-stream":
        kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    main, _, sub = kind.partition(";")[0].strip().partition("/")
    attached.add(message, file, kind=(main, sub), filename=filename)


def text_of(message: EmailMessage) -> str:
    """The text of a mail, as a person reads it."""
    body = message.get_body(("plain", "html"))
    return body.get_content().strip() if body is not None else ""
