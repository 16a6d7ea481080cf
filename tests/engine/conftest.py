"""A local engine on a home of its own."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from weavz_tui.engine.local import LocalService, open_local
from weavz_tui.home import Home
from weavz_tui.model.base import now
from weavz_tui.model.entities import Connection, EndUser, WorkspaceIntegration, new_id
from weavz_tui.model.enums import (
    ConnectionScope,
    ConnectionStatus,
    ConnectionStrategy,
    ConnectionType,
    Source,
)
from weavz_tui.model.requests import ConnectionCreate
from weavz_tui.net.httpx_transport import HttpxTransport
from weavz_tui.store import connections, end_users, integrations, workspaces
from weavz_tui.store.protocol import Rows

CANARY = "xoxb-canary-1f9KqT2x0"


class Answers:
    """An upstream: every request it saw, and the answers that it gives in turn, the last for ever.

    It stands in for services on the internet; sockets are the matter of the tests in tests/net.
    """

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.answers: list[httpx.Response | Exception] = [httpx.Response(200, json={"ok": True})]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


class World:
    """Makes records right in the store; connections made here have no secret."""

    def __init__(self, service: LocalService, workspace_id: str) -> None:
        self.service = service
        self.workspace_id = workspace_id
        self.org_id = service.parts.org_id
        self._names = itertools.count(1)

    async def connection(
        self,
        external_id: str,
        *,
        integration: str = "slack",
        end_user: str | None = None,
        workspace: str | None = "",
        status: ConnectionStatus = ConnectionStatus.ACTIVE,
        key: str | None = None,
    ) -> Connection:
        """A connection; of the organisation with `workspace=None`, else of the workspace."""
        scope = ConnectionScope.WORKSPACE if workspace is not None else ConnectionScope.ORGANIZATION
        moment = now()
        made = Connection(
            id=new_id(),
            org_id=self.org_id,
            external_id=external_id,
            display_name=external_id,
            integration_name=integration,
            auth_method_key=key,
            type=ConnectionType.SECRET_TEXT,
            status=status,
            scope=ConnectionScope.USER if end_user else scope,
            workspace_id=(workspace or self.workspace_id) if workspace is not None else None,
            end_user_id=end_user,
            created_at=moment,
            updated_at=moment,
        )

        def write(rows: Rows) -> None:
            connections.insert_creating(rows, made)
            connections.activate(rows, made.org_id, made.id, 1)
            connections.update(rows, made)

        await self.service.parts.write(write)
        return made

    async def end_user(self, external_id: str) -> None:
        moment = now()
        made = EndUser(
            id=new_id(),
            workspace_id=self.workspace_id,
            external_id=external_id,
            created_at=moment,
            updated_at=moment,
        )
        await self.service.parts.write(lambda rows: end_users.insert(rows, made))

    async def instance(
        self,
        alias: str,
        strategy: ConnectionStrategy,
        connection: Connection | None = None,
        *,
        integration: str = "slack",
        **fields: Any,
    ) -> WorkspaceIntegration:
        moment = now()
        made = WorkspaceIntegration(
            id=new_id("pi_"),
            workspace_id=self.workspace_id,
            org_id=self.org_id,
            integration_name=integration,
            integration_alias=alias,
            connection_strategy=strategy,
            connection_id=connection.id if connection else None,
            created_at=moment,
            updated_at=moment,
            **fields,
        )
        await self.service.parts.write(lambda rows: integrations.insert(rows, made))
        return made


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
async def service(
    home_path: Path, passphrase_file: Path, answers: Answers
) -> AsyncIterator[LocalService]:
    """An engine whose secrets are in the encrypted vault and whose upstream is `answers`."""
    opened = await open_local(
        Home.find(),
        source=Source.CLI,
        transport=HttpxTransport(httpx.MockTransport(answers)),
        tidy_after=3600,
    )
    yield opened
    await opened.close()


@pytest.fixture
async def world(service: LocalService) -> World:
    """The `default` workspace."""
    org_id = service.parts.org_id
    found = await service.parts.read(lambda rows: workspaces.by_slug(rows, org_id, "default"))
    assert found is not None
    return World(service, found.id)


@pytest.fixture
async def slack(world: World) -> Connection:
    """Slack as `slack_bot`, fixed to a connection whose secret is the canary."""
    made = await world.service.connections.create(
        ConnectionCreate(
            type=ConnectionType.SECRET_TEXT,
            external_id="bot",
            display_name="Bot",
            integration_name="slack",
            secret={"secretText": CANARY},
        )
    )
    await world.instance("slack_bot", ConnectionStrategy.FIXED, made)
    return made
