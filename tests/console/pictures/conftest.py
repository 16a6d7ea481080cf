"""Homes that are furnished once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.console.pictures import hostile_home, stage
from tests.console.walk.furniture import furnish
from weavz_tui.home import Home


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with everything in it."""

    async def fill(home: Home) -> None:
        await furnish(home, "https://slack.example")

    return stage.furnished(tmp_path_factory.mktemp("pictures"), fill)


@pytest.fixture(scope="session")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which everything says the worst."""
    home = stage.furnished(tmp_path_factory.mktemp("hostile"), hostile_home.furnish)
    hostile_home.spoil(home / "weavz.db")
    return home
