"""How many streams of changes a key may hold open."""

from __future__ import annotations

from contextlib import AsyncExitStack

import anyio
import httpx
import pytest

from tests.client.conftest import Served
from weavz_tui.api import following
from weavz_tui.model.keys import ApiKeyCreate

PATH = "/api/v1/local/changes"
PATIENCE = 30.0


def client(served: Served, key: str) -> httpx.AsyncClient:
    """A client with a key."""
    headers = {"authorization": f"Bearer {key}"}
    return httpx.AsyncClient(base_url=served.url, headers=headers, timeout=PATIENCE)


async def test_streams_beyond_their_number_are_refused(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "MOST_OF_ONE", 2)
    other = (await served.engine.api_keys.create(ApiKeyCreate(name="other"))).plain_key
    async with (
        client(served, served.key) as mine,
        client(served, other) as theirs,
        AsyncExitStack() as streams,
    ):
        # A stream whose lines nobody holds any more is closed.
        lines = []
        for _ in range(2):
            stream = await streams.enter_async_context(mine.stream("GET", PATH))
            lines.append(stream.aiter_lines())
            assert await anext(lines[-1]) == ": following"
        refused = await mine.get(PATH)
        assert (refused.status_code, refused.json()["code"]) == (429, "RATE_LIMITED")
        assert int(refused.headers["retry-after"]) > 0
        async with theirs.stream("GET", PATH) as stream:
            assert stream.status_code == 200
        await streams.aclose()
        with anyio.fail_after(PATIENCE):
            while True:
                async with mine.stream("GET", PATH) as stream:
                    if stream.status_code == 200:
                        break
