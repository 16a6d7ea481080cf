"""Providers for the session, and an engine of its own for each rule."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.fixtures.oauth_servers import mock_server, oidc_provider
from tests.oauth.world import World, oidc_auth
from weavz_tui.engine.local import open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import Source


@pytest.fixture(scope="session")
def provider() -> Iterator[str]:
    """oidc-provider, at its address."""
    with oidc_provider() as address:
        yield address


@pytest.fixture(scope="session")
def mock() -> Iterator[tuple[str, str]]:
    """oauth2-mock-server and its control."""
    with mock_server() as addresses:
        yield addresses


@pytest.fixture
async def world(
    home_path: Path, passphrase_file: Path, provider: str, mock: tuple[str, str]
) -> AsyncIterator[World]:
    """An engine that signs in at oidc-provider; with tokens of an hour, and no delay."""
    engine = await open_local(Home.find(), source=Source.CLI, tidy_after=3600)
    workspace = await engine.workspaces.get("default")
    made = World(engine, workspace.id, provider, *mock, home_path)
    made.install(oidc_auth(provider))
    await made.tell("/test/lifetime?seconds=3600")
    await made.tell("/test/slow?ms=0")
    await made.fault({}, times=0)
    yield made
    await engine.close()
