"""An engine in this process, and the same kind of engine behind a real server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.api.serving import upstream
from tests.mcp.serving import listening
from weavz_tui.api.app import ApiServer
from weavz_tui.client.service import RemoteService
from weavz_tui.engine.local import LocalService, open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import Source
from weavz_tui.model.keys import ApiKeyCreate


@dataclass
class Served:
    """An engine, its address, a key of it, and a client with that key."""

    engine: LocalService
    url: str
    key: str
    remote: RemoteService


@pytest.fixture
async def local(home_path: Path, passphrase_file: Path) -> AsyncIterator[LocalService]:
    """An engine of this machine."""
    service = await open_local(Home.find(), source=Source.PLAYGROUND, tidy_after=3600)
    yield service
    await service.close()


@pytest.fixture
async def served(home_path: Path, passphrase_file: Path, tmp_path: Path) -> AsyncIterator[Served]:
    """Another engine, reached over loopback HTTP."""
    folder = tmp_path / "other"
    engine = await open_local(Home(folder, folder), source=Source.REST, tidy_after=3600)
    key = (await engine.api_keys.create(ApiKeyCreate(name="console"))).plain_key
    app = ApiServer(engine)
    async with listening(app) as url:
        remote = RemoteService(url, key)
        yield Served(engine, url, key, remote)
        await remote.close()
        app.stop()
    await engine.close()


@pytest.fixture(scope="session")
def slack_url() -> Iterator[str]:
    """A service that answers as Slack does."""
    with upstream() as found:
        yield found
