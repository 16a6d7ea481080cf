"""A demo under the folder of the test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from weavz_tui.demo.demo import Demo
from weavz_tui.engine.local import LocalService
from weavz_tui.home import Home


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    """A demo that is gone after the test."""
    async with Demo(tmp_path) as made:
        yield made


@pytest.fixture
async def service(demo: Demo) -> AsyncIterator[LocalService]:
    """Its engine, furnished."""
    opened = await demo.open()
    yield opened
    await opened.close()


@pytest.fixture
def home(home_path: Path, passphrase_file: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An ordinary home, to compare with."""
    monkeypatch.setenv("TERM", "xterm-256color")
    return Home(home_path, home_path)
