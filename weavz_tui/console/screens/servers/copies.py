"""What can be copied of an MCP server."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weavz_tui.model.client_configs import client_configs, endpoint

if TYPE_CHECKING:
    from weavz_tui.model.servers import ExposedTool, McpServerRow


@dataclass(frozen=True, slots=True)
class Copy:
    """One text, with its name in the list and what it is for."""

    name: str
    about: str
    text: str


def copies(row: McpServerRow, tools: Sequence[ExposedTool]) -> list[Copy]:
    """The endpoint, every client's configuration, the tools as `tools/list` has them, the id."""
    listed = [
        {
            "name": each.name,
            "title": each.title,
            "description": each.description,
            "inputSchema": each.input_schema,
            "annotations": each.annotations.wire(),
        }
        for each in tools
    ]
    return [
        Copy("the endpoint", "for clients over HTTP", endpoint(row)),
        *(Copy(each.title, each.file, each.text) for each in client_configs(row)),
        Copy("the tools", "JSON, as a client gets them", json.dumps(listed, indent=2)),
        Copy("the id", row.id, row.id),
    ]
