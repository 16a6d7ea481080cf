"""Workspaces (wire B.2)."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from weavz_tui.engine.names import check_slug
from weavz_tui.engine.parts import Parts
from weavz_tui.model.base import now
from weavz_tui.model.entities import Workspace, new_id
from weavz_tui.model.errors import Duplicate, NotFound, NoUpdates, ValidationError
from weavz_tui.model.lists import (
    ConnectionQuery,
    ConnectionRow,
    Deleted,
    Dependants,
    Page,
    PageQuery,
    WorkspaceRow,
)
from weavz_tui.store import connections, workspaces
from weavz_tui.store.protocol import Rows

if TYPE_CHECKING:
    from weavz_tui.model.requests import WorkspaceCreate, WorkspaceUpdate


class LocalWorkspaces:
    """Workspaces of the caller's organisation."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def list(self, query: PageQuery) -> Page[WorkspaceRow]:
        """A page of those in reach, by slug."""
        within = self._parts.principal.workspace_ids
        return await self._parts.read(
            lambda rows: workspaces.page(rows, self._parts.org_id, query, within)
        )

    async def get(self, ref: str) -> WorkspaceRow:
        """One workspace by id or slug; raises NotFound."""
        found = await self._parts.workspace(ref)
        row = await self._parts.read(
            lambda rows: workspaces.row(rows, self._parts.org_id, found.id)
        )
        if row is None:
            raise _not_found(ref)
        return row

    async def create(self, data: WorkspaceCreate) -> Workspace:
        """A new workspace; raises ScopeDenied, ValidationError, Duplicate for a slug that is
        taken."""
        self._parts.principal.require(None)
        _check_name(data.name)
        check_slug(data.slug)
        moment = now()
        created = Workspace(
            id=new_id(),
            org_id=self._parts.org_id,
            name=data.name.strip(),
            slug=data.slug,
            created_at=moment,
            updated_at=moment,
        )
        await self._insert(created)
        return created

    async def update(self, id: str, data: WorkspaceUpdate) -> Workspace:
        """Rename; raises NoUpdates, NotFound, Duplicate."""
        changes = {key: getattr(data, key) for key in data.model_fields_set}
        changes = {key: value.strip() for key, value in changes.items() if value is not None}
        if not changes:
            raise NoUpdates("No fields provided to update", hint="give a name or a slug")
        if "slug" in changes:
            check_slug(changes["slug"])
        if "name" in changes:
            _check_name(changes["name"])
        found = await self._parts.workspace(id)
        org_id, changes = found.org_id, {**changes, "updated_at": now()}
        try:
            changed = await self._parts.write(
                lambda rows: workspaces.change(rows, org_id, found.id, changes)
            )
        except Duplicate as error:
            raise _taken(str(changes["slug"])) from error
        if changed is None:
            raise _not_found(id)
        return changed

    async def dependants(self, id: str) -> Dependants:
        """What would go with the workspace."""
        found = await self._parts.workspace(id)
        return await self._parts.read(
            lambda rows: workspaces.dependants(rows, self._parts.org_id, found.id)
        )

    async def delete(self, id: str) -> Deleted:
        """Delete a workspace with all that is in it, the secrets of its connections included."""
        found = await self._parts.workspace(id)
        goes_with = await self.dependants(found.id)
        for connection_id in await self._connections(found.id):
            await self._parts.credentials.delete(self._parts.org_id, connection_id)

        def write(rows: Rows) -> bool:
            is_bare = workspaces.is_bare(rows, found.org_id, found.id)
            workspaces.delete(rows, found.org_id, found.id)
            return is_bare

        async def restore() -> None:
            await self._insert(found)

        # An empty workspace can come back; what was in a full one cannot.
        undo = self._parts.undo.keep(restore) if await self._parts.write(write) else None
        return Deleted(id=found.id, dependants=goes_with, undo=undo)

    async def _connections(self, workspace_id: str) -> Sequence[str]:
        """The ids of the connections that belong to the workspace and go with it."""
        ids: builtins.list[str] = []
        query: ConnectionQuery | None = ConnectionQuery(limit=500, workspace_id=workspace_id)
        while query is not None:
            page = await self._page(query)
            ids += [each.id for each in page.items if each.workspace_id == workspace_id]
            query = replace(query, cursor=page.next) if page.next else None
        return ids

    async def _page(self, query: ConnectionQuery) -> Page[ConnectionRow]:
        return await self._parts.read(
            lambda rows: connections.page(rows, self._parts.org_id, query)
        )

    async def _insert(self, workspace: Workspace) -> None:
        try:
            await self._parts.write(lambda rows: workspaces.insert(rows, workspace))
        except Duplicate as error:
            raise _taken(workspace.slug) from error


def _taken(slug: str) -> Duplicate:
    return Duplicate(
        f"A workspace with slug '{slug}' already exists",
        details={"slug": slug},
        hint="choose another slug",
    )


def _not_found(ref: str) -> NotFound:
    return NotFound(
        f"Workspace '{ref}' not found",
        details={"workspaceId": ref},
        hint="`weavz-tui workspaces list` shows every workspace",
    )


def _check_name(name: str) -> None:
    if not name.strip():
        raise ValidationError.of("Invalid workspace name", name="must not be empty")
