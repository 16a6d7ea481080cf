"""The README's table of keys, pictures and commands are those of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from screenshots.keys import BEGIN, END, written
from weavz_tui.cli.main import Root
from weavz_tui.console.places import PLACES

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
