"""An engine with MCP servers, behind a hub on a loopback port."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.mcp.serving import listening
from weavz_tui.engine.local import LocalService, open_local
from weavz_tui.home import Home
from weavz_tui.mcp import hub
from weavz_tui.model.enums import Source
from weavz_tui.model.execution import ExecutionRow
from weavz_tui.model.lists import ActivityQuery
from weavz_tui.model.requests import IntegrationCreate, WorkspaceCreate
from weavz_tui.model.servers import AuthMode, SavedServer, ServerCreate, ServerMode


@dataclass
class Served:
    """A server record, where it is, and what opens it."""

    base: str
    service: LocalService
    saved: SavedServer
    token: str

    @property
    def id(self) -> str:
        return self.saved.server.id

    @property
    def workspace_id(self) -> str:
        return self.saved.server.workspace_id

    @property
    def url(self) -> str:
        return f"{self.base}/mcp/srv_{self.id}"

    async def add(self, name: str, alias: str | None = None, **fields: Any) -> str:
        """An integration for the workspace; its id."""
        data = IntegrationCreate(integration_name=name, integration_alias=alias, **fields)
        return (await self.service.integrations.create(self.workspace_id, data)).id

    def recorded(self) -> Callable[[], Awaitable[ExecutionRow]]:
        """What gives the next execution that is recorded from now on."""
        changes = self.service.parts.store.changes()

        async def next_record() -> ExecutionRow:
            while (await anext(changes)).kind != "execution":
                pass
            return (await self.executions())[0]

        return next_record

    async def executions(self) -> list[ExecutionRow]:
        """What was run in the workspace, the newest first."""
        query = ActivityQuery(workspace_id=self.workspace_id)
        return list((await self.service.activity.list(query)).items)


async def make_server(base: str, service: LocalService, workspace_id: str, **fields: Any) -> Served:
    """A server with a bearer token of its own."""
    given: dict[str, Any] = {"name": "Tools", "auth_mode": AuthMode.BEARER, **fields}
    saved = await service.servers.create(ServerCreate(workspace_id=workspace_id, **given))
    return Served(base, service, saved, saved.bearer_token or "")


@pytest.fixture
async def service(home_path: Path, passphrase_file: Path) -> AsyncIterator[LocalService]:
    """An engine whose upstream is the real network, as far as tests reach: loopback."""
    opened = await open_local(Home.find(), source=Source.CLI, tidy_after=3600)
    yield opened
    await opened.close()


@pytest.fixture
async def base(service: LocalService) -> AsyncIterator[str]:
    """The address of a hub over the engine."""
    async with listening(hub(service)) as address:
        yield address


@pytest.fixture
async def served(base: str, service: LocalService) -> Served:
    """A server in TOOLS mode, whose workspace has Hash & Encode."""
    workspace = await service.workspaces.create(WorkspaceCreate(name="Tools", slug="tools"))
    made = await make_server(base, service, workspace.id)
    await made.add("hash-encode")
    return made


@pytest.fixture
async def coded(base: str, service: LocalService) -> Served:
    """A server in CODE mode, whose workspace has Hash & Encode."""
    workspace = await service.workspaces.create(WorkspaceCreate(name="Code", slug="code"))
    made = await make_server(base, service, workspace.id, name="Code", mode=ServerMode.CODE)
    await made.add("hash-encode")
    return made


@pytest.fixture
async def elsewhere(base: str, service: LocalService) -> Served:
    """A server of another workspace."""
    workspace = await service.workspaces.create(WorkspaceCreate(name="Other", slug="other"))
    made = await make_server(base, service, workspace.id, name="Other")
    await made.add("hash-encode")
    return made
