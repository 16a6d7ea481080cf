"""A request as it goes out and a response as it came back: plain values, whole in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import from_json


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, encoded: `url` is absolute with its query, `content` the exact body.

    `timeout` is in seconds, for the whole exchange.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    timeout: float = 30.0
    follow_redirects: bool = True


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response. Header names are lower case; `url` is where redirects ended."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    url: str = ""
    _data: list[Any] = field(default_factory=list, init=False, repr=False, compare=False)

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
        try:
            return self.content.decode(self.charset, "replace")
        except LookupError:
            return self.content.decode("utf-8", "replace")

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
        if not self.content:
            return None
        try:
            return parsed(self.content)
        except ValueError:
            return self.text


def parsed(content: bytes) -> Any:
    """JSON in any encoding that it may have; raises ValueError when it is not JSON."""
    try:
        return from_json(content, cache_strings="keys")
    except ValueError:
        # Half a character, another encoding, deep nesting: the slower one takes all of these.
        return json.loads(content)


@dataclass(frozen=True, slots=True)
class FileContent:
    """A file that goes into an action, whole. A FILE input arrives as one of these."""

    filename: str
    content: bytes
    mime_type: str = "application/octet-stream"
