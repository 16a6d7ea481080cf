"""The tools of an MCP server: those that its workspace gives, changed or hidden, and those added
by hand (wire A.2, C.9)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from weavz_tui.catalog.registry import Known
from weavz_tui.engine.known import known_integration
from weavz_tui.model.entities import WorkspaceIntegration
from weavz_tui.model.servers import McpTool
from weavz_tui.model.tools import tool_name
from weavz_tui.store.mcp_tools import StoredTool

_NAMESPACE = uuid.UUID("5c9c6f0a-37c5-4a65-8a53-0d4f4f5a1b0e")
CHANGEABLE = (
    "integration_alias",
    "connection_id",
    "display_name",
    "description",
    "input_defaults",
    "partial_ids",
    "sort_order",
)


def derived_id(server_id: str, instance_id: str, action_name: str) -> str:
    """The id of the tool that an instance's action is on a server; always the same."""
    return str(uuid.uuid5(_NAMESPACE, f"{server_id}\0{instance_id}\0{action_name}"))


def all_tools(
    server_id: str,
    instances: Sequence[WorkspaceIntegration],
    stored: Sequence[StoredTool],
    registry: Known,
    *,
    hidden: bool = False,
) -> list[McpTool]:
    """Every tool, `hidden` ones too if asked for, by sort order; the instance made first comes
    first, its actions in the order of the catalogue, and what was added by hand last."""
    changes = {each.id: each for each in stored if each.source_workspace_integration_id}
    found: list[McpTool] = []
    for instance in oldest_first(instances):
        integration = known_integration(registry, instance.integration_name)
        names = integration.actions if integration else ()
        for name in names:
            if not instance.allows(name):
                continue
            id = derived_id(server_id, instance.id, name)
            change = changes.get(id)
            if change is not None and change.is_hidden and not hidden:
                continue
            found.append(_derived(id, server_id, instance, name, change))
    found += [_by_hand(each) for each in stored if not each.source_workspace_integration_id]
    return sorted(found, key=lambda each: each.sort_order)


def names_of(tools: Sequence[McpTool], age: Mapping[str, int]) -> dict[str, str]:
    """The name of each tool by id. Where two would have one name, the older instance (`age` by its
    id, what was added by hand comes last) keeps it and the other gets a short hash."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    last = len(age)
    for each in sorted(
        tools, key=lambda each: age.get(each.source_workspace_integration_id or "", last)
    ):
        name = tool_name(each.integration_alias, each.action_name)
        if name in taken:
            name = tool_name(each.integration_alias, each.action_name, distinct=True)
        taken.add(name)
        names[each.id] = name
    return names


def oldest_first(instances: Sequence[WorkspaceIntegration]) -> list[WorkspaceIntegration]:
    """Workspace integrations in the order in which they were made."""
    return sorted(instances, key=lambda each: (each.created_at, each.integration_alias))


def _derived(
    id: str,
    server_id: str,
    instance: WorkspaceIntegration,
    action_name: str,
    change: StoredTool | None,
) -> McpTool:
    changed: dict[str, Any] = {}
    if change is not None:
        given = {key: getattr(change, key) for key in CHANGEABLE}
        changed = {key: value for key, value in given.items() if value is not None}
    values: dict[str, Any] = {
        "integration_alias": instance.integration_alias,
        "sort_order": instance.sort_order,
        **changed,
    }
    return McpTool(
        id=id,
        mcp_server_id=server_id,
        integration_name=instance.integration_name,
        action_name=action_name,
        source_workspace_integration_id=instance.id,
        **values,
    )


def _by_hand(each: StoredTool) -> McpTool:
    return McpTool(
        id=each.id,
        mcp_server_id=each.mcp_server_id,
        integration_name=each.integration_name,
        integration_alias=each.integration_alias or each.integration_name,
        action_name=each.action_name,
        connection_id=each.connection_id,
        display_name=each.display_name,
        description=each.description,
        input_defaults=each.input_defaults or {},
        partial_ids=each.partial_ids,
        sort_order=each.sort_order or 0,
    )
