"""A route whose body is read by this door's own rules, and which tells its template."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from weavz_tui.api.callers import Callers, takes_key
from weavz_tui.api.exchange import Exchange
from weavz_tui.api.reading import check_content_type, parse, read_bytes

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class JsonRequest(Request):
    """A request whose body has been read already."""

    value: Any = None

    async def body(self) -> bytes:
        return b"{}"

    async def json(self) -> Any:
        return self.value


class ApiRoute(APIRoute):
    """Reads bodies strictly: see `reading`; those of callers alone who show a good key. A POST
    without a body has an empty object."""

    def get_route_handler(self) -> Handler:
        handler = super().get_route_handler()
        template = self.path_format
        is_for_service = not takes_key(self.dependant)

        async def handle(request: Request) -> Response:
            exchange = Exchange.of(request.scope)
            found = request.scope.get("route")
            exchange.route = getattr(found, "path_format", template)
            if self.body_field is None:
                return await handler(request)
            # Reading costs memory and time, which nobody unknown may spend.
            callers: Callers = request.app.state.callers
            await callers.recognise(exchange, service=is_for_service)
            limit = request.app.state.options.max_body
            raw = await read_bytes(request.scope, request.receive, limit)
            if raw.strip():
                check_content_type(request.headers.get("content-type", ""))
            read = JsonRequest(_as_json(request), request.receive)
            read.value = parse(raw)
            return await handler(read)

        return handle


def _as_json(request: Request) -> dict[str, Any]:
    """The scope of a request that says it is JSON: an empty body may have come as a form."""
    headers = [each for each in request.scope["headers"] if each[0] != b"content-type"]
    return {**request.scope, "headers": [*headers, (b"content-type", b"application/json")]}
