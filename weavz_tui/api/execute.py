"""`POST /api/v1/actions/execute`: the one route that has to be quick.

It is a plain ASGI endpoint, because what FastAPI does around a handler costs about as much as the
rest of this door; `openapi` describes it from the same models.
"""

from __future__ import annotations

import pydantic
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from weavz_tui.api.bodies.actions import ExecuteBody
from weavz_tui.api.callers import Callers
from weavz_tui.api.envelope import invalid_request
from weavz_tui.api.errors import MethodNotAllowed
from weavz_tui.api.exchange import Exchange
from weavz_tui.api.options import ServeOptions
from weavz_tui.api.reading import check_content_type, parse, read_bytes
from weavz_tui.api.replies import refusal, reply
from weavz_tui.model.errors import WeavzError

PATH = "/api/v1/actions/execute"


class Execute:
    """The endpoint: a body in, a call of the engine, its result out."""

    def __init__(self, callers: Callers, options: ServeOptions) -> None:
        self._callers = callers
        self._options = options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange.of(scope)
        exchange.route = PATH
        try:
            answer = await self._answer(exchange, scope, receive)
        except WeavzError as error:
            answer = refusal(error, exchange)
            if error.status == 405:
                answer.headers["allow"] = "POST"
        await answer(scope, receive, send)

    async def _answer(self, exchange: Exchange, scope: Scope, receive: Receive) -> Response:
        if exchange.method != "POST":
            raise MethodNotAllowed(f"{exchange.method} is not possible here")
        engine = await self._callers.engine(exchange)
        raw = await read_bytes(scope, receive, self._options.max_body)
        if raw:
            check_content_type(exchange.header(b"content-type"))
        try:
            body = ExecuteBody.model_validate(parse(raw))
        except pydantic.ValidationError as error:
            raise invalid_request(error.errors(include_input=False, include_url=False)) from None
        result = await engine.actions.execute(body.model(idempotency_key(exchange)))
        return reply(
            {
                "success": True,
                "output": result.output,
                "duration": result.duration,
                "executionId": result.execution_id,
                "replayed": result.replayed,
            }
        )


def idempotency_key(exchange: Exchange) -> str:
    """The key that the headers hold (wire C.6)."""
    return exchange.header(b"idempotency-key") or exchange.header(b"x-idempotency-key")
