"""How the sample service answers: as data, as an error, and the errors that can be asked for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from aiohttp import web

RETRY_AFTER = "1"
# Longer than any call waits by itself: what comes back is the error.
RETRY_MUCH_LATER = "30"


def ok(data: Any, status: int = 200) -> web.Response:
    """Data as JSON, in the letters that it is written in."""
    return web.json_response(data, status=status, dumps=_dumps)


def error(status: int, code: str, message: str, **more: Any) -> web.Response:
    """An error as this service writes it; `headers` go where headers go."""
    headers = more.pop("headers", None)
    body = {"error": {"code": code, "message": message, **more}}
    return web.json_response(body, status=status, headers=headers, dumps=_dumps)


class Lessons:
    """Errors on demand. What succeeds the second time counts how often it was asked."""

    def __init__(self) -> None:
        self._asked: Counter[str] = Counter()

    def answer(self, kind: str) -> web.Response:
        """The answer of that kind; of an unknown one a success."""
        self._asked[kind] += 1
        first = self._asked[kind] % 2 == 1
        if made := _LESSONS.get(kind):
            return made()
        if first and (made := _FIRST.get(kind)):
            return made()
        return ok({"kind": kind, "asked": self._asked[kind], "message": "This time it worked"})


def _later(seconds: str, message: str) -> web.Response:
    return error(429, "too_many_requests", message, headers={"Retry-After": seconds})


def _invalid() -> web.Response:
    said = "title must not be empty"
    return error(422, "invalid", said, fields={"title": said})


_FIRST: dict[str, Callable[[], web.Response]] = {
    "too_many_requests": lambda: _later(RETRY_AFTER, "Wait a second"),
    "server_error": lambda: error(500, "internal", "Something broke; the next time it will not"),
}
_LESSONS: dict[str, Callable[[], web.Response]] = {
    "too_many_for_long": lambda: _later(RETRY_MUCH_LATER, "Wait half a minute"),
    "validation": _invalid,
    "not_found": lambda: error(404, "not_found", "There is no such ticket"),
    "no_json": lambda: web.Response(
        text="<html>A page, where JSON was expected</html>", status=502
    ),
}


def _dumps(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)
