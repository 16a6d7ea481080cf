"""A store of its own for every test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.store import made
from weavz_tui.store.sqlite import SqliteStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "weavz.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[SqliteStore]:
    """A store with an organisation and the workspace `w`."""
    opened = SqliteStore(path)
    await opened.write(made.home)
    yield opened
    await opened.close()
