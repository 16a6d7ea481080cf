"""Bodies: JSON and nothing else, each key once, of bounded size and depth."""

from __future__ import annotations

import asyncio
import json
import math
from collections import Counter
from collections.abc import Iterable
from typing import Any, NoReturn

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from weavz_tui.api.errors import BodyTooLarge, NotJson, TooSlow
from weavz_tui.model.errors import InvalidJson

DEEPEST = 64
SECONDS = 30.0


async def read_bytes(scope: Scope, receive: Receive, limit: int) -> bytes:
    """The whole body. Raises BodyTooLarge over `limit` bytes, TooSlow after 30 seconds, and
    ClientDisconnect when its sender is gone."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and int(value) > limit:
            raise _too_large(limit)
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            is_whole = False
            while not is_whole:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientDisconnect
                body += message.get("body", b"")
                if len(body) > limit:
                    raise _too_large(limit)
                is_whole = not message.get("more_body", False)
    except TimeoutError:
        raise TooSlow(f"The body did not arrive within {SECONDS:.0f} s") from None
    return bytes(body)


def check_content_type(value: str) -> None:
    """Raises NotJson when a body says that it is something else; saying nothing is fine."""
    media = value.partition(";")[0].strip().lower()
    if media and media != "application/json" and not media.endswith("+json"):
        raise NotJson(
            f"The body is {media[:100]}, not JSON",
            hint="send it with `Content-Type: application/json`",
        )


def parse(body: bytes) -> Any:
    """The value of a body; nothing at all is an empty object (wire B). Raises InvalidJson."""
    if not body.strip():
        return {}
    try:
        found = _STRICT.decode(body.decode("utf-8-sig"))
        if body.count(b"[") + body.count(b"{") > DEEPEST:
            _check_depth(found)
        if b"\\u" in body:
            # Half a character, which an escape can spell, is no text: nothing could store it.
            json.dumps(found, ensure_ascii=False).encode()
    except RecursionError:
        raise _too_deep() from None
    except UnicodeError:
        raise InvalidJson("The body is not UTF-8 text") from None
    except ValueError as error:
        place = f" at character {error.pos}" if isinstance(error, json.JSONDecodeError) else ""
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise InvalidJson(f"The body is not JSON{place}: {reason[:200]}") from None
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        times = Counter(name for name, _ in pairs)
        twice = next(name for name, count in times.items() if count > 1)
        raise InvalidJson(
            f"The key '{twice[:100]}' is given twice in one object",
            hint="which of the two is meant cannot be known",
        )
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _float(text: str) -> float:
    found = float(text)
    if not math.isfinite(found):
        raise ValueError("a number is too large")
    return found


_STRICT = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_float
)


def _check_depth(value: Any) -> None:
    level: list[Any] = [value]
    for _ in range(DEEPEST + 1):
        level = [inner for each in level for inner in _children(each)]
        if not level:
            return
    raise _too_deep()


def _children(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _too_deep() -> InvalidJson:
    return InvalidJson(f"The body is nested deeper than {DEEPEST} levels")


def _too_large(limit: int) -> BodyTooLarge:
    return BodyTooLarge(
        f"The body is larger than {limit} bytes",
        details={"limit": limit},
        hint="the setting serve.max_body allows more",
    )
