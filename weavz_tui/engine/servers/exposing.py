"""Tools as a client of an MCP server sees them (wire C.9, E.15, E.16)."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from weavz_tui.catalog.integration import Action, Integration
from weavz_tui.engine.servers.tool_schemas import DIALECT, OPTIONS_TOOL, arguments_schema
from weavz_tui.model.enums import Effect
from weavz_tui.model.servers import ExposedTool, McpTool, ToolAnnotations

SEARCH_TOOL = "weavz_search"
READ_TOOL = "weavz_read_api"
EXECUTE_TOOL = "weavz_execute"


def exposed_tool(
    name: str,
    tool: McpTool,
    integration: Integration,
    action: Action,
    hidden: Collection[str],
) -> ExposedTool:
    """The tool under its name; `hidden` are the arguments that are fixed elsewhere."""
    title = tool.display_name or f"{integration.title}: {action.title}"
    return ExposedTool(
        name=name,
        title=title,
        description=tool.description or _description(integration, action, tool.integration_alias),
        input_schema=_schema(action, frozenset(hidden)),
        annotations=_annotations(title, action),
        tool=tool,
    )


def options_tool(names: Collection[str]) -> ExposedTool:
    """The one tool that looks up choices and dynamic fields, for the tools of these names."""
    return _own(
        OPTIONS_TOOL,
        "Choices of an input",
        "The choices of an input of another tool of this server, or the fields of a dynamic one, "
        "as the service has them now.",
        {
            "tool": {
                "type": "string",
                "description": "The other tool.",
                "enum": sorted(names),
            },
            "property": {
                "type": "string",
                "description": "The input; one inside an object as `group.child`.",
            },
            "input": {
                "type": "object",
                "description": "What is known of the other tool's arguments by now.",
            },
            "searchValue": {"type": "string", "description": "What to search for."},
        },
        ["tool", "property"],
    )


def code_tools() -> tuple[ExposedTool, ...]:
    """The three tools of CODE mode."""
    return (
        _own(
            SEARCH_TOOL,
            "Search functions",
            "Find the functions that code may call: those with every word of the query in their "
            "name or description, or all of them.",
            {"query": {"type": "string"}},
        ),
        _own(
            READ_TOOL,
            "Read declarations",
            "The typed Python declarations of functions, by the alias they are under.",
            {
                "alias": {"type": "string"},
                "aliases": {"type": "array", "items": {"type": "string"}},
                "action": {"type": "string"},
                "actions": {"type": "array", "items": {"type": "string"}},
                "detail": {
                    "type": "string",
                    "enum": ["full", "signatures"],
                    "default": "full",
                },
            },
        ),
        _own(
            EXECUTE_TOOL,
            "Run Python",
            "Run Python (not JavaScript) that calls functions as "
            "`await weavz.<alias>.<action>(key=value)`. The value of the last expression, or of "
            "`return`, is the result; `print` is logged. No files, no network, no imports.",
            {"code": {"type": "string", "description": "Python, with await at the top level."}},
            ["code"],
        ),
    )


def _description(integration: Integration, action: Action, alias: str) -> str:
    text = action.info.description or action.title
    where = integration.title if alias == integration.name else f"{integration.title}, {alias}"
    return f"{text} ({where})"


# Hidden keys are few and the same for as long as a workspace is; an action lives with the process.
@lru_cache(maxsize=8192)
def _schema(action: Action, hidden: frozenset[str]) -> dict[str, Any]:
    return arguments_schema(action.properties, hidden)


def _annotations(title: str, action: Action) -> ToolAnnotations:
    return ToolAnnotations(
        title=title,
        read_only_hint=action.effect is Effect.READ,
        destructive_hint=action.effect is Effect.DESTROY,
        idempotent_hint=action.idempotent,
        open_world_hint=True,
    )


def _own(
    name: str,
    title: str,
    description: str,
    properties: dict[str, Any],
    required: list[str] | None = None,
) -> ExposedTool:
    schema: dict[str, Any] = {"$schema": DIALECT, "type": "object", "properties": properties}
    is_read_only = name != EXECUTE_TOOL
    return ExposedTool(
        name=name,
        title=title,
        description=description,
        input_schema={**schema, "required": required} if required else schema,
        annotations=ToolAnnotations(
            title=title,
            read_only_hint=is_read_only,
            destructive_hint=not is_read_only,
            idempotent_hint=is_read_only,
            open_world_hint=True,
        ),
    )
