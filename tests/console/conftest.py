"""Consoles on a home of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.console.pictures.svg import small
from weavz_tui.home import Home


@pytest.fixture
def home(home_path: Path, passphrase_file: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty home with the encrypted vault, in a terminal of many colours."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("TMUX", raising=False)
    return Home(home_path, home_path)


@pytest.fixture(autouse=True)
def _small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are kept, and compared, in their small form."""
    monkeypatch.setattr("pytest_textual_snapshot.normalize_svg", small)
