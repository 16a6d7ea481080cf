"""Swagger 2.0 in the form of OpenAPI 3; what it refers to stays where it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weavz_tui.importers.references import References

_SCHEMA_KEYS = frozenset(
    {"type", "format", "items", "enum", "default", "minimum", "maximum", "maxLength", "title"}
)
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "multi": {"style": "form", "explode": True},
    "csv": {"style": "form", "explode": False},
    "ssv": {"style": "spaceDelimited", "explode": False},
    "tsv": {"style": "tabDelimited", "explode": False},
    "pipes": {"style": "pipeDelimited", "explode": False},
}
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


def upgraded(root: Mapping[str, Any], origin: str = "") -> dict[str, Any]:
    """The same API as an OpenAPI 3 document."""
    references = References(root)
    paths = root.get("paths")
    found: dict[str, Any] = {}
    for path, written in (paths if isinstance(paths, dict) else {}).items():
        item = references.resolve(written)
        shared = _list(item, "parameters")
        changed: dict[str, Any] = {}
        for method in _METHODS:
            node = item.get(method)
            if isinstance(node, dict):
                changed[method] = _operation(root, references, node, shared)
        found[path] = changed
    components = {"securitySchemes": root.get("securityDefinitions")}
    return {
        **root,
        "paths": found if isinstance(paths, dict) else None,
        "components": components,
        "servers": _servers(root, origin),
    }


def _servers(root: Mapping[str, Any], origin: str) -> list[dict[str, str]]:
    host, path = root.get("host"), root.get("basePath")
    base = path if isinstance(path, str) else ""
    if not isinstance(host, str) or not host:
        return [{"url": base}] if base.startswith("/") and origin else []
    schemes = [each for each in _list(root, "schemes") if each in {"https", "http"}]
    scheme = "https" if "https" in schemes or not schemes else "http"
    return [{"url": f"{scheme}://{host}/{base.lstrip('/')}"}]


def _operation(
    root: Mapping[str, Any], references: References, node: Mapping[str, Any], shared: list[Any]
) -> dict[str, Any]:
    by_name: dict[tuple[Any, Any], dict[str, Any]] = {}
    for each in [*shared, *_list(node, "parameters")]:
        parameter = references.resolve(each)
        by_name[(parameter.get("in"), parameter.get("name"))] = parameter
    plain: list[dict[str, Any]] = []
    fields: list[dict[str, Any]] = []
    body: dict[str, Any] | None = None
    for (place, _), parameter in by_name.items():
        if place == "body":
            body = parameter
        elif place == "formData":
            fields.append(parameter)
        else:
            plain.append(_parameter(parameter))
    consumes = [str(each) for each in _list(node, "consumes") or _list(root, "consumes")]
    changed: dict[str, Any] = {**node, "parameters": plain, "responses": _responses(node)}
    if body is not None:
        changed["requestBody"] = {
            "required": body.get("required") is True,
            "description": body.get("description"),
            "content": {each: {"schema": body.get("schema")} for each in consumes or [JSON]},
        }
    elif fields:
        changed["requestBody"] = _form(fields, consumes)
    return changed


def _parameter(parameter: Mapping[str, Any]) -> dict[str, Any]:
    schema = {key: value for key, value in parameter.items() if key in _SCHEMA_KEYS}
    found = {key: parameter.get(key) for key in ("name", "in", "required", "description")}
    if parameter.get("type") == "array":
        found |= _STYLES.get(str(parameter.get("collectionFormat") or "csv"), _STYLES["csv"])
    return {**found, "schema": schema}


def _form(fields: list[dict[str, Any]], consumes: list[str]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    encoding: dict[str, Any] = {}
    for each in fields:
        name = str(each.get("name"))
        schema = {key: value for key, value in each.items() if key in _SCHEMA_KEYS}
        properties[name] = {**schema, "description": each.get("description")}
        if each.get("type") == "array":
            encoding[name] = _STYLES.get(str(each.get("collectionFormat") or "csv"), {})
    has_files = any(each.get("type") == "file" for each in fields)
    is_multipart = has_files or (MULTIPART in consumes and FORM not in consumes)
    required = [str(each.get("name")) for each in fields if each.get("required") is True]
    schema = {"type": "object", "properties": properties, "required": required}
    shape = {"schema": schema, "encoding": encoding}
    return {"required": bool(required), "content": {MULTIPART if is_multipart else FORM: shape}}


def _responses(node: Mapping[str, Any]) -> dict[str, Any]:
    answers = node.get("responses")
    return {
        str(status): {"content": {JSON: {"schema": each.get("schema")}}}
        for status, each in (answers if isinstance(answers, dict) else {}).items()
        if isinstance(each, dict) and "schema" in each
    }


def _list(node: Mapping[str, Any], key: str) -> list[Any]:
    found = node.get(key)
    return found if isinstance(found, list) else []
