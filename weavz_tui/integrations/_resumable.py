"""A large file to Google, so that a connection that drops costs what was under way and no more."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

from weavz_tui.catalog import ActionFailed, Context, FileContent, Response
from weavz_tui.integrations._google import failure
from weavz_tui.model.files import Source

TIMEOUT = 300.0
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0)
"""Seconds before each time that an upload is taken up again; there are no more of them."""

_INTERRUPTED = frozenset({"CONNECT", "DROPPED", "TIMEOUT"})
_LATER = frozenset({500, 502, 503, 504})
_INCOMPLETE = 308


@dataclass(frozen=True, slots=True)
class _Rest:
    """A file from some byte on, read while it is sent. Bytes are too: a PUT of what is in memory is
    sent again by the HTTP library, which does not ask how much has come."""

    body: bytes | Source
    start: int
    size: int

    def read(self, start: int, size: int) -> bytes:
        first, size = self.start + start, min(size, self.size - start)
        if isinstance(self.body, bytes):
            return self.body[first : first + size]
        return self.body.read(first, size)


async def upload(ctx: Context, place: str, file: FileContent) -> Response:
    """Send a file to the address of a resumable session and return the answer to the whole of it.

    Where that is interrupted, the session is asked how much has come (`Content-Range: bytes */N`)
    and sent the rest, a few times. Raises ActionFailed.
    """
    answer = await _send(ctx, place, file, 0)
    for pause in PAUSES:
        if not _is_unfinished(answer):
            break
        await asyncio.sleep(pause)
        answer = await _attempt(ctx, place, file, b"", f"bytes */{file.size}")
        if isinstance(answer, Response) and answer.status == _INCOMPLETE:
            start = _received(answer)
            if start < file.size:
                answer = await _send(ctx, place, file, start)
    if isinstance(answer, ActionFailed):
        raise answer
    if (message := failure(answer)) is not None:
        details = {"message": message, "statusCode": answer.status}
        raise ActionFailed("Action execution failed", details=details)
    return answer


async def _send(ctx: Context, place: str, file: FileContent, start: int) -> Response | ActionFailed:
    """Send everything from there on."""
    rest = _Rest(file.body, start, file.size - start)
    range = f"bytes {start}-{file.size - 1}/{file.size}" if start else None
    return await _attempt(ctx, place, file, rest, range)


async def _attempt(
    ctx: Context, place: str, file: FileContent, content: bytes | Source, range: str | None
) -> Response | ActionFailed:
    """One request; what kept it from an answer is one too."""
    headers = {"Content-Type": file.mime_type}
    if range is not None:
        headers["Content-Range"] = range
    try:
        return await ctx.request(
            "PUT",
            place,
            content=content,
            headers=headers,
            timeout=TIMEOUT,
            follow_redirects=False,
            check=False,
        )
    except ActionFailed as error:
        if error.details.get("reason") not in _INTERRUPTED:
            raise
        return error


def _is_unfinished(answer: Response | ActionFailed) -> bool:
    return isinstance(answer, ActionFailed) or answer.status in {_INCOMPLETE, *_LATER}


def _received(answer: Response) -> int:
    """How many bytes have come, of `Range: bytes=0-42`; without it none have."""
    found = re.fullmatch(r"bytes=0-(\d+)", answer.headers.get("range", "").strip())
    return int(found[1]) + 1 if found else 0
