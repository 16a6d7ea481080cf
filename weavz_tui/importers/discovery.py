"""Google discovery documents in the form of OpenAPI 3."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from weavz_tui.importers.reading import MOST_DEPTH, refuse

AUTHORIZE = "https://accounts.google.com/o/oauth2/v2/auth"
TOKEN = "https://oauth2.googleapis.com/token"
SCHEME = "google"
MOST_METHODS = 20_000
_SHARED = ("fields",)


def is_discovery(root: Mapping[str, Any]) -> bool:
    """Whether a document is one of these."""
    return root.get("kind") == "discovery#restDescription" or (
        "discoveryVersion" in root and isinstance(root.get("resources"), dict)
    )


def upgraded(root: Mapping[str, Any]) -> dict[str, Any]:
    """The same API as an OpenAPI 3 document."""
    methods = list(_methods(root))
    scopes = _fewest([each for _, each in methods])
    schemas = {str(name): _schema(each) for name, each in _mapping(root, "schemas").items()}
    flow = {"authorizationUrl": AUTHORIZE, "tokenUrl": TOKEN, "scopes": dict.fromkeys(scopes, "")}
    return {
        "info": {"title": root.get("title"), "description": root.get("description")},
        "servers": [{"url": _base(root)}],
        "paths": _paths(root, methods),
        "components": {
            "schemas": schemas,
            "securitySchemes": {SCHEME: {"type": "oauth2", "flows": {"authorizationCode": flow}}}
            if scopes
            else {},
        },
        "security": [{SCHEME: scopes}] if scopes else [],
    }


def _base(root: Mapping[str, Any]) -> str:
    base = root.get("baseUrl")
    joined = f"{root.get('rootUrl') or ''}{root.get('servicePath') or ''}"
    return joined or (base if isinstance(base, str) else "")


def _methods(root: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every method with the resource that it belongs to."""
    pending: list[tuple[str, Mapping[str, Any], int]] = [("", root, 0)]
    count = 0
    while pending:
        tag, node, depth = pending.pop(0)
        if depth > MOST_DEPTH:
            refuse("TOO_DEEP", "The resources are nested too deeply")
        for each in _mapping(node, "methods").values():
            if isinstance(each, dict):
                count += 1
                if count > MOST_METHODS:
                    refuse("TOO_LARGE", f"The description has more than {MOST_METHODS:,} methods")
                yield tag, each
        for name, each in _mapping(node, "resources").items():
            if isinstance(each, dict):
                pending.append((tag or str(name), each, depth + 1))


def _paths(
    root: Mapping[str, Any], methods: list[tuple[str, Mapping[str, Any]]]
) -> dict[str, dict[str, Any]]:
    api = str(root.get("name") or "")
    shared = {name: each for name, each in _mapping(root, "parameters").items() if name in _SHARED}
    found: dict[str, dict[str, Any]] = {}
    for tag, method in methods:
        written = method.get("path") or method.get("flatPath")
        verb = str(method.get("httpMethod") or "GET").lower()
        if not isinstance(written, str):
            continue
        path = "/" + written.replace("{+", "{").lstrip("/")
        item = found.setdefault(path, {})
        # Two methods may differ only in what a reserved placeholder stands for.
        while verb in item:
            path += "#"
            item = found.setdefault(path, {})
        item[verb] = _operation(api, tag, method, shared, written)
    return found


def _operation(
    api: str, tag: str, method: Mapping[str, Any], shared: Mapping[str, Any], path: str
) -> dict[str, Any]:
    parameters = [
        _parameter(str(name), each, path)
        for name, each in {**_mapping(method, "parameters"), **shared}.items()
        if isinstance(each, dict)
    ]
    given = str(method.get("id") or "")
    found: dict[str, Any] = {
        "operationId": given.removeprefix(f"{api}."),
        "description": method.get("description"),
        "tags": [tag] if tag else [],
        "parameters": parameters,
    }
    request, answer = method.get("request"), method.get("response")
    if isinstance(request, dict):
        content = {"application/json": {"schema": _schema(request)}}
        found["requestBody"] = {"required": True, "content": content}
    if isinstance(answer, dict):
        content = {"application/json": {"schema": _schema(answer)}}
        found["responses"] = {"200": {"content": content}}
    return found


def _parameter(name: str, written: Mapping[str, Any], path: str) -> dict[str, Any]:
    place = "path" if written.get("location") == "path" else "query"
    schema = _schema(written)
    if written.get("repeated") is True:
        schema = {"type": "array", "items": schema}
    return {
        "name": name,
        "in": place,
        "required": written.get("required") is True,
        "description": written.get("description"),
        "schema": {key: each for key, each in schema.items() if key != "description"},
        "allowReserved": f"{{+{name}}}" in path,
    }


def _schema(node: Any, depth: int = 0) -> Any:
    """A discovery schema: a reference is a bare name, a required field says so itself."""
    if not isinstance(node, dict) or depth > MOST_DEPTH // 4:
        return {}
    found = {key: value for key, value in node.items() if key not in {"required", "id", "$ref"}}
    if isinstance(node.get("$ref"), str):
        found = {"$ref": f"#/components/schemas/{node['$ref']}"}
        if isinstance(node.get("description"), str):
            found["description"] = node["description"]
        return found
    if node.get("type") == "any":
        found.pop("type")
    fields = node.get("properties")
    if isinstance(fields, dict):
        found["properties"] = {key: _schema(each, depth + 1) for key, each in fields.items()}
        found["required"] = [
            str(key) for key, each in fields.items()
            if isinstance(each, dict) and each.get("required") is True
        ]  # fmt: skip
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), dict):
            found[key] = _schema(node[key], depth + 1)
    for key in ("minimum", "maximum"):
        if isinstance(found.get(key), str):
            found.pop(key)
    if node.get("repeated") is True:
        found.pop("repeated", None)
    return found


def _fewest(methods: list[Mapping[str, Any]]) -> list[str]:
    """Few scopes with which every method can be called."""
    left = [
        {str(scope) for scope in each["scopes"]}
        for each in methods
        if isinstance(each.get("scopes"), list) and each["scopes"]
    ]
    chosen: list[str] = []
    while left and len(chosen) < 40:
        counts: dict[str, int] = {}
        for each in left:
            for scope in each:
                counts[scope] = counts.get(scope, 0) + 1
        best = min(counts, key=lambda scope: (-counts[scope], len(scope), scope))
        chosen.append(best)
        left = [each for each in left if best not in each]
    return chosen


def _mapping(node: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = node.get(key)
    return found if isinstance(found, dict) else {}
