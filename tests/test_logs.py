"""Log files: redacted, bounded, private, and never on the terminal."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from weavz_tui.home import Home
from weavz_tui.logs import configure_logging
from weavz_tui.redact import remember


@pytest.fixture
def home(home_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A home that is logged into for the test."""
    monkeypatch.setenv("WEAVZ_TUI_LOG_MAX_BYTES", "40000")
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    home = Home.find()
    home.create()
    configure_logging(home)
    yield home
    for each in root.handlers:
        each.close()
    root.handlers[:] = before
    root.setLevel(level)
    logging.captureWarnings(False)


def test_a_line_is_redacted_and_private(home: Home) -> None:
    remember(["correct-horse"])
    logging.getLogger("weavz_tui.x").warning("sent %s with token=%s", "correct-horse", "abc123")
    text = home.log_file.read_text()
    assert "WARNING" in text
    assert not [each for each in ("correct-horse", "abc123") if each in text]
    assert home.log_file.stat().st_mode & 0o777 == 0o600


def test_a_traceback_is_redacted(home: Home) -> None:
    try:
        raise ValueError("Authorization: Bearer abcdefgh12345678")
    except ValueError:
        logging.getLogger("weavz_tui.x").exception("it failed")
    text = home.log_file.read_text()
    assert ("ValueError" in text, "abcdefgh12345678" in text) == (True, False)


def test_the_files_stay_under_the_cap(home: Home) -> None:
    logger = logging.getLogger("weavz_tui.x")
    for number in range(2000):
        logger.info("line %d of many that fill the files up to their cap", number)
    files = list(home.logs.iterdir())
    assert sum(each.stat().st_size for each in files) <= 40_000
    assert len(files) == 4


def test_the_level_is_the_settings(home: Home) -> None:
    logging.getLogger("weavz_tui.x").debug("too small")
    assert not home.log_file.exists()


@pytest.mark.parametrize("library", ["httpx", "httpcore", "aiohttp.client", "keyring.backend"])
def test_libraries_are_heard_from_warning_on(home: Home, library: str) -> None:
    logging.getLogger(library).info("GET https://example.com/?q=private")
    assert not home.log_file.exists()
    logging.getLogger(library).warning("something is odd")
    assert "something is odd" in home.log_file.read_text()


def test_nothing_reaches_the_terminal(home: Home, capfd: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("weavz_tui.x").error("an error")
    warnings.warn("a warning", stacklevel=1)
    home.log_file.unlink()
    home.logs.rmdir()
    logging.getLogger().handlers[0].close()
    logging.getLogger("weavz_tui.x").error("nowhere to go")
    assert capfd.readouterr() == ("", "")
