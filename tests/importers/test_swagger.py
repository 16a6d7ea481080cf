"""Swagger 2.0."""

from __future__ import annotations

from typing import Any

from tests.importers.made import operation, read
from weavz_tui.importers.description import Body, Style, WayKind
from weavz_tui.model.enums import PropertyType

ROOT: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Pets", "version": "1"},
    "host": "pets.example",
    "basePath": "/v1",
    "schemes": ["http", "https"],
    "consumes": ["application/json"],
    "securityDefinitions": {
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "oauth": {
            "type": "oauth2",
            "flow": "accessCode",
            "authorizationUrl": "https://login.example/a",
            "tokenUrl": "https://login.example/t",
            "scopes": {"read": ""},
        },
        "login": {"type": "basic"},
    },
    "definitions": {"Pet": {"type": "object", "required": ["name"],
                            "properties": {"name": {"type": "string"}}}},
    "parameters": {"Limit": {"name": "limit", "in": "query", "type": "integer"}},
    "paths": {
        "/pets": {
            "get": {
                "operationId": "list",
                "parameters": [
                    {"$ref": "#/parameters/Limit"},
                    {"name": "tags", "in": "query", "type": "array", "items": {"type": "string"}},
                    {"name": "ids", "in": "query", "type": "array", "items": {"type": "string"},
                     "collectionFormat": "multi"},
                ],
            },
            "post": {
                "operationId": "add",
                "parameters": [
                    {"name": "pet", "in": "body", "required": True,
                     "schema": {"$ref": "#/definitions/Pet"}}
                ],
            },
        },
        "/photos": {
            "post": {
                "operationId": "upload",
                "consumes": ["multipart/form-data"],
                "parameters": [
                    {"name": "photo", "in": "formData", "type": "file", "required": True},
                    {"name": "title", "in": "formData", "type": "string"},
                ],
            }
        },
    },
}  # fmt: skip


def test_address_and_accounts() -> None:
    found = read(ROOT).common
    assert found.base_url == "https://pets.example/v1"
    assert {each.kind for each in found.auth} == {WayKind.HEADER, WayKind.OAUTH2, WayKind.BASIC}
    assert found.source == "openapi"


def test_parameters_and_their_formats() -> None:
    call = operation(ROOT, "list").call
    assert call is not None
    assert {each.key: each.style for each in call.bindings} == {
        "limit": Style.REPEATED,
        "tags": Style.CSV,
        "ids": Style.REPEATED,
    }


def test_bodies_and_forms() -> None:
    added, uploaded = operation(ROOT, "add"), operation(ROOT, "upload")
    assert [(each.name, each.required) for each in added.properties] == [("name", True)]
    assert added.call is not None and added.call.body is Body.JSON
    assert uploaded.call is not None and uploaded.call.body is Body.MULTIPART
    types = {each.name: each.type for each in uploaded.properties}
    assert types == {"photo": PropertyType.FILE, "title": PropertyType.SHORT_TEXT}
