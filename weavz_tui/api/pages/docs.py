"""`/docs`: the API's description for people. Nothing on it is fetched from anywhere else."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from weavz_tui.api.openapi import describe
from weavz_tui.api.pages.paper import page
from weavz_tui.api.route import ApiRoute

PATH = "/docs"

router = APIRouter(route_class=ApiRoute, include_in_schema=False)


@router.get(PATH)
async def show_docs(request: Request) -> Response:
    """Every operation, by what it is about."""
    found = describe(request.app)
    return page("docs.html", info=found["info"], groups=grouped(found))


def grouped(description: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Operations by tag, in the order of the description, with the fields of their bodies."""
    schemas = description["components"]["schemas"]
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            groups.setdefault(operation["tags"][0], []).append(
                {
                    "method": method.upper(),
                    "path": path,
                    "about": operation.get("description", ""),
                    "parameters": operation.get("parameters", []),
                    "fields": _fields(operation, schemas),
                    "statuses": [each for each in operation["responses"] if each[0] == "2"],
                }
            )
    return groups


def _fields(operation: dict[str, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = body.get("schema", {}).get("$ref", "").rpartition("/")[2]
    schema = schemas.get(name, {})
    required = schema.get("required", [])
    return [
        {"name": each, "type": _kind(about), "required": each in required}
        for each, about in schema.get("properties", {}).items()
    ]


def _kind(about: dict[str, Any]) -> str:
    """What a field takes, in a few words."""
    if "$ref" in about:
        return str(about["$ref"]).rpartition("/")[2]
    if "anyOf" in about:
        return " or ".join(_kind(each) for each in about["anyOf"])
    if "enum" in about:
        return " / ".join(str(each) for each in about["enum"])
    return str(about.get("type", "anything"))
