"""The pager gets the text without secrets, on the real terminal, and the console comes back."""

from __future__ import annotations

import os
import select
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from tests.real import need

ROOT = Path(__file__).parents[2]
SECONDS = 20.0
APP = """
import sys
from pathlib import Path
from textual.app import App
from weavz_tui.console.frame.pager import page_text, tame
from weavz_tui.redact import redact
class Paging(App[None]):
    BINDINGS = [("p", "page", "")]
    def action_page(self):
        page_text(self, tame(redact('"token": "xoxb-1234567890-secret" \\x1b[31m \\u202e kept')))
    def on_mount(self):
        self.call_after_refresh(lambda: Path(sys.argv[1]).touch())
Paging().run()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """For the socket, whose path has to be short."""
    need(shutil.which("tmux") is not None, "install tmux")
    with tempfile.TemporaryDirectory(prefix="pg") as made:
        yield Path(made)
        tmux(Path(made), "kill-server")


def tmux(folder: Path, *arguments: str) -> str:
    """What a tmux prints."""
    command = ["tmux", "-S", str(folder / "s"), *arguments]
    return subprocess.run(command, capture_output=True, check=False).stdout.decode()


def wait_for(file: Path) -> None:
    """Until a program has written a file."""
    ends = monotonic() + SECONDS
    while not file.exists():
        assert monotonic() < ends, f"{file.name} never came"
        select.select([], [], [], 0.05)


def test_the_pager_gets_a_harmless_text(folder: Path) -> None:
    read, back = folder / "read", folder / "back"
    pager = folder / "pager"
    pager.write_text(f"#!/bin/sh\ncat > {read}.new && mv {read}.new {read}\n")
    pager.chmod(0o700)
    app = folder / "app.py"
    app.write_text(APP, "utf-8")
    started = f"cd {ROOT} && {shlex.join([sys.executable, str(app), str(back)])}"
    environment = {"PAGER": str(pager), "PYTHONPATH": str(ROOT)}
    more = [word for name, value in environment.items() for word in ("-e", f"{name}={value}")]
    tmux(folder, "-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", *more, started)
    wait_for(back)
    tmux(folder, "send-keys", "p")
    wait_for(read)
    text = read.read_text("utf-8")
    assert "kept" in text
    assert "xoxb-1234567890-secret" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    os.remove(read)
    tmux(folder, "send-keys", "p")
    wait_for(read)
