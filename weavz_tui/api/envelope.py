"""Every error as the wire's envelope (wire B), whoever raised it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from weavz_tui.api.errors import Forbidden, MethodNotAllowed
from weavz_tui.api.exchange import Exchange
from weavz_tui.api.replies import refusal
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


def install(app: FastAPI) -> None:
    """Let an app answer errors with envelopes."""

    async def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, WeavzError)
        return refusal(error, Exchange.of(request.scope))

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return refusal(invalid_request(error.errors()), Exchange.of(request.scope))

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        answer = refusal(_of_status(error, request), Exchange.of(request.scope))
        for name, value in (error.headers or {}).items():
            answer.headers[name] = value
        return answer

    app.add_exception_handler(WeavzError, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)


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
