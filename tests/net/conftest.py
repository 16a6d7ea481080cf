"""A client for each test, closed after it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from weavz_tui.net import Client, NetSettings


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """A client without anything from the environment."""
    made = Client(NetSettings(max_bytes=1_000_000))
    yield made
    await made.close()
