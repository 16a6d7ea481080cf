"""Following redirects without carrying a credential to a place it was not meant for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from time import monotonic
from urllib.parse import urljoin

from weavz_tui.model.http import Request, Response
from weavz_tui.model.transport import TransportError
from weavz_tui.net.address import origin

Exchange = Callable[[Request], Awaitable[Response]]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SAFE = frozenset(
    {
        "accept",
        "accept-encoding",
        "accept-language",
        "cache-control",
        "content-language",
        "content-type",
        "range",
        "user-agent",
    }
)


def is_redirect(request: Request, response: Response) -> bool:
    """Whether a response sends its request elsewhere, and the request wants to go there."""
    return (
        response.status in _REDIRECTS
        and request.follow_redirects
        and bool(response.headers.get("location"))
    )


async def follow(
    request: Request, response: Response, exchange: Exchange, *, limit: int
) -> Response:
    """Exchange what the redirects of a response ask for, at most `limit` of them.

    To another origin go only headers that can hold no credential: services authenticate with
    headers of any name. 303, and 301 and 302 after POST, go on as GET without a body, as browsers
    do (RFC 9110, 15.4). The request's timeout holds for all of them together.

    Raises TransportError(`invalid`) when it does not end.
    """
    deadline = monotonic() + request.timeout
    for _ in range(limit):
        if not is_redirect(request, response):
            return response
        request = replace(_next(request, response), timeout=max(deadline - monotonic(), 0.001))
        try:
            response = await exchange(request)
        except TransportError as error:
            error.sent = True
            raise
    if not is_redirect(request, response):
        return response
    raise TransportError(f"more than {limit} redirects", kind="invalid", sent=True)


def _next(request: Request, response: Response) -> Request:
    headers, content, method = dict(request.headers), request.content, request.method
    body = request.body
    if _becomes_get(response.status, method):
        method, content, body = "GET", b"", None
        headers = {name: text for name, text in headers.items() if not _is_of_body(name)}
    headers = {name: text for name, text in headers.items() if name.lower() != "host"}
    try:
        url = urljoin(request.url, response.headers["location"])
        same = origin(url) == origin(request.url)
    except ValueError as error:
        raise TransportError(f"bad redirect: {error}", kind="invalid", sent=True) from error
    except TransportError as error:
        raise TransportError("redirect to no http address", kind="invalid", sent=True) from error
    if not same:
        headers = {name: text for name, text in headers.items() if name.lower() in _SAFE}
    return replace(request, method=method, url=url, headers=headers, content=content, body=body)


def _becomes_get(status: int, method: str) -> bool:
    return (status == 303 and method != "HEAD") or (status in {301, 302} and method == "POST")


def _is_of_body(name: str) -> bool:
    return name.lower().startswith("content-") or name.lower() == "transfer-encoding"
