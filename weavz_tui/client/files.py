"""Files of this machine that an engine elsewhere is to read."""

from __future__ import annotations

import asyncio
from pathlib import Path

from weavz_tui.model.errors import ImportRefused
from weavz_tui.model.imports import ImportRequest

LARGEST = 30 * 1024 * 1024


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
