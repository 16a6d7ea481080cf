"""What the services of one engine share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from weavz_tui.catalog.registry import Registry
from weavz_tui.engine.credentials import Credentials
from weavz_tui.engine.directory import Directory
from weavz_tui.engine.execution import Executor
from weavz_tui.engine.planning import Planner
from weavz_tui.engine.principal import Principal
from weavz_tui.engine.undo import Undo
from weavz_tui.model.entities import Workspace
from weavz_tui.model.transport import Transport
from weavz_tui.store.protocol import Rows, Store

Result = TypeVar("Result")


@dataclass(slots=True)
class Parts:
    """The pieces of an engine, and the caller they work for."""

    principal: Principal
    store: Store
    registry: Registry
    directory: Directory
    planner: Planner
    credentials: Credentials
    executor: Executor
    transport: Transport
    undo: Undo = field(default_factory=Undo)

    @property
    def org_id(self) -> str:
        """The caller's organisation."""
        return self.principal.org_id

    async def read(self, work: Callable[[Rows], Result]) -> Result:
        """Read records."""
        return await self.store.read(work)

    async def write(self, work: Callable[[Rows], Result]) -> Result:
        """Change records, durably; what calls know of them is read anew."""
        try:
            return await self.store.write(work)
        finally:
            self.directory.clear()

    async def workspace(self, ref: str) -> Workspace:
        """A workspace in the caller's reach, by id or slug; raises NotFound."""
        found = await self.directory.workspace(self.org_id, ref)
        self.principal.require(found.id)
        return found
