"""End users of a workspace (wire B.7)."""

from __future__ import annotations

from collections.abc import Sequence

from weavz_tui.engine.parts import Parts
from weavz_tui.model.base import now
from weavz_tui.model.entities import Connection, EndUser, new_id
from weavz_tui.model.errors import Duplicate, EndUserNotFound, NoUpdates, ValidationError
from weavz_tui.model.lists import Deleted, Dependants, EndUserRow, Page, PageQuery
from weavz_tui.model.requests import EndUserCreate, EndUserUpdate
from weavz_tui.store import connections, end_users
from weavz_tui.store.protocol import Rows


class LocalEndUsers:
    """End users of the caller's workspaces."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def list(self, workspace_id: str, query: PageQuery) -> Page[EndUserRow]:
        """A page, by external id."""
        workspace = await self._parts.workspace(workspace_id)
        return await self._parts.read(
            lambda rows: end_users.page(rows, self._parts.org_id, workspace.id, query)
        )

    async def get(self, workspace_id: str, ref: str) -> EndUserRow:
        """One end user by id or external id; raises EndUserNotFound."""
        workspace = await self._parts.workspace(workspace_id)
        org_id = self._parts.org_id

        def read(rows: Rows) -> tuple[EndUser | None, list[str]]:
            found = end_users.by_external_id(rows, org_id, workspace.id, ref)
            found = found or end_users.get(rows, org_id, ref)
            if found is None or found.workspace_id != workspace.id:
                return None, []
            owned = connections.of_end_user(rows, org_id, workspace.id, found.external_id)
            return found, sorted({each.integration_name for each in owned})

        found, names = await self._parts.read(read)
        if found is None:
            raise _not_found(ref)
        return EndUserRow(**found.model_dump() | {"integrations": names})

    async def with_connections(self, id: str) -> tuple[EndUserRow, Sequence[Connection]]:
        """One end user by internal id, and their own connections (wire B.7); raises
        EndUserNotFound."""
        found = await self._find(id)
        owned = await self._parts.read(
            lambda rows: connections.of_end_user(
                rows, self._parts.org_id, found.workspace_id, found.external_id
            )
        )
        names = sorted({each.integration_name for each in owned})
        return EndUserRow(**found.model_dump() | {"integrations": names}), owned

    async def create(self, data: EndUserCreate) -> EndUser:
        """A new end user; raises ValidationError, Duplicate."""
        workspace = await self._parts.workspace(data.workspace_id)
        if not data.external_id.strip():
            raise ValidationError.of("Invalid end user", externalId="must not be empty")
        moment = now()
        created = EndUser(
            id=new_id(),
            workspace_id=workspace.id,
            external_id=data.external_id.strip(),
            display_name=data.display_name,
            email=data.email,
            metadata=data.metadata,
            created_at=moment,
            updated_at=moment,
        )
        await self._insert(created)
        return created

    async def update(self, id: str, data: EndUserUpdate) -> EndUser:
        """Change an end user; null clears. Raises NoUpdates, EndUserNotFound."""
        if not data.model_fields_set:
            raise NoUpdates("No fields provided to update", hint="give a field to change")
        found = await self._find(id)
        changes = {key: getattr(data, key) for key in data.model_fields_set}
        changes["updated_at"] = now()
        changed = await self._parts.write(
            lambda rows: end_users.change(rows, self._parts.org_id, found.id, changes)
        )
        if changed is None:
            raise _not_found(id)
        return changed

    async def dependants(self, id: str) -> Dependants:
        """The end user's own connections."""
        found = await self._find(id)
        owned = await self._parts.read(
            lambda rows: connections.of_end_user(
                rows, self._parts.org_id, found.workspace_id, found.external_id
            )
        )
        names = [f"{each.integration_name} {each.external_id}" for each in owned]
        return Dependants(counts={"connections": len(owned)}, names={"connections": names})

    async def delete(self, id: str) -> Deleted:
        """Delete an end user with their connections and the secrets of these (wire A.2). Only one
        with whom nothing went can come back."""
        found = await self._find(id)
        goes_with = await self.dependants(found.id)
        org_id = self._parts.org_id
        owned = await self._parts.read(
            lambda rows: connections.of_end_user(
                rows, org_id, found.workspace_id, found.external_id
            )
        )
        for each in owned:
            await self._parts.credentials.delete(org_id, each.id)

        def write(rows: Rows) -> bool:
            is_bare = not owned and end_users.is_bare(rows, org_id, found)
            end_users.delete(rows, org_id, found.id)
            return is_bare

        async def restore() -> None:
            await self._insert(found)

        undo = self._parts.undo.keep(restore) if await self._parts.write(write) else None
        return Deleted(id=found.id, dependants=goes_with, undo=undo)

    async def _find(self, id: str) -> EndUser:
        found = await self._parts.read(lambda rows: end_users.get(rows, self._parts.org_id, id))
        if found is None:
            raise _not_found(id)
        self._parts.principal.require(found.workspace_id)
        return found

    async def _insert(self, created: EndUser) -> None:
        try:
            await self._parts.write(lambda rows: end_users.insert(rows, created))
        except Duplicate as error:
            raise Duplicate(
                f"End user '{created.external_id}' already exists in this workspace",
                details={"externalId": created.external_id},
                hint="choose another external id",
            ) from error


def _not_found(ref: str) -> EndUserNotFound:
    return EndUserNotFound(
        f"End user '{ref}' not found",
        details={"endUserId": ref},
        hint="`weavz-tui end-users list` shows every end user",
    )
