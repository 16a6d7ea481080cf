"""Imports for tests, without an engine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from weavz_tui.importers.description import Description, Operation
from weavz_tui.importers.documents import describe
from weavz_tui.importers.imported import ImportedIntegration, KeptAction
from weavz_tui.importers.openapi import Wanted
from weavz_tui.model.properties import Property

JsonObject = dict[str, Any]
WELL: JsonObject = {"200": {"description": "well"}}


def document(paths: JsonObject, **more: Any) -> JsonObject:
    """An OpenAPI 3 document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "https://pets.example/v1"}],
        "paths": paths,
        **more,
    }


def read(root: Mapping[str, Any], **wanted: Any) -> Description:
    """What an import of a document gives."""
    return describe(json.dumps(root).encode(), Wanted(**wanted))


def operation(root: Mapping[str, Any], name: str) -> Operation:
    """One of the operations of a document."""
    return next(each for each in read(root).operations if each.name == name)


def body_of(schema: JsonObject, media_type: str = "application/json") -> JsonObject:
    """A document with one operation, `add`, whose body has this schema."""
    content = {media_type: {"schema": schema}}
    node = {"operationId": "add", "requestBody": {"required": True, "content": content}}
    return document({"/pets": {"post": node}})


def fields(schema: JsonObject, **components: Any) -> dict[str, Property]:
    """The properties that an object schema comes to."""
    root = {**body_of(schema), "components": {"schemas": components}}
    return {each.name: each for each in operation(root, "add").properties}


def integration(found: Description) -> ImportedIntegration:
    """What the engine would run, through the same JSON that the store keeps."""
    actions = [
        KeptAction(each.name, each.title, each.effect, each.idempotent, each.requires_auth,
                   each.model_dump_json(exclude_defaults=True))
        for each in found.operations
    ]  # fmt: skip
    common = type(found.common).model_validate_json(found.common.model_dump_json())
    return ImportedIntegration(common, actions)
