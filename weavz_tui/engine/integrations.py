"""Workspace integrations: an integration under an alias with a strategy (wire B.3, C.1, E.1)."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import Any

from weavz_tui.catalog.integration import Integration
from weavz_tui.engine.known import known_integration
from weavz_tui.engine.names import alias_problem, check_alias, default_alias, taken_by
from weavz_tui.engine.parts import Parts
from weavz_tui.engine.strategies import check_app, connection_for, default_strategy
from weavz_tui.engine.who import WhoQuestions
from weavz_tui.model.base import now
from weavz_tui.model.entities import Partial, WorkspaceIntegration, new_id
from weavz_tui.model.errors import AliasConflict, Duplicate, NotFound, NoUpdates, ValidationError
from weavz_tui.model.lists import Deleted, Dependants, IntegrationRow, Page, PageQuery, PartialQuery
from weavz_tui.model.requests import AliasCheck, IntegrationCreate, IntegrationUpdate
from weavz_tui.model.status import Who, WhoRow
from weavz_tui.model.tools import tool_name
from weavz_tui.store import integrations, mcp_tools, partials
from weavz_tui.store.mcp_tools import StoredTool
from weavz_tui.store.protocol import Rows

NAMES_SHOWN = 20
NULLABLE = frozenset(
    {
        "connection_id",
        "allowed_actions",
        "display_name",
        "auth_method_key",
        "oauth_app_mode",
        "oauth_app_id",
    }
)


class LocalIntegrations:
    """The workspace integrations of the caller's workspaces."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._who = WhoQuestions(parts)

    async def list(self, workspace_id: str, query: PageQuery) -> Page[IntegrationRow]:
        """A page, by alias."""
        workspace = await self._parts.workspace(workspace_id)
        page = await self._parts.read(
            lambda rows: integrations.page(rows, self._parts.org_id, workspace.id, query)
        )
        items = [self._described(each) for each in page.items]
        return Page(items, page.total, page.next, page.previous)

    async def get(self, workspace_id: str, ref: str) -> IntegrationRow:
        """One instance by id (with or without its prefix) or alias; raises NotFound."""
        found = await self._find(workspace_id, ref)
        row = await self._parts.read(
            lambda rows: integrations.row(rows, found.org_id, found.workspace_id, found.id)
        )
        if row is None:
            raise _not_found(ref, found.workspace_id)
        return self._described(row)

    async def create(self, workspace_id: str, data: IntegrationCreate) -> WorkspaceIntegration:
        """A new instance. Raises IntegrationNotFound, ValidationError, Duplicate when its alias is
        taken by the same integration, AliasConflict when by another."""
        workspace = await self._parts.workspace(workspace_id)
        integration = self._parts.registry.get(data.integration_name)
        alias = data.integration_alias or default_alias(integration.name)
        check_alias(alias)
        strategy = data.connection_strategy or default_strategy(integration, data.connection_id)
        moment = now()
        created = WorkspaceIntegration(
            id=new_id("pi_"),
            workspace_id=workspace.id,
            org_id=self._parts.org_id,
            integration_name=integration.name,
            integration_alias=alias,
            connection_strategy=strategy,
            connection_id=data.connection_id,
            allowed_actions=self._actions(integration, data.allowed_actions),
            display_name=data.display_name,
            settings=data.settings,
            sort_order=data.sort_order,
            auth_method_key=data.auth_method_key,
            oauth_app_mode=data.oauth_app_mode,
            oauth_app_id=data.oauth_app_id,
            created_at=moment,
            updated_at=moment,
        )
        check_app(created)
        await connection_for(self._parts, integration, created)
        await self._insert(created)
        return created

    async def update(
        self, workspace_id: str, id: str, data: IntegrationUpdate
    ) -> WorkspaceIntegration:
        """Change an instance; a new alias takes its partials along. Raises NoUpdates, NotFound,
        ValidationError, Duplicate, AliasConflict."""
        if not data.model_fields_set:
            raise NoUpdates("No fields provided to update", hint="give a field to change")
        before = await self._find(workspace_id, id)
        after = self.drafted(before, data)
        integration = self._parts.registry.get(before.integration_name)
        if "integration_alias" in data.model_fields_set:
            check_alias(after.integration_alias)
        after.allowed_actions = self._actions(integration, after.allowed_actions)
        check_app(after)
        await connection_for(self._parts, integration, after)
        changes = {key: getattr(after, key) for key in _changes(data)}

        def write(rows: Rows) -> WorkspaceIntegration | None:
            current = integrations.get(rows, before.org_id, before.id)
            changed = integrations.change(rows, before.org_id, before.id, changes)
            if current is None or changed is None:
                return None
            if changed.integration_alias != current.integration_alias:
                partials.rename_alias(
                    rows,
                    changed.org_id,
                    changed.workspace_id,
                    current.integration_alias,
                    changed.integration_alias,
                )
            return changed

        try:
            changed = await self._parts.write(write)
        except Duplicate as error:
            raise await self._taken(after) from error
        if changed is None:
            raise _not_found(id, before.workspace_id)
        return changed

    async def dependants(self, workspace_id: str, id: str) -> Dependants:
        """The partials that hang on its alias, and the tools of MCP servers that it gives."""
        found = await self._find(workspace_id, id)
        query = PartialQuery(
            workspace_id=found.workspace_id, integration_alias=found.integration_alias, limit=500
        )
        page = await self._parts.read(lambda rows: partials.page(rows, self._parts.org_id, query))
        names = [each.name for each in page.items]
        tools = await self._parts.shared.toolbox.given_by(found)
        return Dependants(
            counts={"partials": page.total, "tools": len(tools)},
            names={"partials": names, "tools": tools[:NAMES_SHOWN]},
        )

    async def delete(self, workspace_id: str, id: str) -> Deleted:
        """Remove an instance; its connections stay."""
        found = await self._find(workspace_id, id)
        goes_with = await self.dependants(workspace_id, found.id)
        org_id = self._parts.org_id

        def write(rows: Rows) -> tuple[Sequence[Partial], Sequence[StoredTool]]:
            kept = partials.of_alias(rows, org_id, found.workspace_id, found.integration_alias)
            for each in kept:
                partials.delete(rows, org_id, each.id)
            changed = mcp_tools.of_instance(rows, org_id, found.id)
            for tool in changed:
                mcp_tools.delete(rows, tool.org_id, tool.id, found.workspace_id)
            integrations.delete(rows, org_id, found.id)
            return kept, changed

        kept, changed_tools = await self._parts.write(write)

        async def restore() -> None:
            def put_back(rows: Rows) -> None:
                integrations.insert(rows, found)
                for each in kept:
                    partials.insert(rows, each)
                for tool in changed_tools:
                    mcp_tools.put(rows, tool, found.workspace_id)

            await self._parts.write(put_back)

        return Deleted(id=found.id, dependants=goes_with, undo=self._parts.undo.keep(restore))

    async def check_alias(
        self, workspace_id: str, alias: str, integration_name: str, *, except_id: str | None = None
    ) -> AliasCheck:
        """Whether the alias may be taken, without taking it."""
        if problem := alias_problem(alias):
            return AliasCheck(outcome="format", message=problem)
        workspace = await self._parts.workspace(workspace_id)
        known = await self._parts.directory.instances(self._parts.org_id, workspace.id)
        taken = next(
            (each for each in known if each.integration_alias == alias and each.id != except_id),
            None,
        )
        if taken is not None:
            error = taken_by(taken, integration_name)
            outcome = "DUPLICATE" if isinstance(error, Duplicate) else "ALIAS_CONFLICT"
            return AliasCheck(outcome=outcome, message=error.message)
        integration = known_integration(self._parts.registry, integration_name)
        example = tool_name(alias, next(iter(integration.actions), "action")) if integration else ""
        return AliasCheck(outcome="free", message="this alias is free", tool_example=example)

    async def who(
        self,
        workspace_id: str,
        ref: str,
        *,
        end_user_id: str | None = None,
        draft: IntegrationUpdate | None = None,
        limit: int = 50,
    ) -> Who:
        """Who would be used, now and after saving a draft."""
        found = await self._find(workspace_id, ref)
        then = self.drafted(found, draft) if draft is not None else None
        return await self._who.of_instance(found, then, end_user_id, limit)

    async def who_everywhere(self, workspace_id: str, end_user_id: str | None) -> Sequence[WhoRow]:
        """For one end user (or nobody): every alias of the workspace."""
        workspace = await self._parts.workspace(workspace_id)
        return await self._who.everywhere(workspace.id, end_user_id)

    @staticmethod
    def drafted(before: WorkspaceIntegration, data: IntegrationUpdate) -> WorkspaceIntegration:
        """The instance as it would be after an update."""
        return before.model_copy(update=_changes(data))

    async def _insert(self, created: WorkspaceIntegration) -> None:
        try:
            await self._parts.write(lambda rows: integrations.insert(rows, created))
        except Duplicate as error:
            raise await self._taken(created) from error

    async def _taken(self, wanted: WorkspaceIntegration) -> Duplicate | AliasConflict:
        """The error for an alias that the constraint refused: by whom is it taken?"""
        taken = await self._parts.read(
            lambda rows: integrations.by_alias(rows, wanted.workspace_id, wanted.integration_alias)
        )
        return taken_by(taken or wanted, wanted.integration_name)

    async def _find(self, workspace_id: str, ref: str) -> WorkspaceIntegration:
        workspace = await self._parts.workspace(workspace_id)
        wanted = ref.removeprefix("pi_")
        known = await self._parts.directory.instances(self._parts.org_id, workspace.id)
        for each in known:
            if wanted == each.id.removeprefix("pi_") or ref == each.integration_alias:
                return each
        raise _not_found(ref, workspace.id)

    def _described(self, row: IntegrationRow) -> IntegrationRow:
        """The row with what only the catalogue knows; a plugin may have gone since."""
        integration = known_integration(self._parts.registry, row.integration_name)
        if integration is None:
            return row
        row.integration_display_name = integration.title
        row.needs_connection = integration.needs_connection
        row.action_count = len(integration.actions)
        return row

    @staticmethod
    def _actions(
        integration: Integration, wanted: Sequence[str] | None
    ) -> builtins.list[str] | None:
        if wanted is None:
            return None
        unknown = [name for name in wanted if name not in integration.actions]
        if unknown:
            raise ValidationError.of(
                f"Unknown actions of '{integration.name}': {', '.join(unknown)}",
                allowedActions=f"unknown: {', '.join(unknown)}",
            )
        return list(dict.fromkeys(wanted))


def _not_found(ref: str, workspace_id: str) -> NotFound:
    return NotFound(
        f"Workspace integration '{ref}' not found",
        details={"id": ref, "workspaceId": workspace_id},
        hint="`weavz-tui integrations list` shows every alias",
    )


def _changes(data: IntegrationUpdate) -> dict[str, Any]:
    """What an update changes; null clears only what may be empty."""
    given = {key: getattr(data, key) for key in data.model_fields_set}
    kept = {key: value for key, value in given.items() if key in NULLABLE or value is not None}
    return kept | {"updated_at": now()}
