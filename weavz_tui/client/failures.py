"""What a remote engine answers instead of what was asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import httpx

from weavz_tui.model.errors import WeavzError


class NetworkError(WeavzError):
    """The server cannot be reached, or did not answer in time (wire B.12: client side only)."""

    code = "NETWORK_ERROR"
    status = 0

    @classmethod
    def of(cls, url: str, error: httpx.HTTPError) -> NetworkError:
        """For a failure of the transport; its text never holds a header."""
        what = "did not answer in time" if isinstance(error, httpx.TimeoutException) else "failed"
        said = str(error) or type(error).__name__
        return cls(
            f"The connection to {url} {what}: {said}",
            hint="is `weavz-tui serve` running there, and does the address fit?",
        )


class NotAWeavzServer(WeavzError):
    """Something answers at the address, and it is no Weavz API (wire B: HTTP_ERROR)."""

    code = "HTTP_ERROR"
    status = 0

    @classmethod
    def of(cls, url: str, status: int | None = None) -> NotAWeavzServer:
        """For an answer that is none of ours."""
        with_status = f" (status {status})" if status is not None else ""
        return cls(
            f"{url} answered with something else than a Weavz API{with_status}",
            details={} if status is None else {"statusCode": status},
            hint="give the address without a path, as `weavz-tui serve` prints it",
        )


def raised(response: httpx.Response, url: str) -> WeavzError:
    """The error that an answer is, as the engine raised it at the other end."""
    try:
        body = response.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        body = None
    if not isinstance(body, dict) or not isinstance(body.get("code"), str):
        return NotAWeavzServer.of(url, response.status_code)
    given = body.get("details")
    details: dict[str, Any] = dict(given) if isinstance(given, dict) else {}
    hint = str(details.pop("hint", ""))
    kind = _kinds().get((body["code"], response.status_code)) or _unknown(
        body["code"], response.status_code
    )
    return kind(str(body.get("error", "")), details=details, hint=hint)


@cache
def _kinds() -> dict[tuple[str, int], type[WeavzError]]:
    """Our errors by code and status."""
    return {(kind.code, kind.status): kind for kind in _below(WeavzError)}


def _below(kind: type[WeavzError]) -> Iterator[type[WeavzError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _below(each)


@cache
def _unknown(code: str, status: int) -> type[WeavzError]:
    """A code that this version does not know."""
    near = next((kind for (known, _), kind in _kinds().items() if known == code), WeavzError)
    return type(code.title().replace("_", ""), (near,), {"code": code, "status": status})
