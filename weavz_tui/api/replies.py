"""Answers as bytes of JSON."""

from __future__ import annotations

from typing import Any

from pydantic_core import to_json
from starlette.responses import Response

from weavz_tui.api.exchange import Exchange
from weavz_tui.model.errors import RateLimited, WeavzError

JSON = "application/json"


def reply(content: Any, status: int = 200) -> Response:
    """A JSON answer; numbers that JSON does not know are null."""
    return Response(to_json(content, inf_nan_mode="null"), status, media_type=JSON)


def note_wait(error: WeavzError, exchange: Exchange) -> None:
    """Let the answer say after how long it is worth trying again, where it is."""
    if isinstance(error, RateLimited):
        exchange.retry_after = float(error.details.get("retryAfter", 1))
    elif error.status == 503:
        exchange.retry_after = 5.0


def refusal(error: WeavzError, exchange: Exchange) -> Response:
    """The envelope of an error (wire B), with `Retry-After` where waiting helps."""
    note_wait(error, exchange)
    answer = reply(error.wire(), error.status)
    if error.status in {408, 413}:
        # What is left of the body will not be read.
        answer.headers["connection"] = "close"
    if error.status == 401:
        answer.headers["www-authenticate"] = 'Bearer realm="weavz-tui"'
    return answer


def unforeseen(exchange: Exchange) -> WeavzError:
    """The error of what nobody foresaw; what it was is in the log alone."""
    return WeavzError(
        "Something went wrong here",
        details={"requestId": exchange.id},
        hint="the server's log has more under this request id",
    )
