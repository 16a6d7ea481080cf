"""Partials: saved inputs with locks (wire B.6, C.3, E.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from weavz_tui.engine.calls.instances import choose_instance
from weavz_tui.engine.parts import Parts
from weavz_tui.model.base import now
from weavz_tui.model.entities import Partial, WorkspaceIntegration, new_id
from weavz_tui.model.errors import (
    Duplicate,
    NotFound,
    NoUpdates,
    PartialNotFound,
    ValidationError,
)
from weavz_tui.model.execution import Selectors
from weavz_tui.model.lists import Deleted, Page, PartialQuery, PartialRow
from weavz_tui.model.requests import PartialCreate, PartialUpdate
from weavz_tui.store import partials
from weavz_tui.store.protocol import Rows

NAME_LENGTH = 100
DESCRIPTION_LENGTH = 500


class LocalPartials:
    """Partials of the caller's workspaces."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def list(self, query: PartialQuery) -> Page[PartialRow]:
        """A page, by alias, action and name."""
        workspace = await self._parts.workspace(query.workspace_id)
        wanted = replace(query, workspace_id=workspace.id)
        return await self._parts.read(lambda rows: partials.page(rows, self._parts.org_id, wanted))

    async def get(self, id: str) -> Partial:
        """One partial; raises PartialNotFound, ScopeDenied."""
        found = await self._parts.read(lambda rows: partials.get(rows, self._parts.org_id, id))
        if found is None:
            raise _not_found(id)
        self._parts.principal.require(found.workspace_id)
        return found

    async def create(self, data: PartialCreate) -> Partial:
        """A new partial of a configured integration.

        Without alias and with one configured instance it belongs to that one. Raises NotFound,
        ValidationError, Duplicate for a name taken in the same scope.
        """
        workspace = await self._parts.workspace(data.workspace_id)
        instance = await self._instance(workspace.id, data)
        moment = now()
        created = Partial(
            id=new_id(),
            org_id=self._parts.org_id,
            workspace_id=workspace.id,
            integration_name=data.integration_name,
            workspace_integration_id=instance.id if instance else None,
            integration_alias=instance.integration_alias if instance else None,
            action_name=data.action_name,
            trigger_name=data.trigger_name,
            name=data.name.strip(),
            description=data.description,
            values=data.values,
            enforced_keys=list(dict.fromkeys(data.enforced_keys)),
            is_default=data.is_default,
            created_at=moment,
            updated_at=moment,
        )
        self._check(created)
        await self._insert(created)
        return created

    async def update(self, id: str, data: PartialUpdate) -> Partial:
        """Change a partial; `values` replaces all values. Raises NoUpdates, PartialNotFound,
        ValidationError, Duplicate."""
        if not data.model_fields_set:
            raise NoUpdates("No fields provided to update", hint="give a field to change")
        found = await self.get(id)
        changes: dict[str, Any] = {
            key: getattr(data, key)
            for key in data.model_fields_set
            if key == "description" or getattr(data, key) is not None
        }
        if "name" in changes:
            changes["name"] = changes["name"].strip()
        changes["updated_at"] = now()
        wanted = found.model_copy(update=changes)
        self._check(wanted)

        def write(rows: Rows) -> Partial | None:
            if wanted.is_default:
                partials.clear_default(rows, wanted)
            return partials.change(rows, found.org_id, found.id, changes)

        try:
            changed = await self._parts.write(write)
        except Duplicate as error:
            raise _taken(wanted.name) from error
        if changed is None:
            raise _not_found(id)
        return changed

    async def delete(self, id: str) -> Deleted:
        """Delete a partial."""
        found = await self.get(id)
        await self._parts.write(lambda rows: partials.delete(rows, self._parts.org_id, found.id))

        async def restore() -> None:
            await self._insert(found)

        return Deleted(id=found.id, undo=self._parts.undo.keep(restore))

    async def _instance(
        self, workspace_id: str, data: PartialCreate
    ) -> WorkspaceIntegration | None:
        self._parts.registry.get(data.integration_name)
        known = await self._parts.directory.instances(self._parts.org_id, workspace_id)
        same = [each for each in known if each.integration_name == data.integration_name]
        if not same:
            raise NotFound(
                f"'{data.integration_name}' is not configured in this workspace",
                details={"integrationName": data.integration_name},
                hint="add the integration to the workspace first",
            )
        selected = data.workspace_integration_id or data.integration_alias
        if selected is None:
            return same[0] if len(same) == 1 else None
        request = Selectors(
            integration_name=data.integration_name,
            workspace_integration_id=data.workspace_integration_id,
            integration_alias=data.integration_alias,
        )
        return choose_instance(known, request)

    def _check(self, partial: Partial) -> None:
        errors: dict[str, str] = {}
        if not partial.name or len(partial.name) > NAME_LENGTH:
            errors["name"] = f"1 to {NAME_LENGTH} characters"
        if partial.description and len(partial.description) > DESCRIPTION_LENGTH:
            errors["description"] = f"at most {DESCRIPTION_LENGTH} characters"
        if partial.action_name and partial.trigger_name:
            errors["triggerName"] = "an action and a trigger exclude each other"
        missing = [key for key in partial.enforced_keys if key not in partial.values]
        if missing:
            errors["enforcedKeys"] = f"locked without a value: {', '.join(missing)}"
        errors |= self._unknown(partial, partial.values)
        if errors:
            first = next(iter(errors.items()))
            raise ValidationError(
                f"Invalid partial: {first[0]}: {first[1]}", details={"fields": errors}
            )

    def _unknown(self, partial: Partial, keys: Sequence[str] | dict[str, Any]) -> dict[str, str]:
        """Values under keys that no action has would never be used: say so when saving."""
        integration = self._parts.registry.get(partial.integration_name)
        actions = list(integration.actions.values())
        if partial.action_name is not None:
            action = integration.actions.get(partial.action_name)
            if action is None:
                return {"actionName": f"{integration.name} has no action {partial.action_name}"}
            actions = [action]
        known = {each.name for action in actions for each in action.properties}
        unknown = [key for key in keys if key not in known]
        return {"values": f"unknown inputs: {', '.join(unknown)}"} if unknown else {}

    async def _insert(self, partial: Partial) -> None:
        def work(rows: Rows) -> None:
            if partial.is_default:
                partials.clear_default(rows, partial)
            partials.insert(rows, partial)

        try:
            await self._parts.write(work)
        except Duplicate as error:
            raise _taken(partial.name) from error


def _taken(name: str) -> Duplicate:
    return Duplicate(
        f"A partial named '{name}' already exists in this scope",
        details={"name": name},
        hint="choose another name",
    )


def _not_found(id: str) -> PartialNotFound:
    return PartialNotFound(
        f"Partial '{id}' not found",
        details={"partialId": id},
        hint="`weavz-tui partials list` shows every partial",
    )
