"""The outermost layer: what is true of every request and every answer, whichever app is behind."""

from __future__ import annotations

import logging

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from weavz_tui.api.exchange import Exchange
from weavz_tui.api.guard import Guard
from weavz_tui.api.logs import RequestLog
from weavz_tui.api.metrics import Metrics
from weavz_tui.api.replies import refusal, unforeseen
from weavz_tui.api.strangers import Strangers
from weavz_tui.model.errors import WeavzError

PAGES = "/connect"

_log = logging.getLogger(__name__)


class Door:
    """Guards, names, counts and logs each request; nothing that goes wrong behind it leaves as
    anything but an error envelope."""

    def __init__(
        self,
        app: ASGIApp,
        guard: Guard,
        metrics: Metrics,
        strangers: Strangers,
        log: RequestLog,
    ) -> None:
        self._app = app
        self._guard = guard
        self._metrics = metrics
        self._strangers = strangers
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._other(scope, receive, send)
            return
        exchange = Exchange.of(scope)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                exchange.has_answered = True
                if exchange.room is None:
                    exchange.room = self._strangers.state(exchange.client)
                given = list(message.get("headers", ()))
                names = {name for name, _ in given}
                message["headers"] = given + [
                    each for each in exchange.answer_headers() if each[0] not in names
                ]
            await send(message)

        self._metrics.running += 1
        try:
            await self._serve(exchange, scope, receive, answer)
        finally:
            self._metrics.running -= 1
            self._metrics.count(exchange)
            self._log.tell(exchange)

    async def _serve(self, exchange: Exchange, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            is_page = scope["path"].startswith(PAGES)
            self._guard.check(exchange.header(b"host"), exchange.header(b"origin"), form=is_page)
            await self._app(scope, receive, send)
        except ClientDisconnect:
            exchange.status = exchange.status or 499
        except WeavzError as error:
            if not exchange.has_answered:
                await refusal(error, exchange)(scope, receive, send)
        except Exception as error:
            _log.error(
                "request %s failed unexpectedly: %s",
                exchange.id,
                type(error).__name__,
                exc_info=error,
            )
            if not exchange.has_answered:
                await refusal(unforeseen(exchange), exchange)(scope, receive, send)

    async def _other(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1000})
            return
        await self._app(scope, receive, send)
