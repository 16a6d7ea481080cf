"""What a server tells while it runs: one JSON object a line on standard error."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

from pydantic_core import to_json

from weavz_tui.api.exchange import Exchange
from weavz_tui.model.base import iso
from weavz_tui.redact import redact


class JsonFormatter(logging.Formatter):
    """A record as a JSON object: `time`, `level`, `logger`, `message`, `traceback`; redacted."""

    def format(self, record: logging.LogRecord) -> str:
        found: dict[str, Any] = {
            "time": iso(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        if record.exc_info:
            found["traceback"] = redact(self.formatException(record.exc_info))
        return json.dumps(found, ensure_ascii=False, separators=(",", ":"), default=str)


class RequestLog:
    """A line for each request, written without a detour: at thousands a second the detour through
    `logging` costs as much as the door itself. Of the path its template alone is told, for a path
    may hold a token."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def tell(self, exchange: Exchange) -> None:
        """Write a request that has ended; where nobody can read it any more, nothing."""
        if self._stream is None:
            return
        principal = exchange.principal
        line = to_json(
            {
                "time": iso(datetime.now(UTC)),
                "level": "info",
                "logger": "weavz_tui.requests",
                "message": "request",
                "requestId": exchange.id,
                "method": exchange.method,
                "route": exchange.route,
                "status": exchange.status,
                "milliseconds": round(exchange.milliseconds, 2),
                "client": exchange.client,
                "orgId": principal.org_id if principal else None,
                "keyId": principal.key_id if principal else None,
            }
        )
        try:
            self._stream.write(line.decode() + "\n")
        except (OSError, ValueError):
            self._stream = None


def log_to_stderr(level: str) -> RequestLog:
    """Tell everything from `level` on; each request at `info`, which the log file does not repeat.

    Call it after `configure_logging`, whose handlers stay.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level.upper())
    logging.raiseExceptions = False
    return RequestLog(sys.stderr if level in {"debug", "info"} else None)
