"""What every test stands on: the event loop, and a home of its own."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

pytest_plugins = ["tests.fixtures.secret_service"]

PASSPHRASE = "correct horse battery staple"

# How fast this machine is at the moment is not what properties are about.
hypothesis.settings.register_profile(
    "tests", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("tests")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Every asynchronous test runs on asyncio, as the program does."""
    return "asyncio"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is set in the shell that runs the tests must not reach what they test."""
    kept = {"WEAVZ_TUI_REQUIRE_REAL", "WEAVZ_TUI_NODE_MODULES", "WEAVZ_TUI_LANGCHAIN"}
    for name in [each for each in os.environ if each.startswith("WEAVZ_TUI_")]:
        if name not in kept:
            monkeypatch.delenv(name)


@pytest.fixture
def home_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for this test and the processes that it starts: WEAVZ_TUI_HOME points at it,
    and the session bus is hidden, so that no test ever touches a person's own keyring."""
    path = tmp_path / "home"
    monkeypatch.setenv("WEAVZ_TUI_HOME", str(path))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    return path


@pytest.fixture
def passphrase_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A 0600 file with the passphrase of the encrypted vault, named by the environment."""
    path = tmp_path / "passphrase"
    path.touch(mode=0o600)
    path.write_text(PASSPHRASE)
    monkeypatch.setenv("WEAVZ_TUI_PASSPHRASE_FILE", str(path))
    return path
