"""What every screen shares: the service, the workspace in force, the end user looked through."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from weavz_tui.model.errors import NotFound
from weavz_tui.model.pages import PageQuery

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service
    from weavz_tui.model.lists import EndUserRow, WorkspaceRow

Opener = Callable[[], Awaitable["Service"]]


class Session:
    """One open engine. The service is there once `opened` is set; nothing waits for it to paint.

    `workspace` None: the organisation has none. `end_user` None: nobody in particular.
    """

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self._service: Service | None = None
        self.opened = asyncio.Event()
        self.workspace: WorkspaceRow | None = None
        self.end_user: EndUserRow | None = None

    async def open(self, workspace: str | None) -> None:
        """Open the engine and take up the workspace named, else `default`, else the first one.

        Raises WeavzError as the engine does; it may be called again afterwards.
        """
        service = await self._opener()
        self._service = service
        await self.choose(workspace)
        self.opened.set()

    async def choose(self, workspace: str | None) -> None:
        """Put a workspace in force, by slug."""
        service = self.opened_service
        self.workspace = None
        for slug in dict.fromkeys([workspace, "default"]):
            if slug:
                try:
                    self.workspace = await service.workspaces.get(slug)
                    break
                except NotFound:
                    continue
        if self.workspace is None:
            self.workspace = await self._first()

    async def _first(self) -> WorkspaceRow | None:
        page = await self.opened_service.workspaces.list(PageQuery(limit=1))
        return page.items[0] if page.items else None

    async def service(self) -> Service:
        """The service, as soon as it is open."""
        await self.opened.wait()
        return self.opened_service

    @property
    def opened_service(self) -> Service:
        """The service; only to be asked for after it was opened."""
        if self._service is None:
            raise RuntimeError("the engine is not open")
        return self._service

    @property
    def workspace_id(self) -> str:
        """The id of the workspace in force, empty when there is none."""
        return self.workspace.id if self.workspace else ""

    @property
    def end_user_id(self) -> str | None:
        """The external id of the end user looked through."""
        return self.end_user.external_id if self.end_user else None

    async def close(self) -> None:
        """Let the engine finish and go."""
        if self._service is not None:
            await self._service.close()
            self._service = None
