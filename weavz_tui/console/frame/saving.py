"""Writing what is on the screen into a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weavz_tui.console.widgets.json_text import write

if TYPE_CHECKING:
    from weavz_tui.console.base import ConsoleBase
    from weavz_tui.console.widgets.slices import Work


def file_path(text: str) -> Path:
    """The file that a person means."""
    return Path(text.strip()).expanduser().absolute()


async def may_write(console: ConsoleBase, path: Path) -> bool:
    """Whether a file may be written there; one that is there already only when a person says so.
    From a worker."""
    from weavz_tui.console.frame.ask import ask

    if not _is_there(path):
        return True
    return await ask(console, "Overwrite?", f"{path} is there already.", yes="overwrite it")


def _is_there(path: Path) -> bool:
    return os.path.lexists(path)


def saving(path: Path, value: Any) -> Work[int]:
    """Write a value as text, readable by its owner alone; answers its size in bytes.

    The file appears in its place when it is whole. Raises OSError.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:

            def add(block: str) -> None:
                file.write(f"{block}\n".encode("utf-8", "backslashreplace"))

            yield from write(value, add)
            size = file.tell()
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return size
