"""Routes of pages: what goes wrong is a page too."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response

from weavz_tui.api.exchange import Exchange
from weavz_tui.api.pages.paper import count, message
from weavz_tui.api.replies import note_wait
from weavz_tui.api.route import ApiRoute
from weavz_tui.model.errors import InvalidToken, WeavzError

TITLES = {401: "This link does not work", 429: "Too many visits", 503: "Not just now"}


class PageRoute(ApiRoute):
    """Counts visits by address, and says what is wrong in words for people."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                count(request)
                return await handler(request)
            except WeavzError as error:
                exchange = Exchange.of(request.scope)
                exchange.route = self.path_format
                note_wait(error, exchange)
                return problem(error)

        return handle


def problem(error: WeavzError) -> Response:
    """An error as a page."""
    title = TITLES.get(error.status, "That did not work")
    hint = error.hint if isinstance(error, InvalidToken) else ""
    text = error.message + (f". {hint[:1].upper()}{hint[1:]}." if hint else "")
    return message(title, text, error.status)
