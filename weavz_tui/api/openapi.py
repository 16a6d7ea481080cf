"""The description at `/openapi.json`, complete enough to generate a client from."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from weavz_tui.api import execute
from weavz_tui.api.answers.actions import Executed
from weavz_tui.api.answers.base import ErrorAnswer
from weavz_tui.api.bodies.actions import ExecuteBody
from weavz_tui.api.exchange import Exchange
from weavz_tui.api.replies import reply

PATH = "/openapi.json"
DESCRIPTION = (
    "Run actions of integrations, and administer workspaces, connections, partials, end users, "
    "API keys and MCP servers. Every error is an object with `error`, `code` and `details`."
)
REFERENCE = "#/components/schemas/{model}"
ERRORS = {
    400: "The request cannot be taken as it is.",
    401: "No key, or one that is wrong, deleted or expired.",
    403: "The key does not reach this far, or a quota is used up.",
    404: "There is no such thing.",
    405: "The method is not possible here.",
    408: "The body did not arrive in time.",
    409: "It clashes with what is there.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    429: "Too many requests; `Retry-After` says for how long.",
    500: "Something went wrong here.",
    501: "It cannot be done on this machine.",
    503: "The vault is locked or cannot be reached, or the server is about to stop.",
}
OPEN = frozenset({"/health", "/ready", "/metrics", PATH, "/docs"})
OPTIONAL = frozenset({"/api/v1/integrations", "/api/v1/integrations/{integration_name}"})
HEADERS = {
    "X-Request-Id": "What the server's log calls this request.",
    "X-RateLimit-Limit": "Requests per 60 s.",
    "X-RateLimit-Remaining": "How many of them are left.",
    "X-RateLimit-Reset": "When more are left than now, as a Unix time.",
}
SECURITY = {
    "apiKey": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key: `wvz_...`; `weavz-tui keys create NAME` makes one.",
    },
    "serviceKey": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Service-Key",
        "description": "The key of the installation, with `X-Org-ID` for the organisation.",
    },
}


def operation_id(route: APIRoute) -> str:
    """`list_workspaces` is `listWorkspaces` to whoever generates a client."""
    return to_camel(route.name)


def install(app: FastAPI) -> None:
    """Serve the description of an app."""

    async def description(request: Request) -> Response:
        Exchange.of(request.scope).route = PATH
        return reply(describe(app))

    app.add_route(PATH, description, include_in_schema=False)


def describe(app: FastAPI) -> dict[str, Any]:
    """The description, made once."""
    if app.openapi_schema is None:
        found = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
        )
        _add_execute(found)
        _schema(found, ErrorAnswer)
        for name in ("HTTPValidationError", "ValidationError"):
            found["components"]["schemas"].pop(name, None)
        found["components"]["securitySchemes"] = SECURITY
        for path, operations in found["paths"].items():
            for operation in operations.values():
                _complete(path, operation)
                _let_bodies_out(operation, found["components"]["schemas"])
        app.openapi_schema = found
    return app.openapi_schema


def _complete(path: str, operation: dict[str, Any]) -> None:
    """Security, errors and headers of one operation."""
    if path == "/api/v1/orgs":
        operation["security"] = [{"serviceKey": []}]
    elif path in OPTIONAL:
        operation["security"] = [{}, {"apiKey": []}]
    elif path not in OPEN:
        operation["security"] = [{"apiKey": []}, {"serviceKey": []}]
    responses: dict[str, Any] = operation["responses"]
    responses.pop("422", None)
    for status, about in ERRORS.items():
        responses.setdefault(str(status), _error(about))
    headers = {
        name: {"description": about, "schema": {"type": "string"}}
        for name, about in HEADERS.items()
    }
    for response in responses.values():
        response["headers"] = dict(headers)
    responses["429"]["headers"]["Retry-After"] = {
        "description": "Seconds.",
        "schema": {"type": "string"},
    }


def _let_bodies_out(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """A body of which nothing is required need not be sent at all (wire B)."""
    body = operation.get("requestBody")
    if body is None:
        return
    name = body["content"]["application/json"]["schema"].get("$ref", "").rpartition("/")[2]
    body["required"] = bool(schemas.get(name, {}).get("required"))


def _error(about: str) -> dict[str, Any]:
    schema = {"$ref": REFERENCE.format(model="ErrorAnswer")}
    return {"description": about, "content": {"application/json": {"schema": schema}}}


def _add_execute(found: dict[str, Any]) -> None:
    """The route that is not FastAPI's."""
    keys = [
        {
            "name": name,
            "in": "header",
            "required": False,
            "description": "Replays the result of an identical call of the last 24 hours.",
            "schema": {"type": "string"},
        }
        for name in ("Idempotency-Key", "X-Idempotency-Key", "X-Weavz-Source")
    ]
    keys[2]["description"] = "`sdk` where a client library calls."
    found["paths"][execute.PATH] = {
        "post": {
            "tags": ["actions"],
            "summary": "Execute Action",
            "description": "Run an action (specification, executing an action; wire B.5).",
            "operationId": "executeAction",
            "parameters": keys,
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": _schema(found, ExecuteBody)}},
            },
            "responses": {
                "200": {
                    "description": "It ran.",
                    "content": {"application/json": {"schema": _schema(found, Executed)}},
                }
            },
        }
    }


def _schema(found: dict[str, Any], model: type[BaseModel]) -> dict[str, str]:
    """Add a model to the components; the reference to it."""
    is_answer = not issubclass(model, ExecuteBody)
    schema = model.model_json_schema(
        ref_template=REFERENCE, mode="serialization" if is_answer else "validation"
    )
    components = found["components"]["schemas"]
    components |= schema.pop("$defs", {})
    components[model.__name__] = schema
    return {"$ref": REFERENCE.format(model=model.__name__)}
