"""Logging: into files under the home, redacted, never to the terminal."""

from __future__ import annotations

import io
import logging
import os
from logging.handlers import RotatingFileHandler

from weavz_tui.home import Home
from weavz_tui.redact import redact

FILES = 4
_FORMAT = "%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"
_QUIET = ("httpx", "httpcore", "aiohttp", "asyncio", "keyring", "markdown_it", "mcp", "uvicorn")


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback included, and masks what is secret in the outcome."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


class PrivateFileHandler(RotatingFileHandler):
    """Log files that only their owner can read; a full disk is not reported on the terminal."""

    def _open(self) -> io.TextIOWrapper:
        return open(self.baseFilename, "a", encoding="utf-8", opener=_private)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Drop what cannot be written: a log line is never worth a torn screen."""


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def configure_logging(home: Home) -> None:
    """Log to the home's files at the level, and up to the size, of its settings.

    Replaces whatever handlers there are. Libraries are heard from `warning` on alone: below it
    some of them log addresses with their query. The home's folders must exist.
    """
    settings = home.settings
    handler = PrivateFileHandler(
        home.log_file,
        maxBytes=max(settings.log_max_bytes // FILES, 1),
        backupCount=FILES - 1,
        delay=True,
    )
    handler.setFormatter(RedactingFormatter(_FORMAT))
    root = logging.getLogger()
    for each in list(root.handlers):
        root.removeHandler(each)
        each.close()
    root.addHandler(handler)
    root.setLevel(settings.log_level.upper())
    for name in _QUIET:
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
        library.setLevel(logging.WARNING)
    logging.captureWarnings(True)
