"""Signing in changes no account that is not the caller's, and leaves nothing open behind it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.engine.conftest import CANARY, World
from weavz_tui.catalog.auth import OAuth2
from weavz_tui.catalog.integration import Integration
from weavz_tui.engine.oauth import pending
from weavz_tui.model.authorisations import AuthorisationStart, OAuthAppCreate
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import ConnectionScope, ConnectionType
from weavz_tui.model.errors import Duplicate, OAuthError, ScopeDenied
from weavz_tui.model.keys import ApiKeyCreate
from weavz_tui.model.oauth import Grant
from weavz_tui.model.requests import ConnectionCreate


@pytest.fixture
async def acme(world: World) -> AsyncIterator[World]:
    """An integration that is signed in to, with its client."""
    made = Integration(
        "acme",
        title="Acme",
        auth=[
            OAuth2(
                authorize_url="https://acme.example/authorize",
                token_url="https://acme.example/token",
                grants=tuple(Grant),
            )
        ],
    )
    world.service.parts.shared.registry.add(made)
    await world.service.oauth_apps.create(
        OAuthAppCreate(integration_name="acme", client_id="c1", client_secret="s1")
    )
    yield world


async def connection(world: World, **fields: Any) -> Connection:
    return await world.service.connections.create(
        ConnectionCreate(
            **{
                "type": ConnectionType.OAUTH2,
                "external_id": "theirs",
                "display_name": "theirs",
                "integration_name": "acme",
                "secret": {"accessToken": CANARY},
                **fields,
            }
        )
    )


async def test_a_key_of_a_workspace_renews_no_account_of_the_organisation(acme: World) -> None:
    shared = await connection(acme)
    permissions = {"scope": "workspace", "workspaceIds": [acme.workspace_id]}
    key = await acme.service.api_keys.create(ApiKeyCreate(name="k", permissions=permissions))
    acting = acme.service.acting(await acme.service.access.api_key(key.plain_key))
    for flow in (Grant.AUTHORIZATION_CODE, Grant.CLIENT_CREDENTIALS):
        wish = AuthorisationStart(
            integration_name="acme",
            external_id="theirs",
            connection_id=shared.id,
            flow=flow,
            redirect_uri="https://acme.example/back",
        )
        with pytest.raises(ScopeDenied):
            await acting.authorisations.start(wish)


@pytest.mark.parametrize("owner", ["u1", None])
async def test_one_end_user_does_not_take_the_name_of_anothers_account(
    acme: World, owner: str | None
) -> None:
    """The same name is given to every end user by mistake: each would get the account of the
    last."""
    await connection(acme, workspace_id=acme.workspace_id, end_user_id=owner)
    wish = AuthorisationStart(
        integration_name="acme",
        external_id="theirs",
        workspace_id=acme.workspace_id,
        end_user_id="u2",
        scope=ConnectionScope.USER,
        redirect_uri="https://acme.example/back",
    )
    with pytest.raises(Duplicate):
        await acme.service.authorisations.start(wish)


async def test_an_authorisation_that_there_is_no_room_for_listens_nowhere(
    acme: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pending, "MOST_OF_ONE", 0)
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
    wish = AuthorisationStart(
        integration_name="acme",
        external_id="mine",
        redirect_uri=f"http://127.0.0.1:{port}/callback",
        listen=True,
    )
    with pytest.raises(OAuthError, match="Too many"):
        await acme.service.authorisations.start(wish)
    await acme.service.parts.shared.pending.close()
    with socket.socket() as free, pytest.raises(ConnectionRefusedError):
        free.connect(("127.0.0.1", port))
