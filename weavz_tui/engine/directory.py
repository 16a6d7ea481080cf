"""What a call has to know of the records, read once and kept until something changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

from weavz_tui.model.entities import (
    Connection,
    Organisation,
    Partial,
    Workspace,
    WorkspaceIntegration,
)
from weavz_tui.model.errors import NotFound
from weavz_tui.store import connections, integrations, organisations, partials, workspaces
from weavz_tui.store.protocol import Rows, Store

Result = TypeVar("Result")
CAPACITY = 20_000
_NOTHING: Any = object()


class Directory:
    """A cache of configuration in front of the store.

    It is good for one state of the store's configuration: what this process changes is seen at
    once, what another changes within 0.1 s.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[Hashable, Any] = {}
        self._good_for = -1

    def clear(self) -> None:
        """Forget everything."""
        self._good_for = -1

    async def organisation(self, org_id: str) -> Organisation:
        """The organisation; raises NotFound."""
        found = await self._read(("org", org_id), lambda rows: organisations.get(rows, org_id))
        if found is None:
            raise NotFound(f"Organisation '{org_id}' not found")
        return found

    async def workspace(self, org_id: str, ref: str) -> Workspace:
        """A workspace by id or slug; raises NotFound."""

        def find(rows: Rows) -> Workspace | None:
            return workspaces.get(rows, org_id, ref) or workspaces.by_slug(rows, org_id, ref)

        found = await self._read(("workspace", org_id, ref), find)
        if found is None:
            raise NotFound(
                f"Workspace '{ref}' not found",
                details={"workspaceId": ref},
                hint="`weavz-tui workspaces list` shows every workspace",
            )
        return found

    async def instances(self, org_id: str, workspace_id: str) -> list[WorkspaceIntegration]:
        """The workspace integrations of a workspace, by alias."""
        return await self._read(
            ("instances", org_id, workspace_id),
            lambda rows: integrations.of_workspace(rows, org_id, workspace_id),
        )

    async def partials(self, org_id: str, workspace_id: str, name: str) -> list[Partial]:
        """The partials of an integration in a workspace."""
        return await self._read(
            ("partials", org_id, workspace_id, name),
            lambda rows: partials.of_workspace(rows, org_id, workspace_id, name),
        )

    async def partial(self, org_id: str, id: str) -> Partial | None:
        """A partial by id."""
        return await self._read(
            ("partial", org_id, id), lambda rows: partials.get(rows, org_id, id)
        )

    async def connection(self, org_id: str, id: str) -> Connection | None:
        """A connection by id."""
        return await self._read(
            ("connection", org_id, id), lambda rows: connections.get(rows, org_id, id)
        )

    async def explicit(
        self, org_id: str, external_id: str, workspace_id: str | None
    ) -> list[Connection]:
        """Every connection of that external id that the workspace (or, without one, anybody in
        the organisation) can see, workspace-scoped ones first."""
        return await self._read(
            ("explicit", org_id, external_id, workspace_id),
            lambda rows: connections.explicit(rows, org_id, None, external_id, workspace_id),
        )

    async def visible(self, org_id: str, workspace_id: str, name: str) -> list[Connection]:
        """The connections of an integration that a workspace can see."""
        return await self._read(
            ("visible", org_id, workspace_id, name),
            lambda rows: connections.visible(rows, org_id, workspace_id, name),
        )

    async def own(
        self, org_id: str, workspace_id: str, name: str, end_user_id: str
    ) -> list[Connection]:
        """An end user's own connections of an integration, the newest first."""
        return await self._read(
            ("own", org_id, workspace_id, name, end_user_id),
            lambda rows: connections.own(rows, org_id, workspace_id, name, end_user_id),
        )

    async def keep(self, key: Hashable, find: Callable[[], Awaitable[Result]]) -> Result:
        """What `find` makes of configuration alone: kept until that changes."""
        configuration = self._store.configuration()
        if configuration != self._good_for or len(self._kept) >= CAPACITY:
            self._kept.clear()
            self._good_for = configuration
        kept: Result = self._kept.get(key, _NOTHING)
        if kept is not _NOTHING:
            return kept
        found = await find()
        if self._store.configuration() == configuration == self._good_for:
            self._kept[key] = found
        return found

    async def _read(self, key: Hashable, work: Callable[[Rows], Result]) -> Result:
        return await self.keep(key, lambda: self._store.read(work))
