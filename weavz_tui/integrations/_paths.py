"""Paths into JSON values, and mappings made of them."""

from __future__ import annotations

import re
from typing import Any

from weavz_tui.catalog import ValidationError

MISSING: Any = object()
EVERY = "*"

_PART = re.compile(r"(?:^|\.)([^.\[\]]+)|\[(\d+|\*|'[^']*'|\"[^\"]*\")\]")


def parts_of(path: str) -> list[str]:
    """The steps of a path: dotted with brackets, or a JSON Pointer (RFC 6901) when it begins with
    a slash; empty for `$`. Raises ValidationError."""
    if path.startswith("/"):
        return [each.replace("~1", "/").replace("~0", "~") for each in path[1:].split("/")]
    rest = path.strip().removeprefix("$").removeprefix(".")
    parts, end = [], 0
    for match in _PART.finditer(rest):
        if match.start() != end:
            break
        parts.append(match[1] or match[2].strip("'\""))
        end = match.end()
    if end != len(rest):
        raise ValidationError.of(f"{path!r} is no path: it breaks off at {rest[end:]!r}")
    return parts


def find(value: Any, parts: list[str]) -> Any:
    """What a path leads to, or MISSING; after `*` a list of what is found below each item."""
    for index, part in enumerate(parts):
        if part == EVERY and isinstance(value, list | dict):
            items = value.values() if isinstance(value, dict) else value
            below = [find(each, parts[index + 1 :]) for each in items]
            return [each for each in below if each is not MISSING]
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return MISSING
    return value


def transform(mapping: Any, source: Any) -> Any:
    """The value that a mapping describes; None where its path leads nowhere."""
    found = _mapped(mapping, source)
    return None if found is MISSING else found


def _mapped(mapping: Any, source: Any) -> Any:
    if isinstance(mapping, str):
        return find(source, parts_of(mapping))
    if isinstance(mapping, list):
        return [transform(each, source) for each in mapping]
    if not isinstance(mapping, dict):
        return mapping
    if "$value" in mapping:
        return mapping["$value"]
    if "$path" in mapping:
        found = find(source, parts_of(str(mapping["$path"])))
        return mapping.get("$default", MISSING) if found is MISSING else found
    mapped = {key: _mapped(each, source) for key, each in mapping.items()}
    return {key: value for key, value in mapped.items() if value is not MISSING}
