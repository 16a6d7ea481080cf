"""Crash reports: what a developer needs of an unexpected error, and no value of a person's."""

from __future__ import annotations

import os
import platform
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from weavz_tui import __version__
from weavz_tui.home import Home
from weavz_tui.model.credentials import MASK
from weavz_tui.redact import redact

_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_LONG = re.compile(r"\S{16,}")
_DEEPEST = 20


def write_report(home: Home, error: BaseException, command: Sequence[str] = ()) -> Path | None:
    """Write a report into the home's logs folder (0600); None where that is not possible.

    It holds versions, the command's words (`command` must be free of a person's data) and the
    traceback without locals. Of messages it keeps the plain words: what is quoted or long may be
    a value.
    """
    moment = datetime.now(UTC)
    lines = [
        f"weavz-tui {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"{moment:%Y-%m-%dT%H:%M:%SZ}, terminal {os.environ.get('TERM', 'none')}",
        f"command: {' '.join(command) or Path(sys.argv[0]).name}",
        "",
        *_told(error),
    ]
    path = home.logs / f"crash-{moment:%Y%m%d-%H%M%S-%f}-{os.getpid()}.txt"
    try:
        home.create()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except Exception:  # the report must never hide the error that it is about
        return None
    return path


def _told(error: BaseException, depth: int = 0) -> Iterator[str]:
    """An exception, its frames, and whatever it came from."""
    words = _LONG.sub(MASK, _QUOTED.sub(MASK, redact(str(error))))
    yield f"{type(error).__module__}.{type(error).__qualname__}: {words}"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
        yield f"    {frame.line}"
    if depth >= _DEEPEST:
        return
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield "holding"
            yield from _told(each, depth + 1)
    came_from = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if came_from is not None:
        yield "caused by"
        yield from _told(came_from, depth + 1)
