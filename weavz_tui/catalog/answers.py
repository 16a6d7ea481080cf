"""What an answer is for whoever asked: data, a text, or a file."""

from __future__ import annotations

from typing import Any

from weavz_tui.model.files import WHOLE_LIMIT, FileContent, size_of
from weavz_tui.model.http import Response

_TEXTS = ("text/", "application/json", "application/xml", "application/yaml")
_TEXT_ENDINGS = ("+json", "+xml", "json", "yaml", "javascript", "x-www-form-urlencoded", "graphql")


def answer_of(response: Response) -> Any:
    """The data of an answer; a file where it is neither JSON nor text, or too large to be shown."""
    kind, size = response.content_type, size_of(response.body)
    is_text = not kind or kind.startswith(_TEXTS) or kind.endswith(_TEXT_ENDINGS)
    if not size or (is_text and size <= WHOLE_LIMIT):
        return response.data()
    return file_of(response)


def file_of(response: Response) -> FileContent:
    """The body of an answer as a file, by the name that the service gives it."""
    _, _, name = response.headers.get("content-disposition", "").partition("filename=")
    filename = name.partition(";")[0].strip("\"' ").rpartition("/")[2]
    if not filename:
        filename = response.url.partition("?")[0].rstrip("/").rpartition("/")[2] or "file"
    return FileContent(filename, response.body, response.content_type or "application/octet-stream")
