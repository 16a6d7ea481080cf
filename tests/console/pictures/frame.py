"""Dialogs that open anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.screen import Screen

from tests.console.pictures.camera import Camera
from tests.console.walk.frame import go
from tests.console.walk.lists import to_row
from weavz_tui.console.commands import BY_ID
from weavz_tui.console.frame.ask import Question
from weavz_tui.console.frame.help import HelpScreen
from weavz_tui.console.frame.jump import JumpScreen
from weavz_tui.console.frame.passphrase import Passphrase
from weavz_tui.console.frame.selecting import SelectText
from weavz_tui.console.screens.integrations.screen import IntegrationsScreen
from weavz_tui.console.screens.workspaces.screen import WorkspacesScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen

KINDS: Mapping[str, type[Screen[Any]]] = {
    "help": HelpScreen,
    "help found": HelpScreen,
    "palette": PickerScreen,
    "palette colon": PickerScreen,
    "palette nothing": PickerScreen,
    "jump": JumpScreen,
    "workspaces to choose": PickerScreen,
    "themes": PickerScreen,
    "engines": PickerScreen,
    "passphrase": Passphrase,
    "select text": SelectText,
    "tour": IntegrationsScreen,
    "zoomed": IntegrationsScreen,
    "quit": Question,
}


async def take(camera: Camera) -> None:
    """All of them."""
    for part in (by_name, in_force, around):
        await part(camera)


async def by_name(camera: Camera) -> None:
    """Help, palette, jump."""
    walk = camera.walk
    await go(walk, "integrations")
    await to_row(walk, "slack_bot")
    await walk.sees("always slack-bot")
    await walk.press("question_mark")
    await camera.take("help")
    await walk.write("end user")
    await camera.take("help found")
    await walk.press("escape", "escape", "ctrl+p")
    await walk.write("slack")
    await walk.sees("slack-bot  connection")
    await camera.take("palette")
    await walk.press("escape", "colon")
    await walk.sees(":act")
    await camera.take("palette colon")
    await walk.press("escape", "ctrl+p")
    await walk.write("zzzz")
    await walk.sees("nothing found")
    await camera.take("palette nothing")
    await walk.press("escape", "ctrl+o")
    await camera.take("jump")
    await walk.press("escape")


async def in_force(camera: Camera) -> None:
    """Workspace, theme, engine, vault."""
    walk = camera.walk
    await walk.press("w")
    await walk.sees("Acme")
    await camera.take("workspaces to choose")
    await walk.press("escape", "T")
    await walk.sees("ansi")
    await camera.take("themes")
    await walk.press("escape", "W")
    await walk.sees("far.example")
    await camera.take("engines")
    await walk.press("escape", "U")
    await camera.take("passphrase")
    await walk.press("escape")


async def around(camera: Camera) -> None:
    """A pane alone, the tour, a text to select, the way out."""
    walk = camera.walk
    await walk.on(IntegrationsScreen)
    await walk.press("ctrl+n", "z")
    await camera.take("zoomed")
    await walk.press("z", "escape")
    await walk.by_palette(BY_ID["tour"])
    await walk.sees("Tour 1/5")
    await camera.take("tour")
    await walk.by_palette(BY_ID["tour"])
    await go(walk, "workspaces")
    await walk.on(WorkspacesScreen)
    await walk.press("y")
    await walk.until(lambda: walk.app.clipboard)
    await walk.press("y")
    await camera.take("select text")
    await walk.press("escape")
    walk.app.runs.add("slack_bot.send_message")
    await walk.press("ctrl+q")
    await camera.take("quit")
    await walk.press("escape")
