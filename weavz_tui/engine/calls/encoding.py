"""From what an action asks for to the exact bytes of a request."""

from __future__ import annotations

import json as jsonlib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from secrets import token_bytes
from typing import Any
from urllib.parse import quote_plus, urlunsplit

from weavz_tui.model.errors import ValidationError
from weavz_tui.model.files import Body, FileContent, Source
from weavz_tui.net.address import web_address

Params = Mapping[str, Any] | Sequence[tuple[str, Any]]

# What stands for itself in a query and in a form.
_PLAIN = re.compile(r"[A-Za-z0-9_.~-]*")


def absolute_url(base_url: str, path: str, params: Params | None) -> str:
    """The address of a call; raises ValidationError when it is not an http(s) URL with a host."""
    query = urlencoded(params) if params else ""
    # What a person wrote may hold a secret, which no cache is to keep.
    is_fixed = not query and "://" not in path and "?" not in path
    return _fixed_url(base_url, path) if is_fixed else _joined(base_url, path, query)


@lru_cache(maxsize=1024)
def _fixed_url(base_url: str, path: str) -> str:
    return _joined(base_url, path, "")


def _joined(base_url: str, path: str, query: str) -> str:
    url = path if "://" in path[:10] else f"{base_url.rstrip('/')}/{path.lstrip('/')}"
    parts = web_address(url)
    if parts is None:
        raise ValidationError.of(f"Not an http(s) address: {url}", url="must be an http(s) URL")
    joined = "&".join(each for each in (parts.query, query) if each)
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", joined, ""))


def urlencoded(params: Params) -> str:
    """Parameters as a query or a form has them. Most names and many values stand for themselves,
    and to see that takes a tenth of what quoting them does."""
    return "&".join([f"{_quoted(name)}={_quoted(value)}" for name, value in pairs(params)])


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else quote_plus(text)


def pairs(params: Params) -> Iterable[tuple[str, str]]:
    """Parameters as text: None left out, booleans in lower case, lists repeated, rest as JSON."""
    items = params.items() if isinstance(params, (dict, Mapping)) else params
    for key, value in items:
        if isinstance(value, str):
            yield key, value
            continue
        for each in value if isinstance(value, list | tuple) else [value]:
            if each is not None:
                yield key, text(each)


def text(value: Any) -> str:
    """One value as a query or a form carries it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return jsonlib.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def body(
    *,
    json: Any = ...,
    form: Params | None = None,
    files: Mapping[str, FileContent] | None = None,
    content: bytes | str | Body | None = None,
) -> tuple[bytes | Body, str | None]:
    """The bytes of a body and its content type; at most one kind, but `form` joins `files`.

    `files` makes it multipart even when there are none. What holds a file that is not in memory
    is a Body.
    """
    if files is not None:
        return _multipart(form or {}, files)
    if form is not None:
        return urlencoded(form).encode(), "application/x-www-form-urlencoded"
    if json is not ...:
        encoded = jsonlib.dumps(json, ensure_ascii=False, separators=(",", ":")).encode()
        return encoded, "application/json"
    if content is not None:
        if isinstance(content, str):
            return content.encode(), "text/plain; charset=utf-8"
        if isinstance(content, Body) and all(isinstance(each, bytes) for each in content.pieces):
            content = b"".join(content.chunks())
        return content, "application/octet-stream"
    return b"", None


def _multipart(form: Params, files: Mapping[str, FileContent]) -> tuple[bytes | Body, str]:
    import httpx  # noqa: PLC0415 - 50 ms that only uploads need

    parts: list[tuple[str, Any]] = [(key, (None, value)) for key, value in pairs(form)]
    # Where a file belongs that is not in memory stands a mark that nobody can have written.
    marks: dict[bytes, Source] = {}
    for key, file in files.items():
        content = file.body
        if not isinstance(content, bytes):
            mark = token_bytes(32)
            marks[mark], content = content, mark
        parts.append((key, (file.filename, content, file.mime_type)))
    request = httpx.Request("POST", "http://multipart.invalid/", files=parts)
    text, kind = request.read(), request.headers["content-type"]
    if not marks:
        return text, kind
    pieces: list[bytes | Source] = []
    for mark, source in marks.items():
        before, _, text = text.partition(mark)
        pieces += [before, source]
    return Body((*pieces, text)), kind
