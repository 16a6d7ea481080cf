"""The tool that looks up the choices and the dynamic fields of other tools (wire E.15)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from weavz_tui.engine.servers.tool_schemas import property_schema
from weavz_tui.model.enums import PropertyType, Source
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.execution import ExecuteResult, OptionsRequest

if TYPE_CHECKING:
    from weavz_tui.engine.parts import Shared
    from weavz_tui.engine.servers.toolbox import Toolbox
    from weavz_tui.model.servers import ExposedTool, McpAccess


async def options_of(
    shared: Shared,
    toolbox: Toolbox,
    access: McpAccess,
    tools: Mapping[str, ExposedTool],
    arguments: Mapping[str, Any],
) -> ExecuteResult:
    """The choices of an input as `options` and `disabled`, or the fields of a dynamic one as the
    JSON Schemas in `properties`; not an execution, so nothing is recorded. Raises ValidationError
    and what looking up raises."""
    from weavz_tui.engine.actions import LocalActions  # noqa: PLC0415
    from weavz_tui.engine.parts import Parts  # noqa: PLC0415

    exposed = tools.get(str(arguments.get("tool", "")))
    name = arguments.get("property")
    given = arguments.get("input") or {}
    errors: dict[str, str] = {}
    if exposed is None or exposed.tool is None:
        errors["tool"] = "is not a tool of this server"
    if not isinstance(name, str) or not name:
        errors["property"] = "required"
    if not isinstance(given, Mapping):
        errors["input"] = "must be an object"
    if errors or exposed is None or exposed.tool is None:
        raise ValidationError.of(**errors)
    tool = exposed.tool
    search = arguments.get("searchValue")
    request = OptionsRequest(
        **await toolbox.selectors(access, tool),
        property_name=str(name),
        action_name=tool.action_name,
        input={**tool.input_defaults, **given},
        search_value=str(search) if search else None,
    )
    actions = LocalActions(Parts(toolbox.principal(access, Source.MCP_TOOLS), shared))
    known = shared.known(access.server.org_id)
    action = known.get(tool.integration_name).actions[tool.action_name]
    parameter = action.parameter(str(name).partition(".")[0])
    if parameter is not None and parameter.property.type is PropertyType.DYNAMIC:
        found = await actions.resolve_property(request)
        return ExecuteResult(
            output={"properties": {each.name: property_schema(each) for each in found}}
        )
    options = await actions.options(request)
    return ExecuteResult(output=options.wire())
