"""Commands as a script calls them: in this process where that is enough, else in their own."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from weavz_tui.cli.main import cli
from weavz_tui.logs import PrivateFileHandler

Invoke = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def invoke(home_path: Path) -> Iterator[Invoke]:
    """Run `weavz-tui` with these words and this standard input, on the test's own home."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level

    def run(*words: str, stdin: str = "") -> Result:
        return CliRunner().invoke(cli, list(words), input=stdin, prog_name="weavz-tui")

    yield run
    for each in list(root.handlers):
        if isinstance(each, PrivateFileHandler):
            root.removeHandler(each)
            each.close()
    root.handlers[:] = before
    root.setLevel(level)
    logging.captureWarnings(False)


@pytest.fixture
def process(home_path: Path) -> Process:
    """Run `weavz-tui` as a process of its own, on the test's own home."""

    def run(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "weavz_tui", *words],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, "PYTHONWARNINGS": "error::ResourceWarning"},
        )

    return run
