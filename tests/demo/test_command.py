"""`weavz-tui demo`, run as a person runs it."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.real import need
from weavz_tui.demo.furnishing import OWN, TEAM

COMMAND = [str(Path(sys.executable).parent / "weavz-tui"), "demo"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A person with a home and settings of their own."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    return {
        **os.environ,
        "HOME": str(tmp_path / "person"),
        "WEAVZ_TUI_HOME": str(tmp_path / "person" / "weavz"),
        "WEAVZ_TUI_LIMITS_MONTHLY_QUOTA": "1",
        "WEAVZ_TUI_PASSPHRASE_FILE": str(tmp_path / "none"),
        "TMPDIR": str(temporary),
    }


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_serves_the_sample_until_it_is_ended(
    environment: dict[str, str], tmp_path: Path, ending: signal.Signals
) -> None:
    process = subprocess.Popen(
        [*COMMAND, "--no-console", "--json"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None and process.stderr is not None
        assert "ctrl+c" in process.stderr.readline()
        lines: list[str] = []
        while not lines or lines[-1] != "}\n":
            lines.append(process.stdout.readline())
        made = json.loads("".join(lines))
        assert made["aliases"] == sorted([TEAM, OWN])
        assert Path(made["home"]).is_relative_to(tmp_path / "temporary")
        answer = httpx.get(
            f"{made['api']}/me", headers={"Authorization": "Bearer x"}, trust_env=False
        )
        assert answer.json() == {"name": "you"}
        process.send_signal(ending)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.communicate()
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not (tmp_path / "person").exists()


def test_without_a_terminal_it_says_what_does_not_need_one(environment: dict[str, str]) -> None:
    done = subprocess.run(
        COMMAND, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert "--no-console" in done.stderr


def test_in_a_terminal_it_opens_the_tour_and_leaves_nothing(
    environment: dict[str, str], tmp_path: Path
) -> None:
    need(shutil.which("tmux") is not None, "install tmux")
    ended = tmp_path / "ended"
    variables = {**environment, "TERM": "xterm-256color"}
    command = f"{shlex.join(COMMAND)}; echo $? > {shlex.quote(str(ended))}"
    tmux = ["tmux", "-f", "/dev/null", "-S", str(tmp_path / "socket")]
    subprocess.run(
        [*tmux, "new-session", "-d", "-x", "80", "-y", "24", command], env=variables, check=True
    )
    try:
        wait_for(lambda: "Tour 1/5" in screen_of(tmux) and "ctrl+r run as" in screen_of(tmux))
        subprocess.run([*tmux, "send-keys", "C-r"], check=True)
        wait_for(lambda: "Tour 2/5" in screen_of(tmux))
        subprocess.run([*tmux, "send-keys", "C-q"], check=True)
        wait_for(lambda: ended.is_file() and ended.read_text() == "0\n")
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not (tmp_path / "person").exists()


def screen_of(tmux: list[str]) -> str:
    """What tmux shows."""
    done = subprocess.run([*tmux, "capture-pane", "-p"], capture_output=True, text=True, check=True)
    return done.stdout


def wait_for(held: Callable[[], bool], seconds: float = 40.0) -> None:
    """Until something holds; fails after some seconds."""
    until = time.monotonic() + seconds
    while not held():
        assert time.monotonic() < until, "never came true"
        time.sleep(0.1)
