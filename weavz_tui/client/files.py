"""Files of this machine that an engine elsewhere is to read."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from typing import Any

from weavz_tui.model.errors import ImportRefused
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.files import FileContent
from weavz_tui.model.imports import ImportRequest

LARGEST = 30 * 1024 * 1024


def with_contents(request: ExecuteRequest) -> ExecuteRequest:
    """The same call with the files that were opened here as JSON has them. Raises ValidationError
    for one of more than 25 MB."""
    return request.model_copy(update={"input": _contents(request.input)})


def _contents(value: Any) -> Any:
    if isinstance(value, FileContent):
        content = base64.b64encode(value.content).decode("ascii")
        return {"filename": value.filename, "mimeType": value.mime_type, "base64": content}
    if isinstance(value, dict):
        return {key: _contents(each) for key, each in value.items()}
    return [_contents(each) for each in value] if isinstance(value, list) else value


async def sendable(request: ImportRequest) -> ImportRequest:
    """The same import with the content of its file; raises ImportRefused where it cannot be
    read."""
    source = request.source
    if not source or source.startswith(("http://", "https://")) or request.content is not None:
        return request
    content, name = await asyncio.to_thread(_read, source)
    return request.model_copy(update={"content": content, "source": name})


def _read(source: str) -> tuple[str, str]:
    path = Path(source).expanduser()
    try:
        if path.stat().st_size > LARGEST:
            raise ImportRefused.because("TOO_LARGE", f"{path} is too large to be sent")
        return path.read_text("utf-8-sig"), path.name
    except UnicodeDecodeError:
        raise ImportRefused.because("INVALID", f"{path} is not UTF-8 text") from None
    except OSError as error:
        raise ImportRefused.because(
            "UNREACHABLE", f"{path} cannot be read: {error.strerror or error}"
        ) from None
