"""What differs from the tools that a workspace gives its MCP servers: changed, hidden, added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weavz_tui.model.base import Moment, Wire
from weavz_tui.store.protocol import Rows
from weavz_tui.store.records import Table


class StoredTool(Wire):
    """With a source: what is changed of the tool of that instance and action, None changes nothing.
    Without one: a tool added by hand."""

    id: str
    org_id: str
    mcp_server_id: str
    integration_name: str
    integration_alias: str | None = None
    action_name: str
    connection_id: str | None = None
    display_name: str | None = None
    description: str | None = None
    input_defaults: dict[str, Any] | None = None
    partial_ids: list[str] | None = None
    sort_order: int | None = None
    source_workspace_integration_id: str | None = None
    is_hidden: bool = False
    created_at: Moment
    updated_at: Moment


TABLE = Table(
    "mcp_tool",
    StoredTool,
    tuple(StoredTool.model_fields),
    json=frozenset({"input_defaults", "partial_ids"}),
)


def put(rows: Rows, tool: StoredTool, workspace_id: str) -> None:
    """Add a tool, or write it over the one with its id."""
    if not TABLE.update(rows, tool, tool.org_id):
        TABLE.insert(rows, tool)
    rows.changed("mcp_tool", workspace_id)


def change(
    rows: Rows, tool: StoredTool, changes: Mapping[str, Any], workspace_id: str
) -> StoredTool | None:
    """Change fields of a tool as it stands now: of one of an instance, of which nothing may be kept
    yet, from `tool` on. The tool after it; None for one added by hand that is not there."""
    found = TABLE.get(rows, tool.org_id, tool.id)
    if found is None and tool.source_workspace_integration_id is None:
        return None
    changed = (found or tool).model_copy(update=changes)
    put(rows, changed, workspace_id)
    return changed


def delete(rows: Rows, org_id: str, id: str, workspace_id: str) -> bool:
    """Remove a tool, or what is changed of one; whether there was something."""
    found = TABLE.delete(rows, org_id, id)
    if found:
        rows.changed("mcp_tool", workspace_id)
    return found


def of_server(rows: Rows, org_id: str, server_id: str) -> list[StoredTool]:
    """All of a server, the oldest first."""
    condition = "org_id = ? and mcp_server_id = ?"
    return TABLE.where(rows, condition, (org_id, server_id), "created_at, id")


def of_instance(rows: Rows, org_id: str, workspace_integration_id: str) -> list[StoredTool]:
    """What is changed, on any server, of the tools of a workspace integration."""
    condition = "org_id = ? and source_workspace_integration_id = ?"
    return TABLE.where(rows, condition, (org_id, workspace_integration_id), "created_at, id")
