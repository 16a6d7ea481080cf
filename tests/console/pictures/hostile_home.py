"""A home in which everything that may be written says the worst."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from tests.console.engine import opened
from tests.console.hostile import CONTROLS, DIRECTIONS, EMOJI, ESCAPES, LONG, MARKUP
from tests.console.walk import furniture
from weavz_tui.home import Home
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.imports import ImportRequest
from weavz_tui.model.keys import ApiKeyCreate

STOLEN = "c3RvbGVu"
OSC = f"\x1b]52;c;{STOLEN}\x07\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\"
WORST = f"{MARKUP[:20]}{OSC}{ESCAPES}{CONTROLS}{DIRECTIONS}{EMOJI}"
LINE = (LONG + WORST)[-10_000:] + LONG[:8_000]
ROWS = [
    {"id": number, MARKUP: MARKUP, "worst": WORST, "long": LINE, ESCAPES: {CONTROLS: [EMOJI]}}
    for number in range(3)
]
DESCRIPTION = {
    "openapi": "3.1.0",
    "info": {"title": WORST, "version": "1", "description": LINE},
    "servers": [{"url": "https://zoo.example"}],
    "paths": {
        "/animals": {
            "get": {
                "operationId": "list_animals",
                "summary": WORST,
                "description": LINE,
                "parameters": [
                    {"name": "kind", "in": "query", "description": WORST,
                     "schema": {"type": "string", "title": WORST, "enum": ["a", WORST]}}
                ],
                "responses": {"200": {"description": WORST}},
            }
        }
    },
}  # fmt: skip
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "workspace": ("name",),
    "workspace_integration": ("display_name",),
    "connection": ("display_name", "external_id"),
    "end_user": ("display_name", "email", "external_id"),
    "partial": ("name", "description"),
    "mcp_server": ("name", "description"),
    "api_key": ("name",),
    "imported_integration": ("title", "description", "origin"),
    "imported_action": ("title", "summary"),
    "execution": ("end_user_id", "connection_external_id", "error_message"),
}
"""What a person, or who writes for one, may have put there; whatever is refused today."""


async def furnish(home: Home) -> None:
    """As the walk's home, with runs whose input and output are as bad as names."""
    await furniture.furnish(home, "https://slack.example")
    service = await opened(home)
    workspace = await service.workspaces.get("default")
    await service.api_keys.create(ApiKeyCreate(name="key", permissions={"scope": "org"}))
    await service.catalogue.import_(ImportRequest(content=json.dumps(DESCRIPTION), name="zoo"))
    for text in (WORST, LINE):
        await service.actions.execute(furniture.request(workspace.id, text))
    given = {"array": ROWS, "conditions": {"id": {"gte": 0}}}
    await service.actions.execute(
        ExecuteRequest(
            integration_name="data-transformer",
            integration_alias="data-transformer",
            workspace_id=workspace.id,
            action_name="filter_array",
            input=given,
        )
    )
    await service.close()
    far = {"name": "far", "url": f"https://far.example/{WORST}", "id": "ctx_far", "word": WORST}
    (home.data / "contexts.json").write_text(json.dumps({"contexts": [far]}))


def spoil(database: Path) -> None:
    """Put the worst into every column of `COLUMNS`."""
    with closing(sqlite3.connect(database)) as rows, rows:
        for table, columns in COLUMNS.items():
            for column in columns:
                rows.execute(f"update {table} set {column} = rowid || ' ' || ?", (WORST,))
