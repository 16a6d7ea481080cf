"""The nine screens that keys 1 to 9 lead to, full."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.screen import Screen

from tests.console.pictures.camera import Camera
from tests.console.walk.frame import go
from weavz_tui.console.lists.screen import ListScreen
from weavz_tui.console.places import PLACES
from weavz_tui.console.screens.activity.screen import ActivityScreen
from weavz_tui.console.screens.playground.screen import PlaygroundScreen

KINDS: Mapping[str, type[Screen[Any]]] = {place.id: type(place.load()) for place in PLACES}


async def take(camera: Camera) -> None:
    """All of them."""
    walk = camera.walk
    for place in PLACES:
        await go(walk, place.id)
        screen = walk.screen
        if isinstance(screen, ActivityScreen):
            await walk.until(lambda screen=screen: screen.whole is not None)  # type: ignore[misc]
        elif isinstance(screen, ListScreen):
            await walk.until(lambda screen=screen: screen.row is not None)  # type: ignore[misc]
        elif isinstance(screen, PlaygroundScreen):
            await walk.until(lambda screen=screen: screen.form_pane.explanation)  # type: ignore[misc]
            await walk.until(lambda screen=screen: screen.typing)  # type: ignore[misc]
        else:
            await walk.sees("November 2026")
        await camera.take(place.id)
