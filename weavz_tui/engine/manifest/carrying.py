"""Carrying out the steps of a plan, one by one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from weavz_tui.engine.manifest.document import (
    IntegrationEntry,
    PartialEntry,
    ServerEntry,
    ToolEntry,
    WorkspaceEntry,
)
from weavz_tui.engine.manifest.snapshot import Snapshot
from weavz_tui.engine.manifest.steps import Step, Verb
from weavz_tui.engine.service import Service
from weavz_tui.model.errors import EndUserNotFound, WeavzError
from weavz_tui.model.requests import (
    EndUserCreate,
    IntegrationCreate,
    IntegrationUpdate,
    PartialCreate,
    PartialUpdate,
    WorkspaceCreate,
    WorkspaceUpdate,
)
from weavz_tui.model.servers import McpTool, ServerCreate, ServerUpdate, ToolCreate, ToolUpdate


class Carrier:
    """Carries out steps; `now` learns the ids of what it makes."""

    def __init__(self, service: Service, now: Snapshot) -> None:
        self._service = service
        self._now = now

    async def carry_out(self, step: Step) -> None:
        """Do one step; raises what the engine says against it."""
        entry = step.wanted or step.present
        handlers: Mapping[type, Callable[[Step], Awaitable[None]]] = {
            WorkspaceEntry: self._workspace,
            IntegrationEntry: self._integration,
            PartialEntry: self._partial,
            ServerEntry: self._server,
            ToolEntry: self._tool,
        }
        await handlers[type(entry)](step)

    async def _workspace(self, step: Step) -> None:
        wanted = step.wanted
        assert isinstance(wanted, WorkspaceEntry)
        if step.verb is Verb.CREATE:
            made = await self._service.workspaces.create(
                WorkspaceCreate(name=wanted.name, slug=wanted.slug)
            )
            self._now.workspace_id = made.id
        else:
            await self._service.workspaces.update(
                self._now.workspace_id, WorkspaceUpdate(name=wanted.name)
            )

    async def _integration(self, step: Step) -> None:
        place, service = self._now.workspace_id, self._service.integrations
        wanted, present = step.wanted, step.present
        if not isinstance(wanted, IntegrationEntry):
            assert isinstance(present, IntegrationEntry)
            await service.delete(place, self._now.integrations.pop(present.alias))
            return
        fields: dict[str, Any] = {
            "connection_id": await self._connection_id(wanted.integration, wanted.connection),
            "allowed_actions": wanted.actions,
            "display_name": wanted.display_name,
            "auth_method_key": wanted.auth_method_key,
            "settings": wanted.settings,
            "sort_order": wanted.sort_order,
        }
        if wanted.strategy is not None:
            fields["connection_strategy"] = wanted.strategy
        if step.verb is Verb.CREATE:
            made = await service.create(
                place,
                IntegrationCreate(
                    integration_name=wanted.integration, integration_alias=wanted.alias, **fields
                ),
            )
            self._now.integrations[wanted.alias] = made.id
        else:
            id = self._now.integrations[wanted.alias]
            await service.update(place, id, IntegrationUpdate(**fields))

    async def _partial(self, step: Step) -> None:
        service, wanted, present = self._service.partials, step.wanted, step.present
        if not isinstance(wanted, PartialEntry):
            assert isinstance(present, PartialEntry)
            await service.delete(self._now.partials[present.key])
            return
        if step.verb is Verb.CREATE:
            enforced = [each for each in wanted.enforced if each not in wanted.secrets]
            await service.create(
                PartialCreate(
                    workspace_id=self._now.workspace_id,
                    integration_name=wanted.integration,
                    integration_alias=wanted.alias,
                    action_name=wanted.action,
                    trigger_name=wanted.trigger,
                    name=wanted.name,
                    description=wanted.description,
                    values=wanted.values,
                    enforced_keys=enforced,
                    is_default=wanted.default,
                )
            )
            return
        found = await service.get(self._now.partials[wanted.key])
        kept = {key: found.values[key] for key in wanted.secrets if key in found.values}
        await service.update(
            found.id,
            PartialUpdate(
                description=wanted.description,
                values={**wanted.values, **kept},
                enforced_keys=wanted.enforced,
                is_default=wanted.default,
            ),
        )

    async def _server(self, step: Step) -> None:
        service, wanted, present = self._service.servers, step.wanted, step.present
        if not isinstance(wanted, ServerEntry):
            assert isinstance(present, ServerEntry)
            await service.delete(self._now.servers[present.name])
            return
        if wanted.end_user is not None:
            await self._end_user(wanted.end_user)
        fields: dict[str, Any] = {
            "description": wanted.description,
            "mode": wanted.mode,
            "auth_mode": wanted.auth,
            "end_user_access": wanted.end_user_access,
            "end_user_id": wanted.end_user,
            "settings": wanted.settings,
        }
        if step.verb is Verb.CREATE:
            made = await service.create(
                ServerCreate(name=wanted.name, workspace_id=self._now.workspace_id, **fields)
            )
            self._now.servers[wanted.name] = made.server.id
        else:
            await service.update(self._now.servers[wanted.name], ServerUpdate(**fields))

    async def _tool(self, step: Step) -> None:
        service, wanted, present = self._service.servers, step.wanted, step.present
        server_id = self._now.servers[step.server]
        if not isinstance(wanted, ToolEntry):
            assert isinstance(present, ToolEntry)
            await service.delete_tool(server_id, self._now.tools[step.server, *present.key])
            return
        found = await self._present_tool(server_id, wanted)
        integration = wanted.integration or await self._integration_of(wanted.alias)
        fields: dict[str, Any] = {
            "display_name": wanted.display_name,
            "description": wanted.description,
            "connection_id": await self._connection_id(integration, wanted.connection),
            "partial_ids": wanted.partials or None,
        }
        if wanted.hidden:
            if found is not None:
                await service.delete_tool(server_id, found.id)
            return
        if found is None:
            made = await service.add_tool(
                server_id,
                ToolCreate(
                    integration_name=integration,
                    integration_alias=wanted.alias,
                    action_name=wanted.action,
                    input_defaults=wanted.input_defaults,
                    sort_order=wanted.sort_order or 0,
                    **fields,
                ),
            )
            if wanted.shown_as is None and wanted.added:
                return
            found = made
        kept = {
            key: found.input_defaults[key] for key in wanted.secrets if key in found.input_defaults
        }
        defaults = {**wanted.input_defaults, **kept}
        await service.update_tool(
            server_id,
            found.id,
            ToolUpdate(
                integration_alias=wanted.shown_as or (wanted.alias if wanted.added else None),
                input_defaults=defaults or None,
                sort_order=wanted.sort_order,
                **fields,
            ),
        )

    async def _present_tool(self, server_id: str, wanted: ToolEntry) -> McpTool | None:
        instance_id = self._now.integrations.get(wanted.alias)
        for each in await self._service.servers.tools(server_id):
            if each.action_name != wanted.action:
                continue
            if each.source_workspace_integration_id is None:
                if each.integration_alias == wanted.alias:
                    return each
            elif not wanted.added and each.source_workspace_integration_id == instance_id:
                return each
        return None

    async def _integration_of(self, alias: str) -> str:
        row = await self._service.integrations.get(self._now.workspace_id, alias)
        return row.integration_name

    async def _connection_id(self, integration: str, external_id: str | None) -> str | None:
        if external_id is None:
            return None
        found = await self._service.connections.find(
            integration, external_id, self._now.workspace_id
        )
        return found.id

    async def _end_user(self, external_id: str) -> None:
        """End users are people, not configuration; one that a server is bound to has to be
        there."""
        try:
            await self._service.end_users.get(self._now.workspace_id, external_id)
        except WeavzError as error:
            if error.status != EndUserNotFound.status:
                raise
            await self._service.end_users.create(
                EndUserCreate(workspace_id=self._now.workspace_id, external_id=external_id)
            )
