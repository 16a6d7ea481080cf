"""Every error as the wire's envelope (wire B), whoever raised it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from weavz_tui.api.errors import Forbidden, MethodNotAllowed
from weavz_tui.api.exchange import Exchange
from weavz_tui.api.replies import refusal, unforeseen
from weavz_tui.model.errors import NotFound, ValidationError, WeavzError

_PLAIN = {
    "missing": "required",
    "string_type": "must be a text",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "dict_type": "must be an object",
    "list_type": "must be a list",
    "model_attributes_type": "must be an object",
    "model_type": "must be an object",
}


def install(app: FastAPI, routes: Sequence[APIRoute]) -> None:
    """Let an app of these routes answer errors with envelopes."""

    async def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, WeavzError)
        return refusal(error, Exchange.of(request.scope))

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return refusal(invalid_request(error.errors()), Exchange.of(request.scope))

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        answer = refusal(_of_status(error, request), Exchange.of(request.scope))
        if error.status_code == 405:
            answer.headers["allow"] = ", ".join(methods_of(request.url.path, routes))
        return answer

    async def unknown(request: Request, error: Exception) -> Response:
        exchange = Exchange.of(request.scope)
        return refusal(unforeseen(exchange), exchange)

    app.add_exception_handler(Exception, unknown)
    app.add_exception_handler(WeavzError, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)


def methods_of(path: str, routes: Sequence[APIRoute]) -> list[str]:
    """Every method that a path takes, whichever of the routes does. A path that a route names word
    for word is not also an id."""
    named = [route for route in routes if route.path == path]
    matching = named or [route for route in routes if route.path_regex.match(path)]
    return sorted({method for route in matching for method in route.methods or ()})


def invalid_request(problems: Sequence[Mapping[str, Any]]) -> ValidationError:
    """What pydantic found wrong with a request, by the names of the wire; never a value."""
    fields: dict[str, str] = {}
    for each in problems:
        place = [str(part) for part in each["loc"]]
        if place[:1] and place[0] in {"body", "query", "path", "header"}:
            place = place[1:]
        message = _PLAIN.get(each["type"]) or str(each["msg"]).removeprefix("Value error, ")
        fields.setdefault(".".join(place) or "body", message)
    named = ", ".join(list(fields)[:5])
    return ValidationError(f"Invalid request: {named}", details={"fields": fields})


def _of_status(error: HTTPException, request: Request) -> WeavzError:
    if error.status_code == 405:
        return MethodNotAllowed(f"{request.method} is not possible here")
    if error.status_code == 404:
        return NotFound("There is nothing at this address")
    if error.status_code == 403:
        return Forbidden(str(error.detail))
    return ValidationError("The request cannot be understood")
