"""Names, inputs and outputs of the worst kind, on every screen: nothing is garbled, nothing of it
is obeyed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from tests.console.engine import SMALL, console, until
from tests.console.pictures import hostile, stage
from tests.console.pictures.camera import DARK, Camera
from tests.console.walk.walker import Walk
from weavz_tui.console.app import ConsoleApp
from weavz_tui.home import Home


async def test_hostile_data_is_shown_as_it_is_everywhere(
    home: Home, spoilt: Path, snapshot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.put(spoilt, home)
    stage.still(monkeypatch)
    # The last look at every line would hide what is not made visible where it is shown.
    monkeypatch.setattr(ConsoleApp, "get_line_filters", App.get_line_filters)
    app = console(home, "workspaces")
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await until(pilot, app.session.opened.is_set)
        walk = Walk(app, pilot, home.data)
        camera = Camera(walk, snapshot, DARK, hostile.KINDS, hostile.fault)
        await hostile.take(camera)
    assert set(camera.taken) == set(hostile.KINDS)
    assert "\n".join(camera.wrong) == ""
