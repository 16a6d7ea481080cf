"""One document of any kind that is read, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from weavz_tui.importers import discovery, swagger
from weavz_tui.importers.description import Description
from weavz_tui.importers.openapi import OpenApiReader, Wanted
from weavz_tui.importers.reading import parse, refuse
from weavz_tui.importers.references import require_inside
from weavz_tui.importers.texts import clean, slug


def describe(content: bytes, wanted: Wanted) -> Description:
    """A file's content; raises ImportRefused. It takes up to seconds and waits for nothing."""
    return describe_document(parse(content), wanted)


def describe_document(root: Mapping[str, Any], wanted: Wanted) -> Description:
    """A parsed document; raises ImportRefused."""
    try:
        return _read(root, wanted)
    except RecursionError:
        refuse("TOO_DEEP", "The description is nested too deeply")


def name_of(root: Mapping[str, Any]) -> str:
    """What its integration is called where nobody says."""
    info = root.get("info")
    title = info.get("title") if isinstance(info, Mapping) else root.get("title")
    return slug(clean(title, 80) or "API")


def _read(root: Mapping[str, Any], wanted: Wanted) -> Description:
    if discovery.is_discovery(root):
        found = replace(wanted, source="discovery")
        return OpenApiReader(discovery.upgraded(root), found).read()
    require_inside(root)
    if str(root.get("swagger", "")).startswith("2"):
        return OpenApiReader(swagger.upgraded(root, wanted.origin), wanted).read()
    version = str(root.get("openapi", ""))
    if version.startswith("3"):
        return OpenApiReader(root, wanted).read()
    refuse(
        "UNKNOWN_FORMAT",
        f"OpenAPI {version[:20]} is not read"
        if version
        else "The description is neither OpenAPI 3, Swagger 2 nor a Google discovery document",
        "give an OpenAPI 3.0 or 3.1, a Swagger 2.0 or a Google discovery document",
    )
