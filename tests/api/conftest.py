"""The REST door: in this process, and as a process of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.api.serving import SERVICE_KEY, Server, serving, upstream
from weavz_tui.api.app import ApiServer
from weavz_tui.api.options import ServeOptions
from weavz_tui.engine.local import LocalService, open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import Source
from weavz_tui.model.keys import ApiKeyCreate

BASE = "http://localhost:3000"


@dataclass
class Api:
    """The door in this process: its engine, a client with a key of the whole organisation."""

    service: LocalService
    app: ApiServer
    client: httpx.AsyncClient
    key: str

    def other(self, key: str | None) -> httpx.AsyncClient:
        """A client with another key, or none."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=True)
        return httpx.AsyncClient(transport=transport, base_url=BASE, headers=headers)


@pytest.fixture
async def api(
    home_path: Path, passphrase_file: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Api]:
    monkeypatch.setenv("WEAVZ_TUI_SERVICE_KEY", SERVICE_KEY)
    service = await open_local(Home.find(), source=Source.REST, tidy_after=3600)
    key = (await service.api_keys.create(ApiKeyCreate(name="tests"))).plain_key
    app = ApiServer(service, ServeOptions(anonymous_rate_limit=1_000_000))
    found = Api(service, app, httpx.AsyncClient(), key)
    found.client = found.other(key)
    async with found.client:
        yield found
    app.stop()
    await service.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for every test that makes records of its own."""
    with serving(tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture(scope="session")
def slack_url() -> Iterator[str]:
    """The address of a service that answers as Slack does."""
    with upstream() as found:
        yield found
