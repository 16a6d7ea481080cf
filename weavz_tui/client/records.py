"""Workspaces, their integrations, partials and end users of a remote engine (wire B.2 to B.7)."""

from __future__ import annotations

from collections.abc import Sequence

from weavz_tui.client.door import API, LOCAL, part
from weavz_tui.client.reading import Resource, given
from weavz_tui.model.entities import EndUser, Partial, Workspace, WorkspaceIntegration
from weavz_tui.model.lists import (
    Deleted,
    Dependants,
    EndUserRow,
    IntegrationRow,
    Page,
    PageQuery,
    PartialQuery,
    PartialRow,
    WorkspaceRow,
)
from weavz_tui.model.requests import (
    AliasCheck,
    EndUserCreate,
    EndUserUpdate,
    IntegrationCreate,
    IntegrationUpdate,
    PartialCreate,
    PartialUpdate,
    WorkspaceCreate,
    WorkspaceUpdate,
)
from weavz_tui.model.status import Who, WhoRow


class RemoteWorkspaces(Resource):
    """Workspaces of the key's organisation."""

    async def list(self, query: PageQuery) -> Page[WorkspaceRow]:
        """A page, by slug."""
        return await self._page(f"{API}/workspaces", "workspaces", WorkspaceRow, query)

    async def get(self, ref: str) -> WorkspaceRow:
        """One by id or slug; raises NotFound."""
        answer = await self._door.get(f"{API}/workspaces/{part(ref)}")
        return self._read(WorkspaceRow, answer, "workspace")

    async def create(self, data: WorkspaceCreate) -> Workspace:
        """A new one; raises ValidationError, Duplicate."""
        answer = await self._door.post(f"{API}/workspaces", given(data))
        return self._read(Workspace, answer, "workspace")

    async def update(self, id: str, data: WorkspaceUpdate) -> Workspace:
        """Rename; raises NoUpdates, NotFound, Duplicate."""
        answer = await self._door.patch(f"{API}/workspaces/{part(id)}", given(data))
        return self._read(Workspace, answer, "workspace")

    async def dependants(self, id: str) -> Dependants:
        """What would go with it."""
        answer = await self._door.get(f"{LOCAL}/workspaces/{part(id)}/dependants")
        return self._read(Dependants, answer, "dependants")

    async def delete(self, id: str) -> Deleted:
        """Delete it with everything in it."""
        return self._read(Deleted, await self._door.delete(f"{API}/workspaces/{part(id)}"))


class RemoteIntegrations(Resource):
    """The integrations of one workspace."""

    async def list(self, workspace_id: str, query: PageQuery) -> Page[IntegrationRow]:
        """A page, by alias."""
        path = f"{API}/workspaces/{part(workspace_id)}/integrations"
        return await self._page(path, "integrations", IntegrationRow, query)

    async def get(self, workspace_id: str, ref: str) -> IntegrationRow:
        """One by id or alias; raises NotFound."""
        answer = await self._door.get(_local(workspace_id, ref))
        return self._read(IntegrationRow, answer, "integration")

    async def create(self, workspace_id: str, data: IntegrationCreate) -> WorkspaceIntegration:
        """A new one; raises as the engine does."""
        path = f"{API}/workspaces/{part(workspace_id)}/integrations"
        answer = await self._door.post(path, given(data))
        return self._read(WorkspaceIntegration, answer, "integration")

    async def update(
        self, workspace_id: str, id: str, data: IntegrationUpdate
    ) -> WorkspaceIntegration:
        """Change it; raises as the engine does."""
        path = f"{API}/workspaces/{part(workspace_id)}/integrations/{part(id)}"
        answer = await self._door.patch(path, given(data))
        return self._read(WorkspaceIntegration, answer, "integration")

    async def dependants(self, workspace_id: str, id: str) -> Dependants:
        """What follows its alias."""
        answer = await self._door.get(f"{_local(workspace_id, id)}/dependants")
        return self._read(Dependants, answer, "dependants")

    async def delete(self, workspace_id: str, id: str) -> Deleted:
        """Remove it."""
        path = f"{API}/workspaces/{part(workspace_id)}/integrations/{part(id)}"
        return self._read(Deleted, await self._door.delete(path))

    async def check_alias(
        self, workspace_id: str, alias: str, integration_name: str, *, except_id: str | None = None
    ) -> AliasCheck:
        """Whether the alias may be taken, without taking it. An empty one is asked for nowhere."""
        if not alias:
            return AliasCheck(outcome="format", message="an alias must not be empty")
        answer = await self._door.get(
            f"{LOCAL}/workspaces/{part(workspace_id)}/aliases/{part(alias)}",
            integrationName=integration_name,
            exceptId=except_id,
        )
        return self._read(AliasCheck, answer, "check")

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
        body = {"endUserId": end_user_id, "draft": given(draft) if draft else None, "limit": limit}
        answer = await self._door.post(f"{_local(workspace_id, ref)}/who", body)
        return self._read(Who, answer, "who")

    async def who_everywhere(self, workspace_id: str, end_user_id: str | None) -> Sequence[WhoRow]:
        """For one end user: every alias."""
        answer = await self._door.get(
            f"{LOCAL}/workspaces/{part(workspace_id)}/who", endUserId=end_user_id
        )
        return self._every(WhoRow, answer, "rows")


