"""`weavz-tui demo`, run as a person runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

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
