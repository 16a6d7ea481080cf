"""The README's table of keys, pictures and commands are those of the program."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from screenshots.keys import BEGIN, END, written
from tests.real import need
from weavz_tui.cli.main import Root
from weavz_tui.console.places import PLACES
from weavz_tui.vault.passphrase import CREDENTIAL

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
MOST_BYTES = 120_000


def test_the_table_of_keys_is_that_of_the_commands() -> None:
    assert README.count(BEGIN) == README.count(END) == 1
    assert written(README) == README, "run `python screenshots/keys.py`"


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.id)
def test_every_screen_has_its_section_and_its_picture(place: object) -> None:
    found = next(each for each in PLACES if each is place)
    assert f"\n### {found.digit} {found.title}" in README
    assert f"](screenshots/{found.id}.svg)" in README


def test_every_picture_is_there_and_none_is_too_many() -> None:
    named = set(re.findall(r"\]\((screenshots/[\w-]+\.svg)\)", README))
    there = {f"screenshots/{each.name}" for each in (ROOT / "screenshots").glob("*.svg")}
    assert named == there
    assert max((ROOT / each).stat().st_size for each in there) < MOST_BYTES


@pytest.mark.parametrize("name", Root.table)
def test_every_command_is_named(name: str) -> None:
    assert re.search(rf"[`\s]{name}\b", README), name


def test_the_unit_starts_what_there_is(tmp_path: Path) -> None:
    (unit,) = re.findall(r"^```ini\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    (command,) = re.findall(r"^ExecStart=\S+/weavz-tui (.*)$", unit, re.MULTILINE)
    name, *given = command.split()
    Root.table[name].load().make_context(name, given)
    assert f"LoadCredential={CREDENTIAL}:" in unit
    need(shutil.which("systemd-analyze") is not None, "install systemd")
    program = tmp_path / "weavz-tui"
    program.touch(mode=0o755)
    file = tmp_path / "weavz-tui.service"
    file.write_text(re.sub(r"(?<=^ExecStart=)\S+", str(program), unit, flags=re.MULTILINE))
    done = subprocess.run(
        ["systemd-analyze", "verify", str(file)], capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if file.name in line] == []
