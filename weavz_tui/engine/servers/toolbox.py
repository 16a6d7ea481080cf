"""The tools of MCP servers: what each shows, and what a call of one means (wire C.9, E.15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weavz_tui.engine.calls.inputs import choose_partials
from weavz_tui.engine.known import known_integration
from weavz_tui.engine.principal import Principal
from weavz_tui.engine.servers.exposing import code_tools, exposed_tool, options_tool
from weavz_tui.engine.servers.tool_list import all_tools, names_of, oldest_first
from weavz_tui.engine.servers.tool_schemas import OPTIONS_TOOL
from weavz_tui.model.entities import Partial, WorkspaceIntegration
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import ConnectionNotFound, NotFound, WeavzError
from weavz_tui.model.execution import ExecuteRequest, ExecuteResult, Selectors
from weavz_tui.model.servers import ExposedTool, McpAccess, McpServer, McpTool, ServerMode
from weavz_tui.store import mcp_servers, mcp_tools
from weavz_tui.store.mcp_tools import StoredTool

if TYPE_CHECKING:
    from weavz_tui.engine.parts import Shared


# Servers that are kept from before a change; beyond that, those that were deleted are looked for.
ROOM = 32


@dataclass(frozen=True, slots=True)
class Shown:
    """What a server shows: `actions` one tool for each action, whatever the mode; `listed` what a
    client is told of; `by_name` the tools for actions."""

    actions: tuple[ExposedTool, ...]
    listed: tuple[ExposedTool, ...]
    by_name: Mapping[str, ExposedTool]


class Toolbox:
    """Knows the tools of every server and calls them. One for the process.

    What a server shows is worked out once for each state of the store's configuration, and stays
    the same object for as long as it comes to the same.
    """

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._kept: dict[tuple[str, ServerMode], Shown] = {}
        self._before: dict[tuple[str, ServerMode], Shown] = {}
        self._good_for = -1
        self._room = ROOM

    async def tools(self, server: McpServer, *, hidden: bool = False) -> list[McpTool]:
        """Every tool of a server, `hidden` ones too if asked for."""
        directory = self._shared.directory
        instances = await directory.instances(server.org_id, server.workspace_id)
        stored, known = await self.stored(server), self._shared.known(server.org_id)
        return all_tools(server.id, instances, stored, known, hidden=hidden)

    async def stored(self, server: McpServer) -> list[StoredTool]:
        """What differs from what the workspace gives."""
        return await self._shared.store.read(
            lambda rows: mcp_tools.of_server(rows, server.org_id, server.id)
        )

    async def given_by(self, instance: WorkspaceIntegration) -> list[str]:
        """The tools that a workspace integration gives, as `server: action`."""
        servers = await self._shared.store.read(
            lambda rows: mcp_servers.of_workspace(rows, instance.org_id, instance.workspace_id)
        )
        return [
            f"{server.name}: {tool.action_name}"
            for server in servers
            for tool in await self.tools(server)
            if tool.source_workspace_integration_id == instance.id
        ]

    async def shown(self, server: McpServer) -> Shown:
        """What a server shows now."""
        configuration = self._shared.store.configuration()
        if configuration != self._good_for:
            self._before |= self._kept
            self._kept.clear()
            self._good_for = configuration
            await self._forget_deleted()
        key = (server.id, server.mode)
        if (kept := self._kept.get(key)) is not None:
            return kept
        found = await self._work_out(server)
        if (before := self._before.pop(key, None)) == found:
            found = before
        if self._shared.store.configuration() == configuration == self._good_for:
            self._kept[key] = found
        return found

    async def exposed(self, server: McpServer) -> Sequence[ExposedTool]:
        """The tools exactly as a client sees them."""
        return (await self.shown(server)).listed

    async def call(
        self,
        access: McpAccess,
        name: str,
        arguments: Mapping[str, Any],
        *,
        source: Source = Source.MCP_TOOLS,
    ) -> ExecuteResult:
        """Run the tool of that name for whoever has access. Raises NotFound where there is none,
        and what running an action raises; a missing connection of an end user comes with
        `details.connectUrl`, a path where no public address is known."""
        shown = await self.shown(access.server)
        if name == OPTIONS_TOOL:
            from weavz_tui.engine.servers.tool_options import options_of  # noqa: PLC0415

            return await options_of(self._shared, self, access, shown.by_name, arguments)
        found = shown.by_name.get(name)
        if found is None or found.tool is None:
            raise NotFound(
                f"Unknown tool: {name}",
                details={"tool": name},
                hint="tools/list shows the tools that there are now",
            )
        return await self.run(access, found.tool, arguments, source=source)

    async def run(
        self,
        access: McpAccess,
        tool: McpTool,
        arguments: Mapping[str, Any],
        *,
        source: Source = Source.MCP_TOOLS,
    ) -> ExecuteResult:
        """Run the action that a tool stands for; raises as `call`."""
        selectors = await self.selectors(access, tool)
        request = ExecuteRequest(
            **selectors,
            action_name=tool.action_name,
            input=dict(arguments),
            input_defaults=tool.input_defaults,
        )
        principal = self.principal(access, source)
        try:
            return await self._shared.executor.execute(principal, request)
        except WeavzError as error:
            if error.code in {"CONNECTION_REQUIRED", "MISSING_CONNECTION"}:
                await self._shared.links.mention(error, access.server, selectors)
            raise

    def principal(self, access: McpAccess, source: Source) -> Principal:
        """The caller that has access: it reaches the workspace of the server alone."""
        server = access.server
        # A workspace that is served as it is has no record of a server.
        server_id = server.id if server.id != server.workspace_id else None
        return Principal(
            server.org_id, source, frozenset({server.workspace_id}), server_id=server_id
        )

    async def selectors(self, access: McpAccess, tool: McpTool) -> dict[str, Any]:
        """What a call of a tool says besides its arguments, as fields of a request."""
        server = access.server
        selected: dict[str, Any] = {
            "integration_name": tool.integration_name,
            "workspace_id": server.workspace_id,
            "end_user_id": server.end_user_id or access.end_user_id,
            "partial_ids": tool.partial_ids or None,
        }
        if instance := await self._instance(server, tool):
            selected["workspace_integration_id"] = instance.id
        if tool.connection_id is not None:
            found = await self._shared.directory.connection(server.org_id, tool.connection_id)
            if found is None:
                raise ConnectionNotFound(
                    f"The connection of the tool '{tool.action_name}' is gone",
                    details={"connectionId": tool.connection_id},
                    hint="choose another connection for the tool",
                )
            selected["connection_external_id"] = found.external_id
        return selected

    async def _instance(self, server: McpServer, tool: McpTool) -> WorkspaceIntegration | None:
        """The workspace integration behind a tool; one added by hand may have none."""
        known = await self._shared.directory.instances(server.org_id, server.workspace_id)
        return _instance_of(tool, known)

    async def _forget_deleted(self) -> None:
        """Drop what deleted servers showed, as often as what is kept has doubled."""
        if len(self._before) <= self._room:
            return
        there = await self._shared.store.read(mcp_servers.ids)
        self._before = {key: shown for key, shown in self._before.items() if key[0] in there}
        self._room = max(ROOM, 2 * len(self._before))

    async def _work_out(self, server: McpServer) -> Shown:
        directory, registry = self._shared.directory, self._shared.known(server.org_id)
        instances = await directory.instances(server.org_id, server.workspace_id)
        tools = all_tools(server.id, instances, await self.stored(server), registry)
        age = {each.id: place for place, each in enumerate(oldest_first(instances))}
        names = names_of(tools, age)
        actions: list[ExposedTool] = []
        for tool in tools:
            integration = known_integration(registry, tool.integration_name)
            action = integration.actions.get(tool.action_name) if integration else None
            instance = _instance_of(tool, instances)
            if integration is None or action is None:
                continue
            if instance is not None and not instance.allows(action.name):
                continue
            partials = await directory.partials(
                server.org_id, server.workspace_id, integration.name
            )
            hidden = _fixed(tool, partials, instance)
            actions.append(exposed_tool(names[tool.id], tool, integration, action, hidden))
        by_name = {each.name: each for each in actions}
        if server.mode is ServerMode.CODE:
            return Shown(tuple(actions), code_tools(), by_name)
        own = (options_tool(by_name),) if by_name else ()
        return Shown(tuple(actions), (*actions, *own), by_name)


def _instance_of(
    tool: McpTool, instances: Sequence[WorkspaceIntegration]
) -> WorkspaceIntegration | None:
    if tool.source_workspace_integration_id is not None:
        wanted = tool.source_workspace_integration_id
        return next((each for each in instances if each.id == wanted), None)
    return next(
        (
            each
            for each in instances
            if each.integration_alias == tool.integration_alias
            and each.integration_name == tool.integration_name
        ),
        None,
    )


def _fixed(
    tool: McpTool, partials: Sequence[Partial], instance: WorkspaceIntegration | None
) -> set[str]:
    """The arguments that partials and the tool's defaults give; nobody is asked for them."""
    request = Selectors(
        integration_name=tool.integration_name,
        integration_alias=tool.integration_alias,
        partial_ids=tool.partial_ids or None,
    )
    try:
        chosen = choose_partials(partials, request, tool.action_name, instance)
    except WeavzError:
        # Its partial is gone; calling it tells so.
        chosen = []
    return {*tool.input_defaults, *(key for each in chosen for key in each.values)}
