"""Files that a mail carries and nobody holds: read and written as base64 while the mail is sent."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from email.message import EmailMessage
from secrets import token_bytes

from weavz_tui.catalog import FileContent
from weavz_tui.model.files import Body, Source

LINE = 57
"""Bytes that become one line of a mail (RFC 2045, 6.8)."""
CHARACTERS = 76
_END = b"\r\n"


@dataclass(frozen=True, slots=True)
class Encoded:
    """A source as the lines of base64 that stand for it in a mail; itself one."""

    source: Source

    @property
    def size(self) -> int:
        """Bytes."""
        lines, rest = divmod(self.source.size, LINE)
        width = CHARACTERS + len(_END)
        return lines * width + (-(-rest // 3) * 4 + len(_END) if rest else 0)

    def read(self, start: int, size: int) -> bytes:
        """So many bytes from there; raises OSError as its source does."""
        width = CHARACTERS + len(_END)
        first, last = start // width, -(-(start + size) // width)
        raw = self.source.read(first * LINE, (last - first) * LINE)
        lines = (
            base64.b64encode(raw[place : place + LINE]) + _END for place in range(0, len(raw), LINE)
        )
        return b"".join(lines)[start - first * width :][:size]


@dataclass(frozen=True, slots=True)
class Attached:
    """The large files of a mail. In the message a mark stands for each, which nobody can have
    written; `body` puts the files where the marks are."""

    files: dict[bytes, Source] = field(default_factory=dict)

    def add(
        self, message: EmailMessage, file: FileContent, *, kind: tuple[str, str], filename: str
    ) -> None:
        """Attach a file to a message. Raises ValueError for a name or type that is none."""
        content = file.body
        if not isinstance(content, bytes):
            mark = token_bytes(LINE // 2)
            self.files[base64.b64encode(mark) + _END] = content
            content = mark
        main, sub = kind
        message.add_attachment(content, maintype=main, subtype=sub, filename=filename, cte="base64")

    def body(self, text: bytes) -> Body:
        """The message, written with CRLF, with its files in it."""
        pieces: list[bytes | Source] = []
        for mark, source in self.files.items():
            before, found, after = text.partition(mark)
            # A message that was changed since may have a file no more.
            if found:
                pieces += [before, Encoded(source)]
                text = after
        return Body((*pieces, text))
