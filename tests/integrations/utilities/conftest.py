"""The real client, for integrations that are tested against a server on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from weavz_tui.net import Client, NetSettings


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """A client without anything from the environment."""
    made = Client(NetSettings())
    yield made
    await made.close()