def _local(workspace_id: str, ref: str) -> str:
    return f"{LOCAL}/workspaces/{part(workspace_id)}/integrations/{part(ref)}"


class RemoteEndUsers(Resource):
    """The end users of a workspace."""

    async def list(self, workspace_id: str, query: PageQuery) -> Page[EndUserRow]:
        """A page, by external id."""
        path = f"{API}/end-users"
        return await self._page(path, "endUsers", EndUserRow, query, workspaceId=workspace_id)

    async def get(self, workspace_id: str, ref: str) -> EndUserRow:
        """One by internal or external id; raises EndUserNotFound."""
        path = f"{LOCAL}/workspaces/{part(workspace_id)}/end-users/{part(ref)}"
        return self._read(EndUserRow, await self._door.get(path), "endUser")

    async def create(self, data: EndUserCreate) -> EndUser:
        """A new one; raises Duplicate."""
        answer = await self._door.post(f"{API}/end-users", given(data))
        return self._read(EndUser, answer, "endUser")

    async def update(self, id: str, data: EndUserUpdate) -> EndUser:
        """Change it."""
        answer = await self._door.patch(f"{API}/end-users/{part(id)}", given(data))
        return self._read(EndUser, answer, "endUser")

    async def dependants(self, id: str) -> Dependants:
        """The connections that would go with it."""
        answer = await self._door.get(f"{LOCAL}/end-users/{part(id)}/dependants")
        return self._read(Dependants, answer, "dependants")

    async def delete(self, id: str) -> Deleted:
        """Delete it with its connections."""
        return self._read(Deleted, await self._door.delete(f"{API}/end-users/{part(id)}"))


class RemotePartials(Resource):
    """Saved inputs of a workspace."""

    async def list(self, query: PartialQuery) -> Page[PartialRow]:
        """A page, by name."""
        return await self._page(
            f"{API}/partials",
            "partials",
            PartialRow,
            query,
            workspaceId=query.workspace_id,
            integrationName=query.integration_name,
            workspaceIntegrationId=query.workspace_integration_id,
            integrationAlias=query.integration_alias,
            actionName=query.action_name,
            triggerName=query.trigger_name,
        )

    async def get(self, id: str) -> Partial:
        """One; raises PartialNotFound."""
        answer = await self._door.get(f"{API}/partials/{part(id)}")
        return self._read(Partial, answer, "partial")

    async def create(self, data: PartialCreate) -> Partial:
        """A new one; raises ValidationError, Duplicate."""
        answer = await self._door.post(f"{API}/partials", given(data))
        return self._read(Partial, answer, "partial")

    async def update(self, id: str, data: PartialUpdate) -> Partial:
        """Change it."""
        answer = await self._door.patch(f"{API}/partials/{part(id)}", given(data))
        return self._read(Partial, answer, "partial")

    async def delete(self, id: str) -> Deleted:
        """Delete it."""
        return self._read(Deleted, await self._door.delete(f"{API}/partials/{part(id)}"))
