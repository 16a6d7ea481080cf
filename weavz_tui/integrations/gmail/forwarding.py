"""A message sent on: what was written above it, the message itself, and its files as they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage, MIMEPart
from html import escape

from weavz_tui.integrations.gmail.mime import Mail

QUOTED_HEADERS = ["From", "Date", "Subject", "To", "Cc"]
TEXTS = {"text/plain", "text/html"}
RULE = "---------- Forwarded message ---------"


def forwarded(mail: Mail, original: EmailMessage, note: str) -> EmailMessage:
    """The forward of `original`: `mail` says to whom, `note` is written above it.

    It is HTML when the note or the original is; every file of the original goes along unchanged,
    so that pictures within an HTML text stay visible.
    """
    text = original.get_body(("html", "plain"))
    is_html = bool(mail.is_html) or (text is not None and text.get_content_subtype() == "html")
    subject = _line(original, "Subject")
    if not subject.lower().startswith(("fwd:", "fw:")):
        subject = f"Fwd: {subject}"
    body = _html(mail, original, text, note) if is_html else _plain(original, text, note)
    message = replace(mail, subject=subject, body=body, is_html=is_html).message()
    files = list(_files(original, text))
    if files:
        message.make_mixed()
    for part in files:
        message.attach(part)
    return message


def _plain(original: EmailMessage, text: MIMEPart | None, note: str) -> str:
    headers = [f"{name}: {_line(original, name)}" for name in QUOTED_HEADERS if original[name]]
    return "\n".join([*([note, ""] if note else []), RULE, *headers, "", _content(text)])


def _html(mail: Mail, original: EmailMessage, text: MIMEPart | None, note: str) -> str:
    headers = "<br>".join(
        escape(f"{name}: {_line(original, name)}") for name in QUOTED_HEADERS if original[name]
    )
    above = note if mail.is_html else _as_html(note)
    is_html = text is not None and text.get_content_subtype() == "html"
    content = _content(text) if is_html else _as_html(_content(text))
    return f"<div>{above}</div><br><div>{RULE}<br>{headers}</div><br>{content}"


def _as_html(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")


def _line(message: EmailMessage, name: str) -> str:
    return " ".join(str(message[name] or "").split())


def _content(text: MIMEPart | None) -> str:
    """The text of a part; a charset that Python does not know is read as UTF-8."""
    if text is None:
        return ""
    payload = text.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        return content.decode(text.get_content_charset("utf-8"), "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _files(part: EmailMessage, text: MIMEPart | None) -> Iterator[EmailMessage]:
    """The attached and embedded files; other versions of the text are none."""
    if part.get_content_maintype() == "multipart":
        for inner in part.iter_parts():
            if isinstance(inner, EmailMessage):
                yield from _files(inner, text)
    elif part is not text and (part.get_content_type() not in TEXTS or part.get_filename()):
        for name in [each for each in part if not each.lower().startswith("content-")]:
            del part[name]
        yield part
