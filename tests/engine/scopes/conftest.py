"""A workspace full of records whose names all hold a mark, and strangers to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.engine.conftest import World
from tests.engine.scopes.victim import HASH, MARK, Victim
from weavz_tui.engine.local import LocalService
from weavz_tui.model.authorisations import (
    AuthorisationStart,
    OAuthAppCreate,
)
from weavz_tui.model.connect import ConnectRequest
from weavz_tui.model.enums import ConnectionStrategy
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.keys import ApiKeyCreate
from weavz_tui.model.requests import (
    PartialCreate,
    WorkspaceCreate,
)
from weavz_tui.model.servers import (
    ServerCreate,
    TokenRequest,
)


@pytest.fixture
async def victim(world: World) -> Victim:
    """A workspace of the home's own organisation, with one record of every kind."""
    service = world.service
    made = await service.workspaces.create(WorkspaceCreate(name=MARK, slug=f"{MARK}-workspace"))
    theirs = World(service, made.id)
    instance = await theirs.instance(
        f"{MARK}_hash", ConnectionStrategy.FIXED, integration="hash-encode"
    )
    connection = await theirs.connection(f"{MARK}-connection", end_user=f"{MARK}-user")
    await theirs.end_user(f"{MARK}-user")
    user = await service.end_users.get(made.id, f"{MARK}-user")
    partial = await service.partials.create(
        PartialCreate(workspace_id=made.id, integration_name="hash-encode", name=f"{MARK}-partial")
    )
    ran = await service.actions.execute(ExecuteRequest(**HASH, workspace_id=made.id))
    server = await service.servers.create(ServerCreate(name=f"{MARK}-server", workspace_id=made.id))
    tools = await service.servers.tools(server.server.id)
    token = await service.servers.issue_oauth_token(
        server.server.id, TokenRequest(end_user_id=f"{MARK}-user")
    )
    key = await service.api_keys.create(ApiKeyCreate(name=f"{MARK}-key"))
    link = await service.connect.link(
        ConnectRequest(
            integration_name="slack",
            connection_name=f"{MARK}-link",
            external_id=f"{MARK}-external",
            workspace_id=made.id,
        )
    )
    session = await service.connect.poll(link.token)
    await service.oauth_apps.create(
        OAuthAppCreate(integration_name="slack", client_id=f"{MARK}-client", client_secret="s")
    )
    begun = await service.authorisations.start(
        AuthorisationStart(
            integration_name="slack",
            external_id=f"{MARK}-account",
            workspace_id=made.id,
            redirect_uri="https://victim.example/callback",
        )
    )
    gone = await service.partials.delete(
        (
            await service.partials.create(
                PartialCreate(workspace_id=made.id, integration_name="hash-encode", name="gone")
            )
        ).id
    )
    return Victim(
        org=service.parts.org_id,
        workspace=made.id,
        instance=instance.id,
        connection=connection.id,
        end_user=user.id,
        partial=partial.id,
        execution=ran.execution_id,
        server=server.server.id,
        tool=tools[0].id,
        token=token.token.id,
        api_key=key.api_key.id,
        session=session.id,
        link=link.token,
        undo=gone.undo or "",
        authorisation=begun.id,
        state=begun.state or "",
    )


@pytest.fixture(params=["another organisation", "another workspace"])
async def stranger(
    request: pytest.FixtureRequest, world: World, victim: Victim
) -> AsyncIterator[LocalService]:
    """Somebody with a valid key that does not reach the victim."""
    service = world.service
    if request.param == "another organisation":
        other = await service.access.create_organisation("Strangers", "strangers")
        principal = service.parts.principal.__class__(other.id, service.parts.principal.source)
        acting = service.acting(principal)
        key = await acting.api_keys.create(ApiKeyCreate(name="k"))
    else:
        permissions = {"scope": "workspace", "workspaceIds": [world.workspace_id]}
        key = await service.api_keys.create(ApiKeyCreate(name="k", permissions=permissions))
    yield service.acting(await service.access.api_key(key.plain_key))
