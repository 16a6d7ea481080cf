"""Every dialog and every screen below the nine as pictures: two sizes, dark and light, and without
colours.

One console is walked through for each room; all that has changed in it is told together.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from textual.screen import Screen

from tests.console.engine import SMALL, console, until
from tests.console.pictures import frame, lists, nine, playground, records, stage
from tests.console.pictures.camera import COLOURS, MONO, MONO_LARGE, Camera, file_of
from tests.console.pictures.screens import every_screen, places
from tests.console.walk.furniture import walked
from tests.console.walk.walker import Walk
from weavz_tui.console.frame.failure import OpenFailed
from weavz_tui.console.screens.connections.authorise import AuthoriseDialog
from weavz_tui.engine.service import Service
from weavz_tui.home import Home
from weavz_tui.model.errors import StoreError

ROOMS: tuple[ModuleType, ...] = (frame, lists, records, playground)
FAILURE: Mapping[str, type[Screen[Any]]] = {"not opened": OpenFailed}
ELSEWHERE: frozenset[type[Screen[Any]]] = frozenset({AuthoriseDialog})
"""Pictured in a test of its own, with a provider at the other end."""
LOOKS = {"colours": COLOURS, "mono": MONO}


def room_of(module: ModuleType) -> str:
    """The name of a room."""
    return module.__name__.rpartition(".")[2]


@pytest.fixture(autouse=True)
def _still(home: Home, template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.put(template, home)
    stage.still(monkeypatch)
    monkeypatch.setattr(Path, "cwd", classmethod(lambda cls: cls("/srv/acme")))


@pytest.mark.parametrize("looks", list(LOOKS))
@pytest.mark.parametrize("room", ROOMS, ids=room_of)
async def test_every_dialog_looks_as_it_did(
    home: Home, snapshot: Any, monkeypatch: pytest.MonkeyPatch, room: ModuleType, looks: str
) -> None:
    if looks == "mono":
        monkeypatch.setenv("NO_COLOR", "1")
    app = walked(home)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, app.session.opened.is_set)
        camera = Camera(Walk(app, pilot, home.data), snapshot, LOOKS[looks], room.KINDS)
        await room.take(camera)
    assert set(camera.taken) == set(room.KINDS)
    assert "\n".join(camera.wrong) == ""


async def test_the_nine_screens_look_as_they_did_without_colours(
    home: Home, snapshot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = walked(home)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, app.session.opened.is_set)
        camera = Camera(Walk(app, pilot, home.data), snapshot, MONO_LARGE, nine.KINDS)
        await nine.take(camera)
    assert set(camera.taken) == set(nine.KINDS)
    assert "\n".join(camera.wrong) == ""


@pytest.mark.parametrize("looks", list(LOOKS))
async def test_an_engine_that_does_not_open_looks_as_it_did(
    home: Home, snapshot: Any, monkeypatch: pytest.MonkeyPatch, looks: str
) -> None:
    if looks == "mono":
        monkeypatch.setenv("NO_COLOR", "1")

    async def opener() -> Service:
        raise StoreError("weavz.db is of a newer version", hint="bring weavz-tui up to date")

    app = console(home, "workspaces")
    app.session._opener = opener
    async with app.run_test(size=SMALL) as pilot:
        camera = Camera(Walk(app, pilot, home.data), snapshot, LOOKS[looks], FAILURE)
        await camera.take("not opened")
    assert "\n".join(camera.wrong) == ""


def test_every_screen_has_its_picture() -> None:
    pictured = {kind for room in ROOMS for kind in room.KINDS.values()}
    missing = every_screen() - places() - pictured - set(FAILURE.values()) - ELSEWHERE
    assert {each.__name__ for each in missing} == set()


def test_every_picture_is_kept() -> None:
    function = test_every_dialog_looks_as_it_did.__name__
    files = [
        file_of(Path(__file__), function, f"{room_of(room)}-{name}", picture, look)
        for room in ROOMS
        for name, looks in LOOKS.items()
        for picture in room.KINDS
        for look in looks
    ]
    assert [file.name for file in files if not file.exists()] == []
