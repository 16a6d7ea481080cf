"""Notion's description of its API, which the npm package @notionhq/notion-mcp-server ships.

It is Notion's own, yet wrong in four places, mended here as Notion's reference has them: the parent
of an item is still called a database, a new page's children are texts, two kinds of blocks are all
there are, and things are sorted by properties alone.
"""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from tests.fixtures.openapi_check import Description
from tests.fixtures.prism import vendor_description

BASE = "https://api.notion.com"
BLOCKS = (
    "heading_1",
    "heading_2",
    "heading_3",
    "quote",
    "numbered_list_item",
    "to_do",
    "code",
    "divider",
)


@cache
def description() -> Description:
    """The description, mended."""
    path = "@notionhq/notion-mcp-server/scripts/notion-openapi.json"
    document = copy.deepcopy(vendor_description(path))
    schemas: dict[str, Any] = document["components"]["schemas"]
    schemas["dataSourceIdParentRequest"] = {
        "type": "object",
        "properties": {"type": {"const": "data_source_id"}, "data_source_id": {"type": "string"}},
        "required": ["type", "data_source_id"],
        "additionalProperties": False,
    }
    schemas["blockObjectRequest"]["anyOf"] += [_block(kind) for kind in BLOCKS]
    schemas["sortObject"] = {
        "anyOf": [
            schemas["sortObject"],
            {
                "type": "object",
                "properties": {
                    "timestamp": {"enum": ["created_time", "last_edited_time"]},
                    "direction": {"enum": ["ascending", "descending"]},
                },
                "required": ["timestamp", "direction"],
                "additionalProperties": False,
            },
        ]
    }
    body = document["paths"]["/v1/pages"]["post"]["requestBody"]
    page = body["content"]["application/json"]["schema"]
    page["properties"]["children"]["items"] = {"$ref": "#/components/schemas/blockObjectRequest"}
    return Description(document)


def _block(kind: str) -> dict[str, Any]:
    content = {"type": "object"} if kind == "divider" else _text(kind)
    return {
        "type": "object",
        "properties": {"type": {"const": kind}, kind: content},
        "required": [kind],
        "additionalProperties": False,
    }


def _text(kind: str) -> dict[str, Any]:
    more: dict[str, Any] = {"to_do": {"checked": {"type": "boolean"}}}
    more["code"] = {"language": {"type": "string"}}
    rich = {"type": "array", "items": {"$ref": "#/components/schemas/richTextRequest"}}
    return {
        "type": "object",
        "properties": {"rich_text": rich, **more.get(kind, {})},
        "required": ["rich_text"],
        "additionalProperties": False,
    }
