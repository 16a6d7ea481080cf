"""Files of this machine as inputs: what they are, and their content when it is wanted."""

from __future__ import annotations

import base64
import mimetypes
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from weavz_tui.model.errors import ValidationError
from weavz_tui.model.files import FileContent
from weavz_tui.stored_file import opened


def is_path(value: Any) -> bool:
    """Whether a FILE value is still a path (`{"path": ...}`) whose content has not been read."""
    return isinstance(value, Mapping) and list(value) == ["path"]


def described(path: str) -> tuple[str, str]:
    """Size in words and type of a file. Raises OSError, also for what is no regular file."""
    place = Path(path).expanduser()
    if place.is_dir():
        raise IsADirectoryError(f"{path} is a folder")
    size = place.stat().st_size
    return size_word(size), mimetypes.guess_type(place.name)[0] or "application/octet-stream"


def size_word(size: int) -> str:
    """`312 B`, `84 kB`, `1.2 MB`."""
    if size < 1_000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{size / 1_000:.0f} kB"
    return f"{size / 1_000_000:.1f} MB"


def read(path: str, key: str) -> FileContent:
    """A file as a FILE property takes it; its content is read when it is sent. Raises
    ValidationError about `key`."""
    try:
        return opened(Path(path).expanduser())
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ValidationError.of(**{key: f"{path}: {reason}"}) from None


def read_whole(path: str, key: str) -> dict[str, str]:
    """A file as JSON has it, to be kept. Raises ValidationError about `key`, over 25 MB too."""
    file = read(path, key)
    try:
        content = base64.b64encode(file.content).decode("ascii")
    except ValidationError as error:
        raise ValidationError.of(**{key: error.message}) from None
    return {"filename": file.filename, "mimeType": file.mime_type, "base64": content}


def completed(text: str) -> str | None:
    """The first path that goes on from `text`, `~` kept; None when there is none."""
    folder, _, begun = text.rpartition("/")
    shown = f"{folder}/" if folder or text.startswith("/") else ""
    try:
        entries = os.scandir(Path(shown or ".").expanduser())
    except (OSError, ValueError, RuntimeError):
        return None
    with entries:
        names = sorted(
            f"{entry.name}/" if entry.is_dir() else entry.name
            for entry in entries
            if entry.name.startswith(begun) and (begun or not entry.name.startswith("."))
        )
    return f"{shown}{names[0]}" if names else None
