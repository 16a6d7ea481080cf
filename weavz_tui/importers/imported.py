"""Imported integrations as the engine runs them; their actions are read when they are looked at."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from weavz_tui.catalog.auth import Auth, NoAuth
from weavz_tui.catalog.context import Context
from weavz_tui.catalog.integration import Action, Integration
from weavz_tui.catalog.schema import Parameter
from weavz_tui.importers.calling import call
from weavz_tui.importers.description import Common, Operation
from weavz_tui.importers.ways import auth_of
from weavz_tui.model.catalogue import ActionInfo
from weavz_tui.model.enums import Effect


class KeptAction(NamedTuple):
    """What is known of an action before its `body` is read."""

    name: str
    title: str
    effect: Effect
    idempotent: bool
    requires_auth: bool
    body: str


ToolCall = Callable[[Context, "ImportedIntegration", str, Mapping[str, Any]], Awaitable[Any]]


class ImportedAction(Action):
    """An action that is data; `body` is its Operation as JSON, read with its first use."""

    def __init__(self, integration: ImportedIntegration, kept: KeptAction) -> None:
        self._integration = integration
        self._body = kept.body
        super().__init__(
            kept.name,
            self._run,
            title=kept.title,
            effect=kept.effect,
            idempotent=kept.idempotent,
            requires_auth=kept.requires_auth,
        )

    @cached_property
    def operation(self) -> Operation:
        """What it does."""
        found = Operation.model_validate_json(self._body)
        self._body = ""
        return found

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its inputs; what it is called with is in the context."""
        return tuple(Parameter(each.name, each) for each in self.operation.properties)

    @cached_property
    def info(self) -> ActionInfo:
        """As the catalogue shows it."""
        return ActionInfo(
            name=self.name,
            display_name=self.title,
            description=self.operation.description,
            properties=self.operation.properties,
            effect=self.effect,
            idempotent=self.idempotent,
            requires_auth=self.requires_auth,
        )

    def arguments(self, inputs: dict[str, Any]) -> dict[str, Any]:
        """None: the context has the inputs."""
        return {}

    async def _run(self, ctx: Context) -> Any:
        operation = self.operation
        if operation.call is not None:
            return await call(ctx, operation.call)
        return await self._integration.call_tool(ctx, operation.tool)


class ImportedIntegration(Integration):
    """An integration made of an import. `digest` tells one import from the next; `tools` calls the
    tools of an MCP server."""

    def __init__(
        self,
        common: Common,
        actions: Iterable[KeptAction],
        *,
        org_id: str = "",
        digest: str = "",
        tools: ToolCall | None = None,
    ) -> None:
        ways: list[Auth] = [auth_of(each) for each in common.auth]
        if common.auth_is_optional and ways:
            ways.append(NoAuth())
        super().__init__(
            common.name,
            title=common.title,
            description=common.description,
            auth=ways,
            base_url=common.base_url,
            addresses=common.addresses,
            source=common.source,
        )
        self.common = common
        self.org_id = org_id
        self.digest = digest
        self._tools = tools
        self._imported = [ImportedAction(self, each) for each in actions]
        self.actions = {each.name: each for each in self._imported}

    def imported(self) -> Sequence[ImportedAction]:
        """Its actions, in order."""
        return self._imported

    async def call_tool(self, ctx: Context, tool: str) -> Any:
        """Call a tool of its MCP server with the inputs of the context."""
        assert self._tools is not None, "an MCP import comes with what calls its tools"
        return await self._tools(ctx, self, tool, ctx.inputs)
