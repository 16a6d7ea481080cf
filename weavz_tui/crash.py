"""Crash reports: what a developer needs of an unexpected error, and no secret."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from weavz_tui import __version__
from weavz_tui.home import Home
from weavz_tui.redact import redact


def write_report(home: Home, error: BaseException, command: Sequence[str] = ()) -> Path | None:
    """Write a report into the home's logs folder (0600); None where that is not possible.

    It holds versions, the command's words (`command` must be free of a person's data) and the
    traceback without locals, all of it redacted.
    """
    moment = datetime.now(UTC)
    trace = "".join(traceback.format_exception(error))
    lines = [
        f"weavz-tui {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"{moment:%Y-%m-%dT%H:%M:%SZ}, terminal {os.environ.get('TERM', 'none')}",
        f"command: {' '.join(command) or Path(sys.argv[0]).name}",
        "",
        trace,
    ]
    path = home.logs / f"crash-{moment:%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    try:
        home.create()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(redact("\n".join(lines)))
    except Exception:  # the report must never hide the error that it is about
        return None
    return path
