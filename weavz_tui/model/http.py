"""A request as it goes out and a response as it came back: plain values.

What they carry is whole in memory, but for files (`model.files`). Nobody changes one; they are not
frozen because that would make each take three times as long to make, and every call makes several.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import from_json

from weavz_tui.model.files import Body, FileContent, Sink, Source, whole

__all__ = ["FileContent", "Request", "Response"]


@dataclass(slots=True)
class Request:
    """One HTTP request, encoded: `url` is absolute with its query, `content` the exact body.

    `timeout` is in seconds, for the whole exchange; with a `body`, which goes in place of the
    content, or a `sink`, where that of a good answer goes, for as long as nothing moves.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    timeout: float = 30.0
    follow_redirects: bool = True
    body: Body | None = None
    sink: Sink | None = None

    @property
    def size(self) -> int:
        """Bytes of what it carries."""
        return len(self.content) if self.body is None else self.body.size


@dataclass(slots=True)
class Response:
    """One HTTP response. Header names are lower case; `url` is where redirects ended; `stored` is
    the body that went into the request's sink, `content` being empty then."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    url: str = ""
    stored: Source | None = None
    _data: list[Any] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def body(self) -> bytes | Source:
        """What came, wherever it is."""
        return self.content if self.stored is None else self.stored

    @property
    def ok(self) -> bool:
        """Whether the status is below 400."""
        return self.status < 400

    @property
    def content_type(self) -> str:
        """The media type without its parameters, lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The charset that the content type names, else utf-8."""
        _, _, rest = self.headers.get("content-type", "").lower().partition("charset=")
        return rest.partition(";")[0].strip(" \"'") or "utf-8"

    @property
    def text(self) -> str:
        """The body as text; what cannot be decoded becomes the replacement character."""
        return self._decoded(self.content)

    def _decoded(self, content: bytes) -> str:
        try:
            return content.decode(self.charset, "replace")
        except LookupError:
            return content.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body parsed as JSON; raises ValueError when it is not JSON."""
        return parsed(self.content)

    def data(self) -> Any:
        """JSON when the body is JSON, None when it is empty, else the text; read once, so that
        whoever asks again gets the same object."""
        if not self._data:
            self._data.append(self._read())
        return self._data[0]

    def _read(self) -> Any:
        content = self.content if self.stored is None else whole(self.stored)
        if not content:
            return None
        try:
            return parsed(content)
        except ValueError:
            return self._decoded(content)


def parsed(content: bytes) -> Any:
    """JSON in any encoding that it may have; raises ValueError when it is not JSON."""
    try:
        return from_json(content, cache_strings="keys")
    except ValueError:
        # Half a character, another encoding, deep nesting: the slower one takes all of these.
        return json.loads(content)
